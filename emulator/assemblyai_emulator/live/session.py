"""One session of live speech: a client's messages in, the messages about its audio out."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn

from starlette.websockets import WebSocket, WebSocketDisconnect

from assemblyai_emulator.errors import AudioLengthError, StreamError
from assemblyai_emulator.hearing.speech_model import SpeechModel
from assemblyai_emulator.live import messages
from assemblyai_emulator.live.clock import lasting
from assemblyai_emulator.live.dialect import Dialect
from assemblyai_emulator.live.messages import Message
from assemblyai_emulator.live.orders import Audio, ForceEndpoint, KeepAlive, Order, Terminate, Update
from assemblyai_emulator.live.settings import StreamSettings
from assemblyai_emulator.live.stream import Stream
from assemblyai_emulator.parameters import live

_LONGEST_REASON = 123
"""Bytes that a close frame's reason may have."""

_WAV_HEADER = (
    "The first audio message begins with the header of a WAV file (RIFF). Send the samples alone: the header is heard "
    "as noise, and its sample rate and channels are not read."
)

Opening = Callable[[StreamSettings], Awaitable[Stream]]


class Session:
    """`longest_seconds` is how long it may last. `model` is the speech model that hears it."""

    def __init__(
        self,
        socket: WebSocket,
        dialect: Dialect,
        given: live.Parameters,
        longest_seconds: float,
        model: SpeechModel,
    ) -> None:
        self._socket = socket
        self._dialect = dialect
        self._given = given
        self._longest_seconds = longest_seconds
        self._model = model
        self._audio_bytes = 0
        self._started = asyncio.get_running_loop().time()

    async def run(self, opening: Opening) -> None:
        """Run until the client ends it or leaves. Raises StreamError if it must be closed with an error."""
        live.check_languages(self._given, self._model.languages)
        stream = await opening(self._settings())
        try:
            async with asyncio.timeout(lasting(self._longest_seconds)):
                await self._begin()
                await self._exchange(stream)
        except TimeoutError:
            raise StreamError.expired("Maximum session duration exceeded") from None
        finally:
            stream.close()

    async def _begin(self) -> None:
        expires_at = datetime.now(UTC) + timedelta(seconds=self._longest_seconds)
        begin = self._dialect.begin(str(uuid.uuid4()), expires_at, self._given, self._model.used)
        await send(self._socket, begin)
        await self._warn(self._given)

    async def _exchange(self, stream: Stream) -> None:
        both = [asyncio.create_task(self._read(stream)), asyncio.create_task(self._write(stream))]
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            for task in both:
                if task.done():
                    task.result()
        finally:
            for task in both:
                task.cancel()
            # The first fault is raised. The other task fails only because of it.
            await asyncio.gather(*both, return_exceptions=True)

    async def _read(self, stream: Stream) -> NoReturn:
        """Carry out what the client asks for. Raises WebSocketDisconnect when it leaves."""
        while True:
            match await self._next():
                case Audio(data):
                    await self._hear(stream, data)
                case Update(changes):
                    await self._update(stream, changes)
                case ForceEndpoint():
                    stream.force()
                case KeepAlive():
                    pass
                case Terminate():
                    stream.finish()
                    await self._left()

    async def _left(self) -> NoReturn:
        """Ignore what follows Terminate. Raises WebSocketDisconnect when the client leaves, or the server stops."""
        while True:
            _check_connected(await self._socket.receive())

    async def _next(self) -> Order:
        seconds = self._given.inactivity_timeout
        try:
            async with asyncio.timeout(None if seconds is None else lasting(seconds)):
                received = await self._socket.receive()
        except TimeoutError:
            raise StreamError.expired(f"No message arrived for {seconds} seconds") from None
        _check_connected(received)
        data: bytes | None = received.get("bytes")
        return self._dialect.order(received["text"]) if data is None else Audio(data)

    async def _hear(self, stream: Stream, data: bytes) -> None:
        milliseconds = len(data) / self._given.bytes_per_ms
        if not self._dialect.shortest_ms <= milliseconds <= self._dialect.longest_ms:
            raise AudioLengthError(milliseconds, self._dialect.shortest_ms, self._dialect.longest_ms)
        if len(data) % live.BYTES_PER_SAMPLE[self._given.encoding]:
            raise StreamError.invalid("An audio message ends in the middle of a sample.")
        if not self._audio_bytes and data.startswith(b"RIFF"):
            await self._send(messages.warning(_WAV_HEADER))
        self._audio_bytes += len(data)
        await stream.hear(data)

    async def _update(self, stream: Stream, changes: Mapping[str, Any]) -> None:
        self._given, changed = live.update(self._given, changes)
        live.check_languages(changed, self._model.languages)
        await self._warn(changed)
        stream.update(self._settings())

    async def _write(self, stream: Stream) -> None:
        async for message in stream.messages():
            await self._send(message)
        audio_seconds = self._audio_bytes / self._given.bytes_per_ms / 1000
        lasted = asyncio.get_running_loop().time() - self._started
        await self._send(messages.termination(audio_seconds, lasted))
        await self._socket.close(1000)

    async def _warn(self, given: live.Configuration) -> None:
        steerable = self._model.weights is not None
        for text in live.warnings(given, steerable=steerable, multilingual=self._model.multilingual):
            await self._send(messages.warning(text))

    async def _send(self, message: Message) -> None:
        for one in self._dialect.written(message):
            await send(self._socket, one)

    def _settings(self) -> StreamSettings:
        return StreamSettings.of(self._given, self._model)


def _check_connected(received: Mapping[str, Any]) -> None:
    if received["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(received.get("code", 1005))


async def send(socket: WebSocket, message: Message) -> None:
    await socket.send_json(message)


async def fail(socket: WebSocket, dialect: Dialect, error: StreamError) -> None:
    """Send the error, then close. A text too long for the close frame is only in the message, as on the service."""
    message, code = dialect.failure(error)
    await send(socket, message)
    short = len(error.text.encode()) <= _LONGEST_REASON
    await socket.close(code, error.text if short else "See Error message for details")
