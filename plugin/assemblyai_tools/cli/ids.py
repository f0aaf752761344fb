"""Finds the transcript that a person means: by its id, the beginning of its id, the name of its file, or `last`."""

import re
from collections.abc import Sequence
from pathlib import PurePath

from assemblyai_tools.cli.account_list import AccountList, Candidate
from assemblyai_tools.errors import InvalidArgumentsError
from assemblyai_tools.flow import Flow
from assemblyai_tools.ledger_steps import Known, LastTranscript, RecordLast
from assemblyai_tools.text import flat, shorten

LAST = "last"
"""Means what the last `transcribe` on this machine gave, or else the newest transcript."""

ALL = "all"
"""Means every completed transcript."""

NEWEST = 2_000
"""Transcripts among which a beginning or a name must be the only one, unless the command deletes."""

SURE = 8
"""Characters of the beginning of an id that are enough to delete a transcript."""

_WHOLE_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
"""An id that needs no look at the list."""

_MOST_SHOWN = 8
"""Transcripts that an error lists."""


def is_empty(word: str) -> bool:
    """Whether no transcript can be meant: an empty word is the beginning of every id."""
    return not _parts(word)


def one_id(given: str, *, surely: bool = False) -> Flow[str]:
    """The id of the transcript that is meant; an InvalidArgumentsError lists what may be meant instead.

    `surely` is for what cannot be taken back: the word must be a whole id, `last`, the exact name of a file, or at
    least 8 characters of an id, and the only one of the whole account.
    """
    if _needs_no_look(given):
        return given.strip()
    return (yield from _chosen(given.strip(), AccountList(), surely=surely))


def several_ids(given: Sequence[str]) -> Flow[list[str]]:
    """The ids of the transcripts that are meant; each of the words may hold several, with commas between them."""
    found: dict[str, None] = {}
    listed = AccountList()
    for word in given:
        for one in (yield from _split(word, listed)):
            found[one if _needs_no_look(one) else (yield from _chosen(one, listed))] = None
    return list(found)


def _needs_no_look(word: str) -> bool:
    return bool(_WHOLE_ID.fullmatch(word.strip()) or "://" in word)


def _parts(word: str) -> list[str]:
    return [part.strip() for part in word.split(",") if part.strip()]


def _split(word: str, listed: AccountList) -> Flow[list[str]]:
    """The words between commas, unless the whole is the name of a file."""
    parts = _parts(word)
    if len(parts) > 1 and not all(map(_needs_no_look, parts)):
        yield from listed.read_until(NEWEST)
        if any(one.is_called(PurePath(flat(word)).name) for one in listed.read):
            return [word.strip()]
    return parts


def _chosen(given: str, listed: AccountList, *, surely: bool = False) -> Flow[str]:
    """The one transcript that is meant."""
    if is_empty(given):
        raise InvalidArgumentsError("An ID is empty.", next_step="See list_transcripts.")
    if given == LAST:
        known: Known | None = yield LastTranscript()
        if known:
            return _unless_deleted(known)
        while not listed.read and listed.may_go_on:
            yield from listed.page()
        if listed.read:
            return listed.read[0].id
    yield from listed.read_until(None if surely else NEWEST)
    found = _meant(given, listed.read, surely=surely)
    while not found and listed.may_go_on:
        found = _meant(given, (yield from listed.page()), surely=surely)
    if surely and not listed.is_whole:
        raise InvalidArgumentsError(
            f"Whether {shorten(flat(given))!r} is the only one cannot be told: the list has more than "
            f"{listed.rows:,} transcripts.",
            next_step="Give the whole id.",
        )
    if len(found) == 1:
        return found[0].id
    if given == ALL and not found:
        raise InvalidArgumentsError(
            "`all` stands for all transcripts in `search` only.", next_step="Name the ones that are meant."
        )
    raise _unclear(given, found, listed, surely=surely)


def _unless_deleted(known: Known) -> str:
    if known.status == "deleted":
        what = f"{known.transcript_id}, {flat(known.name)}" if known.name else known.transcript_id
        raise InvalidArgumentsError(
            f"The last transcript ({what}) is deleted.",
            next_step="Name the one that is meant: see list_transcripts.",
        )
    return known.transcript_id


def remember_last(transcript_id: str) -> Flow[None]:
    """A person was given this transcript, which `last` means from now on."""
    yield RecordLast(transcript_id)


def _meant(given: str, listed: Sequence[Candidate], *, surely: bool) -> list[Candidate]:
    """The transcripts that may be meant."""
    exact = [one for one in listed if one.id == given]
    if exact:
        return exact[:1]
    name = PurePath(flat(given)).name
    if surely:
        long_enough = len(given) >= SURE
        return [one for one in listed if (long_enough and one.id.startswith(given)) or given in one.names]
    return [one for one in listed if one.id.startswith(given) or one.is_called(name)]


def _unclear(
    given: str, found: Sequence[Candidate], listed: AccountList, *, surely: bool
) -> InvalidArgumentsError:
    word = repr(shorten(flat(given)))
    shown = "; ".join(map(str, (found or listed.read)[:_MOST_SHOWN]))
    if found:
        among = "" if listed.is_whole else f" among the newest {listed.rows:,}"
        return InvalidArgumentsError(
            f"{word} may be any of {len(found):,} transcripts{among}: {shown}.",
            next_step="Give more of the id of the one that is meant.",
        )
    if surely and shown and given != LAST:
        return InvalidArgumentsError(
            f"No transcript is surely meant by {word}; the newest are {shown}.",
            next_step=f'Give at least the first {SURE} characters of its id, the exact name of its file, or "last".',
        )
    among = "" if listed.is_whole else f" among the newest {listed.rows:,}"
    return InvalidArgumentsError(
        f"There is no transcript {word}{among}" + (f"; the newest are {shown}." if shown else "."),
        next_step="See list_transcripts." if shown else "Transcribe a recording first.",
    )
