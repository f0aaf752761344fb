"""One recording of a batch, as its row says."""

from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Select, select

from assemblyai_tools.batch.tables import RECORDINGS


@dataclass(frozen=True, slots=True)
class Recording:
    """The columns of RECORDINGS, in their order; the table says what they mean."""

    batch: str
    number: int
    source: str
    is_file: bool
    name: str
    options: str | None
    size: int | None
    stamp: str | None
    digest: str | None
    same_as: int | None
    seconds: float | None
    state: str
    owner: str | None
    upload_url: str | None
    sent: float | None
    transcript_id: str | None
    attempt: int
    problem: str | None
    message: str | None
    ended: float | None


_COLUMNS = [RECORDINGS.c[one.name] for one in fields(Recording)]


def select_recordings() -> Select[Any]:
    """A query whose rows are the arguments of a Recording."""
    return select(*_COLUMNS)
