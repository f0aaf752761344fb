"""Checks of the account: orders, uploads, deletions and requests to a language model."""

from collections.abc import Callable, Mapping
from typing import Any

from evals.checks.check import Check
from evals.recordings import Recording
from evals.world.end_state import EndState


def ordered(number: int) -> Check:
    """Exactly `number` transcripts were ordered, and so paid for. Earlier ones do not count."""

    def check(end: EndState) -> str:
        made = len(end.orders)
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


def asked_at_most(times: int) -> Check:
    """The person was not asked more often than this."""

    def check(end: EndState) -> str:
        return "" if len(end.asked) <= times else f"the person was asked {len(end.asked)} times"

    return check


def purged(end: EndState) -> str:
    """At least one request was made to a language model, and the service keeps no data of any."""
    if not any("/lemur/" in one.path and one.method == "POST" for one in end.exchanges):
        return "nothing was asked of a language model"
    return "the data of a request is still there" if end.kept_requests else ""


def text_lacks(*words: str) -> Check:
    """No new transcript has any of these words."""

    def check(end: EndState) -> str:
        texts = [
            str(found.get("text"))
            for id_, found in end.transcripts.items()
            if id_ not in end.earlier.values()
        ]
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
