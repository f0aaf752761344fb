"""A scripted streaming service on loopback, a clock that only the test moves, and how to open streams against them."""

import asyncio
import heapq
import itertools
import json
import threading
import wave
from dataclasses import dataclass, field, fields

import pytest
from pydantic import SecretStr
from websockets.asyncio.server import serve

from assemblyai_tools import AsyncClient, Client, Settings
from assemblyai_tools.streaming.dialing import connect_websocket
from assemblyai_tools.streaming.stream import StreamOptions, open_stream
from assemblyai_tools.streaming.timing import Timing

KEY = "sk-0123456789abcdef"
RATE = 16_000
GIVEN = {"speech_model": "universal-streaming-english", "sample_rate": RATE}
BYTES = 2 * RATE // 1000
"""Bytes of a millisecond."""


def wav(path, audio=None, *, rate=16_000, channels=1, width=2):
    with wave.open(str(path), "wb") as file:
        file.setparams((channels, width, rate, 0, "NONE", ""))
        file.writeframes(speech(2000) if audio is None else audio)
    return path


def speech(milliseconds):
    """Samples that are not silence."""
    return b"\x01\x02" * (BYTES * milliseconds // 2)


def begin(**more):
    return {"type": "Begin", "id": "session-1", "expires_at": 1_800_000_000, **more}


def word(text, start, end, **more):
    return {"text": text, "start": start, "end": end, "confidence": 0.9, "word_is_final": True, **more}


def turn(order, *words, end=True, formatted=False, **more):
    return {
        "type": "Turn",
        "turn_order": order,
        "turn_is_formatted": formatted,
        "end_of_turn": end,
        "transcript": " ".join(one["text"] for one in words),
        "end_of_turn_confidence": 0.5,
        "words": list(words),
        **more,
    }


TERMINATION = {"type": "Termination", "audio_duration_seconds": 1, "session_duration_seconds": 2}


class Clock:
    """Time passes when the test says so. Sleepers wake in order."""

    def __init__(self):
        self.now, self._sleepers, self._numbers = 1000.0, [], itertools.count()

    def __call__(self):
        return self.now

    async def sleep(self, seconds):
        woken = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.now + seconds, next(self._numbers), woken))
        await woken

    @property
    def waiting(self):
        """How many sleep."""
        return sum(not woken.done() for _, _, woken in self._sleepers)

    async def pass_by(self, seconds):
        """Let this time pass, and all that happens in it."""
        end = self.now + seconds
        await settled()
        while self._sleepers and self._sleepers[0][0] <= end:
            due, _, woken = heapq.heappop(self._sleepers)
            if not woken.done():
                self.now = max(self.now, due)
                woken.set_result(None)
                await settled()
        self.now = end


async def until(condition):
    """Wait until sockets have done what this asks for."""
    while not condition():  # noqa: ASYNC110 - sockets and other threads set no event
        await asyncio.sleep(0.001)


async def settled():
    """Let everything run that need not wait for a socket."""
    for _ in range(20):
        await asyncio.sleep(0)


@dataclass
class Session:
    """One connection to the scripted service, as its script sees it."""

    socket: object
    received: list = field(default_factory=list)

    @property
    def query(self):
        return self.socket.request.path.partition("?")[2]

    @property
    def audio(self):
        return b"".join(one for one in self.received if isinstance(one, bytes))

    @property
    def messages(self):
        return [json.loads(one) for one in self.received if isinstance(one, str)]

    async def tell(self, *messages):
        for message in messages:
            await self.socket.send(message if isinstance(message, str) else json.dumps(message))

    async def hear(self, milliseconds):
        """Wait until this much audio has arrived."""
        while len(self.audio) < milliseconds * BYTES:
            self.received.append(await self.socket.recv())

    async def hear_message(self, kind):
        """Wait until a message of this type has arrived."""
        while not any(one["type"] == kind for one in self.messages):
            self.received.append(await self.socket.recv())

    async def finish(self):
        """End the session when it is asked to."""
        await self.hear_message("Terminate")
        await self.tell(TERMINATION)

    async def listen(self):
        """Receive messages without an answer until the connection is closed."""
        async for message in self.socket:
            self.received.append(message)

    def break_off(self):
        """Lose the connection without a word."""
        self.socket.transport.abort()


async def attentive(session):
    """A script that says nothing."""
    await session.tell(begin())
    await session.finish()


@dataclass
class Service:
    """Plays a script for each connection: a coroutine function of its Session. The last one is played again."""

    scripts: list = field(default_factory=list)
    sessions: list = field(default_factory=list)
    refusal: tuple | None = None
    """Status and body for handshakes."""
    port: int = 0
    errors: list = field(default_factory=list)
    handshakes: list = field(default_factory=list)
    loop: object = None

    async def __call__(self, socket):
        session = Session(socket)
        script = self.scripts[min(len(self.sessions), len(self.scripts) - 1)]
        self.sessions.append(session)
        try:
            await script(session)
        except Exception as error:
            self.errors.append(error)
            raise

    def process_request(self, connection, request):
        self.handshakes.append(request.path.partition("?")[0])
        if not self.refusal:
            return None
        status, body, *location = self.refusal
        response = connection.respond(status, body)
        for address in location:
            response.headers["Location"] = address
        return response


@pytest.fixture
def service():
    service, loop, ready = Service(), asyncio.new_event_loop(), threading.Event()

    async def main():
        service.stop, service.loop = asyncio.Event(), loop
        async with serve(
            service, "127.0.0.1", 0, process_request=service.process_request, max_size=None
        ) as server:
            service.port = server.sockets[0].getsockname()[1]
            ready.set()
            await service.stop.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(main()))
    thread.start()
    ready.wait()
    yield service
    loop.call_soon_threadsafe(service.stop.set)
    thread.join()
    loop.close()


@pytest.fixture
def settings(service, tmp_path):
    return Settings(
        api_key=SecretStr(KEY), base_url=f"http://127.0.0.1:{service.port}", allowed_dirs=(tmp_path,)
    )


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def timing(clock):
    return Timing(clock, clock.sleep)


@pytest.fixture
def opened(settings, timing):
    """Open a stream that goes by the test's clock."""

    def open_one(audio, *, settings=settings, connect=connect_websocket, **given):
        named = {field.name for field in fields(StreamOptions)}
        options = StreamOptions(**{name: given.pop(name) for name in list(given) if name in named})
        return open_stream(settings, audio, GIVEN | given, options, timing=timing, connect=connect)

    return open_one


@pytest.fixture
def client(settings):
    return AsyncClient(settings)


@pytest.fixture
def blocking_client(settings):
    with Client(settings) as client:
        yield client
