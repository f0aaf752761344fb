"""Stops a batch that the service refuses from its first recording on, such as for an option that it does not take."""

from functools import partial

from sqlalchemy import Connection, null, select, update

from assemblyai_tools.batch.database import Database
from assemblyai_tools.batch.recording import Recording
from assemblyai_tools.batch.tables import RECORDINGS
from assemblyai_tools.errors import AssemblyAIError

MOST = 20
"""Recordings that are refused one after the other, with the same message and none accepted, before all work stops."""

R = RECORDINGS.c


class AllRefusedError(AssemblyAIError):
    """The service refused all recordings so far, so the fault is not one recording's."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"The service refused all of the first {MOST} recordings, so nothing more is sent: {reason}",
            next_step="Nothing was ordered, and nothing is paid. Start another batch with other options.",
        )
        self.reason = reason


class Refusals:
    """The first refusals of one start of a worker."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._reason = ""
        self._number = 0
        self._is_over = False
        """Whether a job was accepted, so that a refusal is a recording's own."""

    def accepted(self) -> None:
        """A job was accepted."""
        self._is_over = True

    async def note(self, row: Recording, reason: str) -> None:
        """A row has failed, as its job was refused. Raises an AllRefusedError if all were; `put_back` follows then."""
        if self._is_over:
            return
        self._number = self._number + 1 if reason == self._reason else 1
        self._reason = reason
        if self._number < MOST:
            return
        self._is_over = await self._database.run(partial(_has_job, batch=row.batch))
        if not self._is_over:
            raise AllRefusedError(reason)


def put_back(connection: Connection, batch: str, reason: str) -> None:
    """Failed -> new, where all were refused for this reason."""
    refused = update(RECORDINGS).where(
        R.batch == batch,
        R.state == "failed",
        R.problem == "refused",
        R.message == reason,
        R.sent.is_(None),  # or a job of it may exist
    )
    cleared = dict.fromkeys(("problem", "message", "ended", "upload_url"), null())
    connection.execute(refused.values(state="new", **cleared))


def _has_job(connection: Connection, batch: str) -> bool:
    """Whether a job of this batch was accepted, by this start or another one."""
    ordered = select(R.number).where(R.batch == batch, R.transcript_id.is_not(None), R.sent.is_not(None))
    return connection.execute(ordered.limit(1)).first() is not None
