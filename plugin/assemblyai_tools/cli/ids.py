"""Finds the transcript that a person means: by its id, the beginning of its id, the name of its file, or `last`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from assemblyai_tools.api.listing import PAGE_SIZE, TranscriptListItem, read_pages
from assemblyai_tools.api.transcript import DELETED_URL
from assemblyai_tools.cli.times import local_time
from assemblyai_tools.errors import InvalidArgumentsError
from assemblyai_tools.flow import Flow
from assemblyai_tools.ledger_steps import Known, KnownTranscripts
from assemblyai_tools.text import flat, shorten

LAST = "last"
"""Means the newest transcript."""

ALL = "all"
"""Means every completed transcript."""

_WHOLE_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
"""An id that needs no look at the list."""

_MOST_PAGES = 10
"""Pages of the list that are looked at: 2,000 transcripts."""

_MOST_SHOWN = 8
"""Transcripts that an error lists."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A transcript that may be meant."""

    id: str
    status: str
    created: str
    name: str
    """The name of its file; empty if it is not known."""

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.id, self.name, local_time(self.created)]))

    def is_called(self, name: str) -> bool:
        """Whether its file has this name, with or without its ending."""
        return bool(self.name) and name.casefold() in (
            self.name.casefold(),
            PurePath(self.name).stem.casefold(),
        )


def one_id(given: str) -> Flow[str]:
    """The id of the transcript that is meant; an InvalidArgumentsError lists what may be meant instead."""
    if _WHOLE_ID.fullmatch(given.strip()) or "://" in given:
        return given.strip()
    return _chosen(given, (yield from _candidates()))


def several_ids(given: Sequence[str], *, may_be_all: bool) -> Flow[list[str]]:
    """The ids of the transcripts that are meant; each of the words may hold several, with commas between them."""
    found: dict[str, None] = {}
    listed: Sequence[Candidate] | None = None
    for word in given:
        for one in _parts(word):
            if _WHOLE_ID.fullmatch(one) or "://" in one:
                found[one] = None
                continue
            listed = (yield from _candidates()) if listed is None else listed
            if one == ALL and may_be_all:
                found |= dict.fromkeys(each.id for each in listed if each.status == "completed")
            else:
                found[_chosen(one, listed)] = None
    if not found:
        raise InvalidArgumentsError("There is no completed transcript.", next_step="See list_transcripts.")
    return list(found)


def names_of(transcript_ids: Sequence[str]) -> Flow[Mapping[str, str]]:
    """The name of the file of each of these transcripts that the ledger knows."""
    known: Mapping[str, Known] = yield KnownTranscripts(transcript_ids)
    return {one.transcript_id: flat(one.name) for one in known.values() if one.name}


def _parts(word: str) -> list[str]:
    return [part.strip() for part in word.split(",") if part.strip()]


def _candidates() -> Flow[Sequence[Candidate]]:
    """The account's transcripts, newest first, without those that are deleted."""
    rows: list[TranscriptListItem] = []

    def wants_more(page: Sequence[TranscriptListItem]) -> bool:
        rows.extend(page)
        return True

    yield from read_pages(wants_more, most_pages=_MOST_PAGES, timeout=30.0, retry_for=60.0)
    names: dict[str, str] = {}
    for start in range(0, len(rows), PAGE_SIZE):
        names |= yield from names_of([row.id for row in rows[start : start + PAGE_SIZE]])
    return [
        Candidate(row.id, row.status, flat(row.created or ""), names.get(row.id, ""))
        for row in rows
        if row.audio_url != DELETED_URL
    ]


def _chosen(given: str, listed: Sequence[Candidate]) -> str:
    """The one transcript that is meant."""
    if given == LAST and listed:
        return listed[0].id
    name = PurePath(given).name
    exact = [one for one in listed if one.id == given]
    found = exact or [one for one in listed if one.id.startswith(given) or one.is_called(name)]
    if len(found) == 1:
        return found[0].id
    if given == ALL and not found:
        raise InvalidArgumentsError(
            "`all` stands for all transcripts in `search` only.", next_step="Name the ones that are meant."
        )
    shown = "; ".join(map(str, (found or listed)[:_MOST_SHOWN]))
    if found:
        raise InvalidArgumentsError(
            f"{shorten(given)!r} may be any of {len(found)} transcripts: {shown}.",
            next_step="Give more of the id of the one that is meant.",
        )
    raise InvalidArgumentsError(
        f"There is no transcript {shorten(given)!r}" + (f"; the newest are {shown}." if shown else "."),
        next_step="See list_transcripts." if shown else "Transcribe a recording first.",
    )
