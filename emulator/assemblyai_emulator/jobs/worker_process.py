"""The server's handle on a worker: a child process that runs one job at a time."""

import asyncio
import contextlib
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable

from assemblyai_emulator.errors import MediaError, WorkerDiedError
from assemblyai_emulator.jobs.job import Job

_LONGEST_REPLY = 64 << 20
"""Bytes. A reply is one line, and ten hours of speech are about ten megabytes of words."""

_STALL_SECONDS = 120.0
"""A worker reports several times a second. After this many seconds without a report it counts as hung."""

_STOP_SECONDS = 2.0
"""Seconds for a killed process to exit."""


class WorkerProcess:
    """Starts the process for the first job, and again after a crash. It ends when the server does."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self._command = command
        self._process: Process | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    async def run(self, job: Job, progress: Callable[[float], None]) -> str:
        """The result as JSON text.

        Raises MediaError if the file cannot be transcribed, and WorkerDiedError if the process exits or is silent
        for two minutes.
        """
        process = await self._ensure_started()
        try:
            return await self._exchange(process, job, progress)
        except (WorkerDiedError, asyncio.CancelledError):
            await self.stop()
            raise

    async def stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await asyncio.wait_for(process.wait(), _STOP_SECONDS)

    def kill(self) -> None:
        """Kill the process now. Its current job fails with WorkerDiedError."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()

    async def _ensure_started(self) -> Process:
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, stdin=PIPE, stdout=PIPE, limit=_LONGEST_REPLY
            )
        return self._process

    async def _exchange(self, process: Process, job: Job, progress: Callable[[float], None]) -> str:
        if process.stdin is None or process.stdout is None:
            raise WorkerDiedError("The speech worker has no pipes.")
        process.stdin.write(job.to_line())
        while True:
            line = await _next_line(process.stdout)
            kind, _, payload = line.rstrip(b"\n").partition(b" ")
            if kind == b"result":
                return payload.decode()
            if kind == b"failed":
                raise MediaError(payload.decode())
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
