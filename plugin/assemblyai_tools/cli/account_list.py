"""The transcripts of the account, newest first, read page by page as far as a command needs them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from assemblyai_tools.api.listing import PAGE_SIZE, read_page
from assemblyai_tools.api.transcript import DELETED_URL
from assemblyai_tools.cli.times import local_time
from assemblyai_tools.flow import Flow
from assemblyai_tools.ledger_steps import Known, KnownTranscripts
from assemblyai_tools.text import flat

_MOST_PAGES = 5_000
"""Pages that are read of one list: a million transcripts. A list that goes on has no end that can be found."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A transcript that may be meant."""

    id: str
    status: str
    created: str
    names: Sequence[str] = ()
    """The name of its file, if it is known, and those of other files with the same content."""

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.id, *self.names[:1], local_time(self.created)]))

    def is_called(self, name: str) -> bool:
        """Whether its file has this name, with or without its ending."""
        wanted = name.casefold()
        return any(wanted in (own.casefold(), PurePath(own).stem.casefold()) for own in self.names)


class AccountList:
    """What has been read of the list, without what is deleted."""

    def __init__(self) -> None:
        self.read: list[Candidate] = []
        self.rows = 0
        """Transcripts that were read, with those that are deleted."""
        self.is_whole = False
        """Whether there are no more."""
        self._query: dict[str, str | int] = {"limit": PAGE_SIZE}

    @property
    def may_go_on(self) -> bool:
        """Whether there is more to read, and it is worth while."""
        return not self.is_whole and self.rows < _MOST_PAGES * PAGE_SIZE

    def page(self) -> Flow[Sequence[Candidate]]:
        """Read the next page."""
        rows = (yield from read_page(self._query)).transcripts
        self.rows += len(rows)
        self.is_whole = len(rows) < PAGE_SIZE
        if rows:
            self._query = {"limit": PAGE_SIZE, "before_id": rows[-1].id}
        names = yield from names_of([row.id for row in rows])
        new = [
            Candidate(row.id, row.status, flat(row.created or ""), names.get(row.id, ()))
            for row in rows
            if row.audio_url != DELETED_URL
        ]
        self.read += new
        return new

    def read_until(self, rows: int | None) -> Flow[None]:
        """Read on until so many transcripts are read, or with None all of them."""
        while self.may_go_on and (rows is None or self.rows < rows):
            yield from self.page()


def names_of(transcript_ids: Sequence[str]) -> Flow[Mapping[str, Sequence[str]]]:
    """The names of the files of each of these transcripts that the ledger knows; its own first."""
    if not transcript_ids:
        return {}
    known: Mapping[str, Known] = yield KnownTranscripts(transcript_ids)
    return {one.transcript_id: _names(one) for one in known.values()}


def _names(known: Known) -> Sequence[str]:
    return [flat(name) for name in (known.name, *known.other_names) if name]
