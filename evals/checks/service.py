"""Checks of the account: orders, uploads, deletions and requests to a language model."""

from collections.abc import Callable, Mapping
from typing import Any

from evals.checks.answers import normal
from evals.checks.check import Check
from evals.recordings import Recording
from evals.world.end_state import EndState


def ordered(number: int) -> Check:
    """Exactly `number` transcripts were ordered, and so paid for. Earlier ones do not count."""

    def check(end: EndState) -> str:
        made = len(end.new)
        return "" if made == number else f"{made} transcripts were ordered, not {number}"

    return check


def uploaded(most: int) -> Check:
    """No more files than this were uploaded."""

    def check(end: EndState) -> str:
        made = sum(one.is_done("POST", "/v2/upload") for one in end.exchanges)
        return "" if made <= most else f"{made} files were uploaded, not {most}"

    return check


def ordered_with(what: str, fits: Callable[[Mapping[str, Any]], bool]) -> Check:
    """One of the orders has these parameters."""

    def check(end: EndState) -> str:
        return "" if any(fits(one.body) for one in end.orders) else f"no order asked for {what}"

    return check


def deleted(*recordings: Recording) -> Check:
    """The transcripts of these recordings are deleted, and no others."""

    def check(end: EndState) -> str:
        wanted = {end.earlier[one.where] for one in recordings}
        names = {id_: where for where, id_ in end.earlier.items()}
        wrong = [f"{names.get(one, one)} was deleted" for one in sorted(end.deleted - wanted)]
        wrong += [f"{names[one]} was not deleted" for one in sorted(wanted - end.deleted)]
        return " and ".join(wrong)

    return check


def requested(method: str, path: str) -> Check:
    """There was such a request, even if the service refused it. `path` is a pattern."""

    def check(end: EndState) -> str:
        return "" if end.requests(method, path) else f"there was no {method} {path}"

    return check


def never_requested(method: str, path: str) -> Check:
    """There was no such request, not even one that the service refused. `path` is a pattern."""

    def check(end: EndState) -> str:
        return f"there was a {method} {path}" if end.requests(method, path) else ""

    return check


def _is_about(recording: Recording, made: str, body: Mapping[str, Any]) -> bool:
    """Whether a request names the transcript, or brings all that was said."""
    text = normal(str(body.get("input_text")))
    return made in (body.get("transcript_ids") or ()) or all(
        normal(turn.text) in text for turn in recording.turns
    )


def purged(recording: Recording) -> Check:
    """A language model answered a request about this earlier transcript, and the service keeps no data of any."""

    def check(end: EndState) -> str:
        made = end.earlier[recording.where]
        answered = (one.body for one in end.exchanges if one.is_done("POST", "/lemur/*"))
        if not any(_is_about(recording, made, body) for body in answered):
            return f"no language model answered about {recording.where}"
        return "the data of a request is still there" if end.kept_requests else ""

    return check


def text_lacks(*words: str) -> Check:
    """No new transcript has any of these words."""

    def check(end: EndState) -> str:
        texts = [str(one.get("text")) for one in end.new.values()]
        found = [word for word in words if any(word in text for text in texts)]
        return f"a transcript has {', '.join(found)}" if found else ""

    return check


def token_for(expires: int, longest: int) -> Check:
    """The answer has a token with these lifetimes, in seconds."""
    wanted = {"expires_in_seconds": str(expires), "max_session_duration_seconds": str(longest)}

    def check(end: EndState) -> str:
        made = [one for one in end.exchanges if one.is_done("GET", "/v3/token")]
        fitting = [one for one in made if one.query == wanted]
        if not fitting:
            return "no token was made for these times"
        shown = any(one.reply["token"] in end.answer for one in fitting)
        return "" if shown else "the answer does not have the token"

    return check
