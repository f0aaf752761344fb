"""Live speech as a step of a chain: audio in, turns out, while it is spoken."""

import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Iterator, Mapping
from contextlib import aclosing, closing
from dataclasses import fields
from os import PathLike
from typing import Any, TypeAlias, TypeGuard, cast

from langchain_core.runnables import Runnable, RunnableConfig

from assemblyai_tools.langchain.clients import Clients
from assemblyai_tools.langchain.portable import Portable
from assemblyai_tools.streaming.events import Event, Gap, StreamWarning, Turn
from assemblyai_tools.streaming.live_transcript import LiveTranscript
from assemblyai_tools.streaming.parameters import StreamParameters
from assemblyai_tools.streaming.sources import Audio
from assemblyai_tools.streaming.stream import StreamOptions
from assemblyai_tools.text import clock_time

_log = logging.getLogger(__name__)

EventCallback: TypeAlias = Callable[[Event], object]
"""Called with each event of a stream."""


def log_problems(event: Event) -> None:
    """Log what a reader of turns would not see: the stream's warnings, and where audio was not heard."""
    if isinstance(event, StreamWarning):
        _log.warning("Live speech: %s", event.warning)
    elif isinstance(event, Gap):
        stretch = f"{clock_time(event.start_ms)} to {clock_time(event.end_ms)}"
        _log.warning("Live speech: nothing was heard from %s: %s.", stretch, event.why)


_OPTIONS = frozenset(one.name for one in fields(StreamOptions))
"""The arguments of a client's `stream` that are not parameters of the service."""

_NOT_PICKLED = ("token", "control")
"""What is for one stream of this process only."""

_PIECE = bytes | bytearray | memoryview
"""A piece of audio, as opposed to a whole recording."""

_ANY_RATE = 16_000
"""Hz, to check the other parameters where the rate is only known with the audio: a microphone has its own."""


class Listening(Portable, Runnable[Any, Any]):
    """Streams the turns of live speech, finished ones unless `partials` is set. Raises an AssemblyAIError.

    `stream` and `astream` take audio: a path, an iterator of bytes, `microphone()`. `transform` and `atransform` take
    it from the step before, in pieces of bytes. `invoke` and `ainvoke` wait for the end of the audio and give the list
    of its finished turns. The session ends with the audio, and when its reader stops or is cancelled.
    """

    def __init__(
        self,
        clients: Clients,
        given: Mapping[str, Any],
        transcript: LiveTranscript | None,
        on_event: EventCallback,
        *,
        partials: bool,
    ) -> None:
        known = {name: value for name, value in given.items() if name not in _OPTIONS}
        StreamParameters.of({**known, "sample_rate": known["sample_rate"] or _ANY_RATE})
        self.name = "listen"
        self._clients = clients
        self._given = given
        self._transcript = transcript
        self._on_event = on_event
        self._partials = partials

    def invoke(self, input: Audio, config: RunnableConfig | None = None, **_: Any) -> list[Turn]:  # noqa: A002 - LangChain's name
        return [turn for turn in self.stream(input, config) if turn.is_final]

    async def ainvoke(self, input: Audio, config: RunnableConfig | None = None, **_: Any) -> list[Turn]:  # noqa: A002
        return [turn async for turn in self.astream(input, config) if turn.is_final]

    def stream(
        self,
        input: Audio,  # noqa: A002 - LangChain's name
        config: RunnableConfig | None = None,
        **_: Any,
    ) -> Generator[Turn]:
        yield from self._traced(_label(input), lambda: self._turns(input), config)

    async def astream(
        self,
        input: Audio,  # noqa: A002 - LangChain's name
        config: RunnableConfig | None = None,
        **_: Any,
    ) -> AsyncGenerator[Turn]:
        async with aclosing(self._atraced(_label(input), lambda: self._aturns(input), config)) as turns:
            async for turn in turns:
                yield turn

    def transform(
        self,
        input: Iterator[Any],  # noqa: A002 - LangChain's name
        config: RunnableConfig | None = None,
        **_: Any,
    ) -> Generator[Turn]:
        yield from self._traced("audio", lambda: self._turns_of(input), config)

    async def atransform(
        self,
        input: AsyncIterator[Any],  # noqa: A002 - LangChain's name
        config: RunnableConfig | None = None,
        **_: Any,
    ) -> AsyncGenerator[Turn]:
        async with aclosing(self._atraced("audio", lambda: self._aturns_of(input), config)) as turns:
            async for turn in turns:
                yield turn

    # LangChain keeps all that goes into a step until the step ends, for its traces, and joins the pieces. For audio
    # that would be the whole recording in memory, so a trace gets a word in its place.
    def _traced(
        self, label: str, turns: Callable[[], Iterator[Turn]], config: RunnableConfig | None
    ) -> Iterator[Turn]:
        return self._transform_stream_with_config(iter([label]), lambda _: turns(), config)

    def _atraced(
        self, label: str, turns: Callable[[], AsyncGenerator[Turn]], config: RunnableConfig | None
    ) -> AsyncGenerator[Turn]:
        traced = self._atransform_stream_with_config(_only(label), lambda _: turns(), config)
        return cast("AsyncGenerator[Turn]", traced)

    def _turns_of(self, given: Iterator[Any]) -> Iterator[Turn]:
        """The turns of the audio that the step before gives: pieces of one recording, or whole recordings."""
        first = next(given, b"")
        all_given = _joined(first, given)
        for audio in iter([all_given]) if isinstance(first, _PIECE) else all_given:
            yield from self._turns(audio)

    async def _aturns_of(self, given: AsyncIterator[Any]) -> AsyncGenerator[Turn]:
        """The same on asyncio."""
        first = await anext(given, b"")
        all_given = _ajoined(first, given)
        async with aclosing(_only(all_given) if isinstance(first, _PIECE) else all_given) as recordings:
            async for audio in recordings:
                async with aclosing(self._aturns(audio)) as turns:
                    async for turn in turns:
                        yield turn

    def _turns(self, audio: Audio) -> Iterator[Turn]:
        events = self._clients.stream(audio, **self._given)
        with closing(self._transcript.follow(events) if self._transcript else events) as followed:
            for event in followed:
                if self._passes_on(event):
                    yield event

    async def _aturns(self, audio: Audio) -> AsyncGenerator[Turn]:
        events = self._clients.astream(audio, **self._given)
        async with aclosing(self._transcript.follow(events) if self._transcript else events) as followed:
            async for event in followed:
                if self._passes_on(event):
                    yield event

    def _passes_on(self, event: Event) -> TypeGuard[Turn]:
        """Show an event to the callback, and say whether it is a turn for the reader."""
        self._on_event(event)
        return isinstance(event, Turn) and (event.is_final or self._partials)

    def __getstate__(self) -> dict[str, Any]:
        given = {name: value for name, value in self._given.items() if name not in _NOT_PICKLED}
        return {**vars(self), "_given": given}


def _label(audio: Audio) -> str:
    """What a trace says of audio."""
    return str(audio) if isinstance(audio, str | PathLike) else f"audio ({type(audio).__name__})"


def _joined(first: Any, rest: Iterator[Any]) -> Generator[Any]:
    yield first
    yield from rest


async def _ajoined(first: Any, rest: AsyncIterator[Any]) -> AsyncGenerator[Any]:
    yield first
    async for one in rest:
        yield one


async def _only(one: Any) -> AsyncGenerator[Any]:
    yield one
