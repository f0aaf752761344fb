"""The server's handle on a worker: a child process that runs one job at a time."""

import asyncio
import contextlib
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable

from assemblyai_emulator.errors import MediaError, OvertimeError, StorageError, WorkerDiedError
from assemblyai_emulator.jobs.job import Job
from assemblyai_emulator.jobs.time_limit import Deadline, TimeLimit

_LONGEST_REPLY = 64 << 20
"""Bytes. A reply is one line, and ten hours of speech are about ten megabytes of words."""

_STALL_SECONDS = 120.0
"""A worker reports several times a second, also while a model is loaded or a piece is decoded (see `Reports`).

After this many seconds without a report it counts as hung."""

_STOP_SECONDS = 2.0
"""Seconds for a killed process to exit."""

_OVERTIME = (
    "Transcription was stopped because it took longer than {:.0f} seconds, the limit for a file of this length. The "
    "file may be damaged: convert it to WAV or FLAC, or split it, and try again. speaker_labels takes longest."
)


class WorkerProcess:
    """Starts the process for the first job, and again after a crash. It ends when the server does."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self._command = command
        self._process: Process | None = None
        self._killed = False

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    async def run(self, job: Job, progress: Callable[[float], None], limit: TimeLimit) -> str:
        """The result as JSON text.

        Raises MediaError if the file cannot be transcribed (OvertimeError if it takes longer than `limit`),
        StorageError if the process cannot be started or its files cannot be written, and WorkerDiedError if the
        process exits or is silent for two minutes.
        """
        try:
            process = await self._ensure_started()
            return await self._within(process, job, progress, limit)
        except (WorkerDiedError, OvertimeError, asyncio.CancelledError):
            await self.stop()
            raise

    async def stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        # A process that waits for a disk that does not answer ends only later, but without anyone waiting for it.
        with contextlib.suppress(ProcessLookupError, TimeoutError):
            process.kill()
            await asyncio.wait_for(process.wait(), _STOP_SECONDS)

    def kill(self) -> None:
        """Kill the process now. Its current job fails with WorkerDiedError, and the next one gets a new process."""
        self._killed = True
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()

    async def _ensure_started(self) -> Process:
        if self._killed:
            self._killed = False
            # It may not have ended yet.
            await self.stop()
        if self._process is None or self._process.returncode is not None:
            try:
                self._process = await asyncio.create_subprocess_exec(
                    *self._command, stdin=PIPE, stdout=PIPE, limit=_LONGEST_REPLY
                )
            except OSError as error:
                raise StorageError(503, f"The speech worker cannot be started ({error.strerror}).") from error
            if self._killed:
                raise WorkerDiedError("The speech worker was killed before its job began.")
        return self._process

    async def _within(
        self, process: Process, job: Job, progress: Callable[[float], None], limit: TimeLimit
    ) -> str:
        started = asyncio.get_running_loop().time()
        deadline = Deadline(limit, lambda seconds: timeout.reschedule(started + seconds))
        try:
            async with asyncio.timeout_at(started + deadline.seconds) as timeout:
                return await self._exchange(process, job, progress, deadline)
        except TimeoutError:
            raise OvertimeError(_OVERTIME.format(deadline.seconds)) from None

    async def _exchange(
        self,
        process: Process,
        job: Job,
        progress: Callable[[float], None],
        deadline: Deadline,
    ) -> str:
        if process.stdin is None or process.stdout is None:
            raise WorkerDiedError("The speech worker has no pipes.")
        process.stdin.write(job.to_line())
        while True:
            line = await _next_line(process.stdout)
            kind, _, payload = line.rstrip(b"\n").partition(b" ")
            match kind:
                case b"result":
                    return payload.decode()
                case b"failed":
                    raise MediaError(payload.decode())
                case b"unstored":
                    status, _, text = payload.decode().partition(" ")
                    raise StorageError(int(status), text)
                case b"length":
                    deadline.stated(float(payload))
                case b"decoded":
                    deadline.decoded(float(payload))
                case _:
                    progress(float(payload))


async def _next_line(replies: asyncio.StreamReader) -> bytes:
    try:
        async with asyncio.timeout(_STALL_SECONDS):
            line = await replies.readline()
    except TimeoutError:
        raise WorkerDiedError("The speech worker stopped answering.") from None
    if not line:
        raise WorkerDiedError("The speech worker ended before its job did.")
    return line
