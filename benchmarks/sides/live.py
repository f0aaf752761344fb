"""Live sessions: by our clients, and by a bare `websockets` client.

A client here takes the stub's address and frames of audio, and gives the texts of finished turns.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Iterator
from itertools import repeat
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any, TypeAlias

from benchmarks.sides.stopwatch import stopwatch
from benchmarks.stub import talk

if TYPE_CHECKING:
    from assemblyai_tools import Settings

_MODEL = "u3-rt-pro"
_FRAME_MS = 50
"""The default length of a frame, in milliseconds."""

_START_SECONDS, _SETTLED_SECONDS = 2.5, 1.0
"""Seconds in which the sessions start, one after another, and seconds to wait before they are measured."""

_SOUND = bytes.fromhex("01020304") * (talk.BYTES_A_MS // 4)
"""A millisecond of audio."""

_Client: TypeAlias = Callable[[str, AsyncIterator[bytes]], AsyncIterator[str]]


async def _ours(url: str, audio: AsyncIterator[bytes]) -> AsyncIterator[str]:
    from assemblyai_tools import AsyncClient, Turn

    client = AsyncClient(_settings(url))
    async with client.stream(audio, speech_model=_MODEL, sample_rate=talk.RATE) as events:
        async for event in events:
            if isinstance(event, Turn) and event.is_final:
                yield event.transcript


async def _bare(url: str, audio: AsyncIterator[bytes]) -> AsyncIterator[str]:
    """Like our client, it uses no compression."""
    from websockets.asyncio.client import connect

    address = f"{url.replace('http', 'ws')}/v3/ws?speech_model={_MODEL}&sample_rate={talk.RATE}"
    async with connect(address, compression=None, proxy=None) as socket:

        async def send() -> None:
            async for frame in audio:
                await socket.send(frame)
            await socket.send('{"type": "Terminate"}')

        sending = asyncio.create_task(send())
        async for message in socket:
            told = json.loads(message)
            if told["type"] == "Turn" and told["end_of_turn"]:
                yield told["transcript"]
        await sending


_CLIENTS: dict[str, _Client] = {"ours": _ours, "bare": _bare}


def lags(url: str, client: str, seconds: float) -> dict[str, float]:
    """Milliseconds from a final message of the stub to the caller's turn, in one session."""

    async def listen() -> list[float]:
        audio = _paced(_sound(seconds, _FRAME_MS), _FRAME_MS)
        return [_lag(text) async for text in _CLIENTS[client](url, audio)]

    return _lags(asyncio.run(listen()))


def lags_blocking(url: str, seconds: float) -> dict[str, float]:
    """The same with our blocking client."""
    from assemblyai_tools import Client, Turn

    def audio() -> Iterator[bytes]:
        for due, frame in _due(_sound(seconds, _FRAME_MS), _FRAME_MS):
            time.sleep(max(0.0, due - time.monotonic()))
            yield frame

    with (
        Client(_settings(url)) as client,
        client.stream(audio(), speech_model=_MODEL, sample_rate=talk.RATE) as events,
    ):
        return _lags(
            [_lag(event.transcript) for event in events if isinstance(event, Turn) and event.is_final]
        )


def many(url: str, client: str, sessions: int, frame_ms: int, seconds: float) -> dict[str, float]:
    """The share of a core that these sessions take together (1 is a whole core), and the finished turns that they get.

    `pace` is how much audio was sent, as a share of what real time asks for.
    """
    turns = frames = 0
    over = asyncio.Event()

    def sound() -> Iterator[bytes]:
        nonlocal frames
        while not over.is_set():
            frames += 1
            yield _SOUND * frame_ms

    async def listen(number: int) -> None:
        nonlocal turns
        await asyncio.sleep(number * _START_SECONDS / sessions)
        async for _ in _CLIENTS[client](url, _paced(sound(), frame_ms)):
            turns += 1

    async def run() -> dict[str, float]:
        nonlocal turns, frames
        listening = [asyncio.create_task(listen(number)) for number in range(sessions)]
        await asyncio.sleep(_START_SECONDS + _SETTLED_SECONDS)
        turns = frames = 0
        with stopwatch() as seen:
            await asyncio.sleep(seconds)
        pace = frames * frame_ms / 1000 / seen["wall"] / sessions
        measured = {"share": seen["cpu"] / seen["wall"], "turns": turns, "pace": pace}
        over.set()
        await asyncio.gather(*listening)
        return measured

    return asyncio.run(run())


def quiet(url: str, sessions: int, seconds: int) -> dict[str, float]:
    """These sessions send this many seconds of audio as fast as they can. Only their memory is measured."""

    async def audio() -> AsyncIterator[bytes]:
        for frame in _sound(seconds, 1000):
            yield frame

    async def listen() -> int:
        return len([text async for text in _ours(url, audio())])

    async def run() -> int:
        return sum(await asyncio.gather(*(listen() for _ in range(sessions))))

    return {"turns": asyncio.run(run())}


def spoken(url: str, key: str, file: str, sessions: int) -> dict[str, Any]:
    """What sessions at the same time get: for each turn, the seconds since the first sound, and whether it is final.

    Each session sends the samples of the file in real time.
    """
    from assemblyai_tools import AsyncClient, Turn

    samples, size = Path(file).read_bytes(), _FRAME_MS * talk.BYTES_A_MS
    frames = [samples[at : at + size] for at in range(0, len(samples), size)]
    client = AsyncClient(_settings(url, key))

    async def listen() -> list[tuple[float, bool]]:
        began, audio = time.monotonic(), _paced(iter(frames), _FRAME_MS)
        async with client.stream(audio, speech_model=_MODEL, sample_rate=talk.RATE) as events:
            return [
                (time.monotonic() - began, event.is_final)
                async for event in events
                if isinstance(event, Turn)
            ]

    async def run() -> list[list[tuple[float, bool]]]:
        return await asyncio.gather(*(listen() for _ in range(sessions)))

    return {"told": asyncio.run(run())}


async def _paced(frames: Iterator[bytes], frame_ms: int) -> AsyncIterator[bytes]:
    for due, frame in _due(frames, frame_ms):
        await asyncio.sleep(due - time.monotonic())
        yield frame


def _due(frames: Iterator[bytes], frame_ms: int) -> Iterator[tuple[float, bytes]]:
    """Each frame with the time at which its last sample is spoken."""
    due = time.monotonic()
    for frame in frames:
        due += frame_ms / 1000
        yield due, frame


def _sound(seconds: float, frame_ms: int) -> Iterator[bytes]:
    return repeat(_SOUND * frame_ms, round(seconds * 1000 / frame_ms))


def _lag(transcript: str) -> float:
    """Milliseconds since the stub sent a finished turn."""
    return (time.monotonic() - talk.sent_at(transcript)) * 1000


def _lags(seen: list[float]) -> dict[str, float]:
    return {"median": median(seen), "p99": quantiles(seen, n=100)[-1], "turns": len(seen)}


def _settings(url: str, key: str = "k") -> "Settings":
    from pydantic import SecretStr

    from assemblyai_tools import Settings

    return Settings(api_key=SecretStr(key), base_url=url, allowed_dirs=())
