"""The server's handle on the process that hears live streams."""

import asyncio
import contextlib
import itertools
import json
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from typing import Any

from assemblyai_emulator.errors import StreamError
from assemblyai_emulator.live.messages import Message
from assemblyai_emulator.live.settings import StreamSettings
from assemblyai_emulator.live.streams import FINISHED

_MOST_UNHEARD_S = 2.0
"""Seconds of a stream's audio that may wait to be heard. A client that sends faster waits."""

_LONGEST_REPLY = 4 << 20
"""Bytes. A reply is one line; the longest has the words of half a minute, twice."""

_STOP_SECONDS = 2.0
"""Seconds for a killed process to exit."""


class LiveProcess:
    """Starts the process for the first stream, and again after a crash. It ends when the server does."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self._command = command
        self._process: Process | None = None
        self._reader: asyncio.Task[None] | None = None
        self._starting = asyncio.Lock()
        self._numbers = itertools.count()
        self._streams: dict[int, HeardStream] = {}

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def open_streams(self) -> int:
        return len(self._streams)

    async def open(self, settings: StreamSettings) -> "HeardStream":
        """Raises StreamError if the process cannot be started."""
        stream = HeardStream(self, next(self._numbers), settings)
        # Added before anything is awaited, so that it counts as open at once.
        self._streams[stream.number] = stream
        try:
            async with self._starting:
                if self._process is None:
                    await self._start()
        except BaseException:
            self.forget(stream.number)
            raise
        self.send(stream.number, "open", settings=settings.to_json())
        return stream

    async def stop(self) -> None:
        process, reader = self._process, self._reader
        if process is None or reader is None:
            return
        with contextlib.suppress(ProcessLookupError, TimeoutError):
            process.kill()
            await asyncio.wait_for(process.wait(), _STOP_SECONDS)
        reader.cancel()
        await asyncio.wait([reader])

    def send(self, number: int, do: str, audio: bytes = b"", **more: Any) -> None:
        """Send a command. Nothing happens if the process has died: its streams were told."""
        if self._process is None or self._process.stdin is None:
            return
        line = json.dumps({"id": number, "do": do, "size": len(audio), **more}).encode() + b"\n"
        self._process.stdin.write(line + audio)

    def forget(self, number: int) -> None:
        if self._streams.pop(number, None):
            self.send(number, "drop")

    async def _start(self) -> None:
        try:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, stdin=PIPE, stdout=PIPE, limit=_LONGEST_REPLY
            )
        except OSError:
            raise StreamError.cancelled() from None
        self._reader = asyncio.create_task(self._read(self._process))

    async def _read(self, process: Process) -> None:
        try:
            while process.stdout and (line := await process.stdout.readline()):
                reply: dict[str, Any] = json.loads(line)
                if stream := self._streams.get(reply["id"]):
                    stream.take(reply)
        finally:
            self._process = None
            for stream in self._streams.values():
                stream.take({"failed": True})
            self._streams.clear()
            # The process ends when stdin closes. Killing a process that has just ended confuses asyncio.
            if process.stdin is not None:
                process.stdin.close()


class HeardStream:
    """A Stream that the process hears."""

    def __init__(self, process: LiveProcess, number: int, settings: StreamSettings) -> None:
        self.number = number
        self._process = process
        self._most_unheard = _MOST_UNHEARD_S * settings.bytes_per_second
        self._unheard = 0
        self._room = asyncio.Event()
        self._room.set()
        self._replies: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def hear(self, audio: bytes) -> None:
        await self._room.wait()
        self._unheard += len(audio)
        self._make_room()
        self._process.send(self.number, "audio", audio)

    def update(self, settings: StreamSettings) -> None:
        self._process.send(self.number, "update", settings=settings.to_json())

    def force(self) -> None:
        self._process.send(self.number, "force")

    def finish(self) -> None:
        self._process.send(self.number, "finish")

    async def messages(self) -> AsyncIterator[Message]:
        while True:
            reply = await self._replies.get()
            if "failed" in reply:
                raise StreamError.cancelled()
            if reply["message"]["type"] == FINISHED:
                return
            yield reply["message"]

    def close(self) -> None:
        self._process.forget(self.number)

    def take(self, reply: dict[str, Any]) -> None:
        """Take a reply of the process."""
        if "heard" in reply:
            self._unheard -= reply["heard"]
        else:
            self._replies.put_nowait(reply)
        self._make_room(failed="failed" in reply)

    def _make_room(self, *, failed: bool = False) -> None:
        if failed or self._unheard < self._most_unheard:
            self._room.set()
        else:
            self._room.clear()
