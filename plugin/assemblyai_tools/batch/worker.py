"""Works on the recordings of a chunk, each for itself: what fails is that recording's row, never the chunk."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Protocol

from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.api.transcripts import await_transcript
from assemblyai_tools.async_client import AsyncClient
from assemblyai_tools.batch import records
from assemblyai_tools.batch.decisions import LOST
from assemblyai_tools.batch.failure import is_own, problem_of
from assemblyai_tools.batch.recording import Recording
from assemblyai_tools.batch.records import Price
from assemblyai_tools.batch.reuse import give_up
from assemblyai_tools.batch.submission import Submission
from assemblyai_tools.errors import (
    AssemblyAIError,
    BadRequestError,
    ConfigurationError,
    FileAccessError,
    NotFoundError,
)
from assemblyai_tools.text import flat
from assemblyai_tools.waiting.watch import ENDED

TICK_SECONDS = 1.0
"""Seconds between two looks at how far a batch is."""

_REREAD_SECONDS = 30.0
"""Seconds after which a chunk's rows are read again although some are still waited for: some may have been retried."""

_LANDINGS = 8
"""Recordings whose results are written at once."""

LIST_SECONDS = 3.0
"""Seconds before a new job is waited for. The list shows it by then: one look serves all, and none is read alone."""

_WAIT_SECONDS = 86_400.0
"""Seconds of one wait for a job; then another begins."""

_PAUSE = 5.0
"""Seconds before a recording's next wait after a failure that may pass."""

_MISSING = 5
"""Jobs that are not there, one after the other from the start, after which the work stops: the key may be wrong."""

_TRIES = 5
"""How often a wait may fail, one after the other, before the recording has failed."""

_DRAIN_SECONDS = 30.0
"""Seconds for which what is being sent may end when the work stops: longer than a request may take."""


OnProgress = Callable[[Mapping[str, int]], object]
"""Takes the number of recordings in each state."""


class Lands(Protocol):
    """Writes the results of recordings, and a line for each. Raises an AssemblyAIError or OSError if it cannot.

    `land` may be called again for the same recording. `finish` is called with all rows when nothing is left to do.
    """

    async def land(self, client: AsyncClient, row: Recording, transcript: Transcript | None) -> None: ...

    def failed(self, row: Recording) -> None: ...

    def finish(self, batch: str, rows: Iterable[Recording]) -> None: ...


class Worker:
    """Runs chunks of one batch until they are done, or until something stops all work: `stopped_by` says what."""

    def __init__(
        self,
        submission: Submission,
        landing: Lands,
        *,
        list_seconds: float = LIST_SECONDS,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._submission = submission
        self._database = submission.database
        self._client = submission.client
        self._landing = landing
        self._writing = asyncio.Semaphore(_LANDINGS)
        self._list_seconds = list_seconds
        self._sleep = sleep
        self._running: dict[int, asyncio.Task[None]] = {}
        """The recordings that are worked on. A chunk may run twice at once: the second run waits for the first's."""
        self._has_found = False
        """Whether any job was there."""
        self._missing = set[int]()
        """The recordings whose jobs were not there, before any was."""
        self.stopping = asyncio.Event()
        """Set when nothing more is begun."""
        self.stopped_by: Exception | None = None

    @property
    def is_idle(self) -> bool:
        """Whether it has no chunk to work on."""
        return not self._running

    def stop(self, error: Exception) -> None:
        """Begin nothing more; the first reason counts."""
        self.stopped_by = self.stopped_by or error
        self._submission.halted = True
        self.stopping.set()

    async def run_chunk(self, batch: str, first: int, last: int) -> None:
        """Work on these recordings until nothing is left to do. What goes wrong does not end the chunk's other ones.

        It ends early if all that are left found no room below the maximum: another chunk may have to end first.
        """
        find = partial(records.to_work_on, batch=batch, first=first, last=last)
        left: list[Recording] = []
        try:
            while not self.stopping.is_set() and (rows := await self._database.run(find)):
                if rows == left:
                    return
                _, going_on = await asyncio.wait([self._task(row) for row in rows], timeout=_REREAD_SECONDS)
                is_new = all(row.state == "new" for row in rows)
                left = rows if is_new and not going_on else []
        except AssemblyAIError as error:
            self.stop(error)

    async def drain(self) -> None:
        """Let what is being sent end, then end the waits: the jobs go on, and their ids are known."""
        self.stopping.set()
        with suppress(TimeoutError):
            async with asyncio.timeout(_DRAIN_SECONDS):
                await self._submission.all_sent()
        tasks = list(self._running.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _task(self, row: Recording) -> asyncio.Task[None]:
        task = self._running.get(row.number)
        if task is None:
            task = self._running[row.number] = asyncio.create_task(self._guarded(row))
            task.add_done_callback(lambda _task: self._running.pop(row.number, None))
        return task

    async def _guarded(self, row: Recording) -> None:
        try:
            await self._record(row)
        except Exception as error:  # noqa: BLE001 - no error may be lost; any stops all work
            self.stop(error)

    async def _record(self, row: Recording) -> None:
        transcript = None
        is_fresh = row.state == "new"
        if row.state == "created" and row.sent is not None:
            self._submission.remember(
                row
            )  # the program that ordered it may have been killed before the ledger knew
        if row.state in {"new", "creating"}:
            row = await self._submission.submit(row)
        if row.state == "created":
            row, transcript = await self._awaited(row, fresh=is_fresh and row.sent is not None)
        if row.state == "completed":
            row = await self._landed(row, transcript)
        if row.state == "failed":
            await asyncio.to_thread(self._landing.failed, row)

    async def _awaited(self, row: Recording, *, fresh: bool) -> tuple[Recording, Transcript | None]:
        """Wait until a job has ended."""
        webhook = self._submission.orders.of(row).webhook
        failures = 0
        if fresh:
            await self._sleep(self._list_seconds)
        while True:
            step = await_transcript(str(row.transcript_id), _WAIT_SECONDS, fresh=fresh, webhook=webhook)
            try:
                transcript = await self._client.run(step)
            except (BadRequestError, NotFoundError) as error:
                return await self._lost(row, error), None
            except AssemblyAIError as error:
                failures += 1
                if not error.retryable or failures >= _TRIES:
                    if is_own(error):
                        return await self._fail(row, problem_of(error), str(error)), None
                    raise
                await self._sleep(_PAUSE)
                continue
            self._has_found = True
            if transcript.deleted:
                return await self._lost(row, AssemblyAIError("The transcript was deleted.")), None
            if transcript.status in ENDED:
                return await self._ended(row, transcript), transcript

    async def _lost(self, row: Recording, error: AssemblyAIError) -> Recording:
        """The job is not there, which is the recording's failure, unless none is: then the key is another account's.

        Until one was found, a row fails only when it is read for the second time.
        """
        if await self._database.run(partial(give_up, row=row)):  # it was ordered elsewhere
            await self._submission.memory.forget(str(row.transcript_id))
            return await self._submission.now(row)
        if not self._has_found and row.number not in self._missing:
            self._missing.add(row.number)
            if len(self._missing) < _MISSING:
                return row
        if not self._has_found and len(self._missing) >= _MISSING:
            raise ConfigurationError(
                f"None of the first {_MISSING} jobs is there: the key may be that of another account.",
                next_step="Go on with the key with which they were sent (`batch resume --new-key`). Nothing is lost.",
            )
        await self._submission.memory.forget(str(row.transcript_id))
        if row.problem == LOST:
            await self._database.run(partial(records.renewed, row=row))
            return await self._submission.now(row)
        return await self._fail(row, LOST, str(error))

    async def _ended(self, row: Recording, transcript: Transcript) -> Recording:
        """A job has ended: completed, or with an error, which is not billed."""
        self._submission.memory.ended(transcript)
        if transcript.status == "error":
            reason = transcript.error or "The service gave no reason."
            return await self._submission.fail(row, "transcription", flat(reason))
        order = self._submission.orders.of(row)
        seconds = row.seconds if transcript.audio_duration is None else transcript.audio_duration
        reserved, used = order.price(row.seconds), order.price(seconds)
        # What was ordered elsewhere is not billed to this batch.
        more = (
            Price(used.hours - reserved.hours, used.cost - reserved.cost) if row.sent is not None else Price()
        )
        await self._database.run(partial(records.completed, row=row, seconds=seconds, more=more))
        return replace(row, state="completed", seconds=seconds)

    async def _landed(self, row: Recording, transcript: Transcript | None) -> Recording:
        """Write the results. If that is not possible for any recording, such as on a full disk, the row stays."""
        try:
            async with self._writing:
                await self._landing.land(self._client, row, transcript)
        except OSError as error:
            raise _unwritable(error) from error
        except AssemblyAIError as error:
            if not is_own(error):
                raise
            return await self._fail(row, "results", str(error))
        await self._database.run(partial(records.done, row=row, at=time.time()))
        return replace(row, state="done")

    async def _fail(self, row: Recording, problem: str, message: str) -> Recording:
        return await self._submission.fail(row, problem, message, billed=True)


def _unwritable(error: OSError) -> AssemblyAIError:
    return FileAccessError(
        f"The results cannot be written ({error.strerror or error}). The work has stopped, and nothing is lost.",
        next_step="Make space on that disk, or check the folder; then resume the batch.",
    )
