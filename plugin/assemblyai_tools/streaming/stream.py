"""A stream as the async client gives it: an asynchronous iterator that always ends its session."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass, field
from os import PathLike
from types import TracebackType
from typing import Any, Self

from assemblyai_tools.config import Settings
from assemblyai_tools.errors import InvalidArgumentsError, MissingExtraError, StreamReaderError
from assemblyai_tools.lazy import is_installed
from assemblyai_tools.streaming.address import Address
from assemblyai_tools.streaming.control import StreamControl
from assemblyai_tools.streaming.deferred import DeferredSession
from assemblyai_tools.streaming.dialing import Connect, Dialing, connect_websocket
from assemblyai_tools.streaming.events import Event
from assemblyai_tools.streaming.limits import Ceiling, Limits, check_positive
from assemblyai_tools.streaming.microphone import Microphone
from assemblyai_tools.streaming.parameters import BYTES_A_SAMPLE, StreamParameters
from assemblyai_tools.streaming.protocol import StreamProtocol
from assemblyai_tools.streaming.refusals import Refusals
from assemblyai_tools.streaming.session import Session
from assemblyai_tools.streaming.sources import Audio, pieces, rate_of_file
from assemblyai_tools.streaming.timing import Timing
from assemblyai_tools.transport.key_masking import KeyMask

_ANY_RATE = 16_000
"""Hz, to check the other arguments before the rate is read from the file."""

_ENDING = set[asyncio.Task[None]]()
"""Sessions that are being ended; the event loop alone would not hold them."""


class EventStream(AsyncIterator[Event]):
    """The events of a stream. The session opens when the first one is asked for.

    It ends when the audio does, when the reader stops (`break`, an error, cancellation, `aclose`), or when the stream
    is no longer referenced. `asyncio.wait_for` around `anext` cancels it, too, when the time is over: to wait for
    some seconds and go on, keep the task of `anext` and give it to `asyncio.wait` with a timeout.
    """

    def __init__(self, session: Session | DeferredSession) -> None:
        self._session = session
        self._events = _events(session)
        self._is_read = False
        self._is_cancelled = False
        """Whether waiting for an event was cancelled, and the reader has not been told."""

    async def __anext__(self) -> Event:
        """The next event. Raises the AssemblyAIError that ended the stream."""
        if self._is_read:
            raise StreamReaderError(
                "Two readers ask the same stream for events, and each event exists once.",
                next_step="Read it in one place and hand the events on, or open a stream for each reader.",
            )
        if self._is_cancelled:
            self._is_cancelled = False
            raise _cancelled()
        self._is_read = True
        try:
            return await anext(self._events)
        except asyncio.CancelledError:
            self._is_cancelled = True
            raise
        finally:
            self._is_read = False

    async def aclose(self) -> None:
        """End the session now, even while another task reads."""
        await _ended(self._session)
        if not self._is_read:
            await self._events.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


def _cancelled() -> StreamReaderError:
    return StreamReaderError(
        "Waiting for an event of this stream was cancelled, as asyncio.wait_for does when its time is over, and that "
        "ended the session: it is billed by the second.",
        next_step=(
            "To wait for some seconds and go on, keep task = asyncio.ensure_future(anext(stream)), and await "
            "asyncio.wait({task}, timeout=SECONDS) until it is done. Open the stream again for what follows."
        ),
    )


async def _events(session: Session | DeferredSession) -> AsyncGenerator[Event]:
    """A generator, because the event loop closes a generator that is no longer referenced."""
    try:
        while (event := await session.next()) is not None:
            yield event
    finally:
        await _ended(session)


async def _ended(session: Session | DeferredSession) -> None:
    """End a session, even if the caller is cancelled meanwhile, once or repeatedly (as anyio does)."""
    task = asyncio.create_task(session.leave())
    _ENDING.add(task)
    task.add_done_callback(_ENDING.discard)
    await asyncio.shield(task)


@dataclass(frozen=True, slots=True)
class StreamOptions:
    """How a stream is held, beside the service's own parameters: the arguments of the clients' `stream`."""

    at_pace: bool = True
    max_seconds: float | None = None
    max_cost: float | None = None
    max_quiet_seconds: float | None = 3600.0
    token: str | None = field(default=None, repr=False)
    control: StreamControl | None = None


def open_stream(
    settings: Settings,
    audio: Audio,
    given: dict[str, Any],
    options: StreamOptions,
    *,
    timing: Timing | None = None,
    connect: Connect = connect_websocket,
) -> EventStream:
    """A stream. Raises an AssemblyAIError at once if it cannot be opened like this; nothing is sent yet."""
    if not is_installed("websockets"):
        raise MissingExtraError.of("Live speech", needs="websockets", extra="streaming")
    if isinstance(audio, Microphone):
        given = {**given, "sample_rate": given.get("sample_rate") or audio.sample_rate}
    clock = timing or Timing()

    def opened(rate: int | None) -> Session:
        parameters = {**given, "sample_rate": rate}
        return _session(settings, audio, parameters, options, timing=clock, connect=connect)

    rate = given.get("sample_rate")
    is_raw = given.get("encoding") in (None, *BYTES_A_SAMPLE)
    if rate is None and is_raw and isinstance(audio, str | PathLike):
        opened(_ANY_RATE)  # what is wrong with the other arguments is told at once
        return EventStream(DeferredSession(lambda: rate_of_file(audio, settings.folders), opened))
    return EventStream(opened(rate))


def _session(
    settings: Settings,
    audio: Audio,
    given: dict[str, Any],
    options: StreamOptions,
    *,
    timing: Timing,
    connect: Connect,
) -> Session:
    parameters = StreamParameters.of(given)
    if isinstance(audio, Microphone):
        _check_microphone(audio, parameters)
    check_positive("max_quiet_seconds", options.max_quiet_seconds)
    ceiling = Ceiling.of(parameters, options.max_seconds, options.max_cost)
    address = Address.of(settings, options.token)
    mask = KeyMask([*address.secrets, *filter(None, [parameters.webhook_auth_header_value])])
    refusals = Refusals(mask, has_token=options.token is not None, is_here=address.is_here)
    protocol = StreamProtocol(parameters, refusals)
    return Session(
        protocol,
        pieces(audio, parameters, at_pace=options.at_pace, timing=timing, folders=settings.folders),
        address,
        Dialing(address, refusals, timing, connect, is_over=lambda: protocol.is_over),
        limits=Limits(ceiling, options.max_quiet_seconds),
        control=options.control,
        timing=timing,
        mask=mask,
    )


def _check_microphone(audio: Microphone, parameters: StreamParameters) -> None:
    given = (parameters.encoding, parameters.sample_rate)
    if given != ("pcm_s16le", audio.sample_rate):
        raise InvalidArgumentsError(
            f"The microphone gives pcm_s16le with {audio.sample_rate:,} samples a second, not {given[0]} with "
            f"{given[1]}, so no session was opened.",
            next_step="Give microphone() and the stream the same sample_rate, and no other encoding.",
        )
