"""Drives a stream on asyncio: connects, sends, receives, connects again, and ends the session whatever happens."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import Any

from assemblyai_tools.errors import AssemblyAIError, InvalidArgumentsError
from assemblyai_tools.streaming.address import Address
from assemblyai_tools.streaming.control import Order, StreamControl
from assemblyai_tools.streaming.dialing import Dialing, Link
from assemblyai_tools.streaming.events import Begin, Event, Gap, StreamWarning, Turn
from assemblyai_tools.streaming.faults import ClosedError
from assemblyai_tools.streaming.limits import Limits
from assemblyai_tools.streaming.outlet import Outlet
from assemblyai_tools.streaming.pace import LAST_TURNS_HERE_SECONDS, Pace
from assemblyai_tools.streaming.protocol import StreamProtocol
from assemblyai_tools.streaming.silenced import Silenced
from assemblyai_tools.streaming.source_check import SourceCheck
from assemblyai_tools.streaming.timing import Timing
from assemblyai_tools.transport.error_secrets import hide_secrets
from assemblyai_tools.transport.key_masking import KeyMask

LAST_TURNS_SECONDS = 5.0
"""Seconds for the last turns after the session was asked to end, once the service can have heard all audio."""

BEGIN_SECONDS = 10.0
"""Seconds in which an open connection has to become a session."""

_MUTE = f"the service began no session in {BEGIN_SECONDS:.0f} s"
"""Why a connection was closed that became none."""

_TICK = 1.0
"""Seconds between two looks at the clock."""

_SHORTEST_TICK = 0.05
"""Seconds between two of them near the end."""


class Session:
    """One stream while it is read."""

    def __init__(
        self,
        protocol: StreamProtocol,
        audio: AsyncGenerator[bytes],
        address: Address,
        dialing: Dialing,
        *,
        limits: Limits,
        control: StreamControl | None,
        timing: Timing,
        mask: KeyMask,
    ) -> None:
        self._protocol = protocol
        self._audio = audio
        self._dialing = dialing
        self._limits = limits
        self._control = control
        self._timing = timing
        self._mask = mask
        self._check = SourceCheck.of(protocol.parameters)
        self._outlet = Outlet(timing.clock)
        self._changed = asyncio.Event()
        """There is something to send."""
        self._room = asyncio.Event()
        """Some of the audio was sent."""
        self._heard = asyncio.Event()
        """The first audio was looked at, or there is none."""
        self._main: asyncio.Task[None] | None = None
        self._pump: asyncio.Task[None]
        self._link: Link | None = None
        self._failure: Exception | None = None
        self._linked_at = 0.0
        self._pace = Pace(is_free=address.is_here)
        self._patience = LAST_TURNS_HERE_SECONDS if address.is_here else LAST_TURNS_SECONDS
        self._deadline: float | None = None
        """When the last turns are not waited for any more."""
        self._is_overdue = False
        self._is_stopped = False
        """Whether no more audio is taken."""
        self._is_cut = False
        """Whether the audio that is left is not sent either."""

    async def next(self) -> Event | None:
        """The next event; None after the last. Raises what ended the stream."""
        if self._main is None:
            self._main = asyncio.create_task(self._run())
        return await self._outlet.get()

    async def leave(self) -> None:
        """End the session, however far it is. It returns when that is done, after a few seconds at most."""
        if self._main is None:
            await self._audio.aclose()
        else:
            self._main.cancel()
            await asyncio.wait({self._main})

    async def _run(self) -> None:
        error: Exception | None = None
        self._pump = asyncio.create_task(self._take_audio())
        ticking = asyncio.create_task(self._tick())
        try:
            if self._control is not None:
                loop = asyncio.get_running_loop()
                self._control.bind(lambda order: _soon(loop, self._obey, order))
            await self._heard.wait()
            if self._protocol.has_audio:
                await self._converse()
            elif not self._is_stopped:
                self._failure = self._failure or _no_audio()
        except Exception as raised:  # noqa: BLE001 - the reader gets it
            error = raised
        finally:
            self._pump.cancel()
            ticking.cancel()
            try:
                await self._hang_up()
                await self._timing.within(LAST_TURNS_SECONDS, asyncio.wait({self._pump, ticking}))
            finally:
                failure = error or self._failure
                self._outlet.finish(hide_secrets(failure, self._mask) if failure else None)

    async def _converse(self) -> None:
        """Hold sessions until one ends as it should. Raises the error of one that does not."""
        while True:
            self._link = await self._dialing.link(self._protocol.parameters)
            self._linked_at = self._timing.clock()
            closed = await self._talk(self._link)
            link, self._link = self._link, None
            await link.close()
            error = self._protocol.closed(closed.code, closed.reason)
            if error is None or self._is_overdue or self._is_cut:
                self._end_quietly()
                return
            if not self._protocol.may_pass(closed.code, again=self._dialing.is_again):
                raise error
            lasted = None if self._pace.begun_at is None else self._timing.clock() - self._pace.begun_at
            self._pace.begun_at = self._deadline = None
            await self._dialing.pause(error, lasted)
            self._tell(StreamWarning(warning=f"{error.message} The stream goes on in a new session."))
            for event in self._protocol.resume():
                self._tell(event)

    def _end_quietly(self) -> None:
        for event in self._protocol.settle():
            self._tell(event)
        if self._is_overdue:
            seconds = f"{self._patience:.0f} s"
            self._tell(
                StreamWarning(warning=f"The service did not confirm the end of the session in {seconds}.")
            )

    async def _talk(self, link: Link) -> ClosedError:
        """Send and receive until the connection closes, or the service has told how the session ends."""
        writing = asyncio.create_task(self._write(link))
        try:
            while self._protocol.termination is None and not self._protocol.is_refused:
                for event in self._protocol.receive(await link.receive()):
                    self._tell(event)
        except ClosedError as closed:
            return ClosedError(None, _MUTE) if self._is_mute else closed
        finally:
            writing.cancel()
            await asyncio.wait({writing})
        return ClosedError(None, "")

    async def _write(self, link: Link) -> None:
        with suppress(ClosedError):  # whoever receives sees it, too
            while not self._protocol.is_terminating:
                delay = self._pace.delay(self._protocol.sent_ms, self._timing.clock())
                if delay and not self._is_stopped:
                    await self._timing.sleep(delay)
                message = self._protocol.next_message()
                if message is None:
                    self._changed.clear()
                    await self._changed.wait()
                    continue
                await link.send(message)
                self._room.set()
            now = self._timing.clock()
            self._deadline = now + self._patience + self._pace.ahead(self._protocol.sent_ms, now)

    async def _take_audio(self) -> None:
        try:
            async for piece in self._audio:
                before = self._protocol.end_ms
                self._protocol.add_audio(piece)
                if isinstance(piece, Silenced):
                    why = "the audio came faster than it could be sent"
                    self._tell(Gap(start_ms=before, end_ms=self._protocol.end_ms, why=why))
                for told in self._check.notice(piece, self._timing.clock(), waited=self._protocol.is_full):
                    self._tell(StreamWarning(warning=told))
                self._heard.set()
                self._changed.set()
                while self._protocol.is_full:
                    self._room.clear()
                    await self._room.wait()
        except Exception as error:  # noqa: BLE001 - the reader gets it after the last turns
            self._failure = self._failure or error
        finally:
            self._protocol.end_audio()
            self._heard.set()
            self._changed.set()
            await self._audio.aclose()

    async def _tick(self) -> None:
        while True:
            left = self._limits.left(self._timing.clock())
            await self._timing.sleep(min(_TICK, max(left, _SHORTEST_TICK)))
            now = self._timing.clock()
            fault = self._outlet.fault
            if fault is not None:
                self._failure = self._failure or fault
                self._stop(at_once=True)
            verdict = None if self._is_stopped else self._limits.check(now)
            if verdict is not None:
                self._tell(StreamWarning(warning=verdict.told))
            if verdict is not None and verdict.is_end:
                self._stop(at_once=True)
            if self._deadline is not None and now > self._deadline:
                self._is_overdue = True
            if self._link is not None and (self._is_overdue or self._is_mute):
                await self._link.close()

    def _obey(self, order: Order) -> None:
        kind, more = order
        try:
            if kind == "end":
                self._stop(at_once=False)
            elif kind == "update":
                self._protocol.update(more)
            elif kind == "force_endpoint":
                self._protocol.force_endpoint()
            else:
                self._protocol.keep_alive()
        except InvalidArgumentsError as error:
            self._failure = self._failure or error
            self._stop(at_once=True)
        self._changed.set()

    def _stop(self, *, at_once: bool) -> None:
        """Take no more audio, and end the session when what there is was sent, or at once."""
        self._is_stopped, self._is_cut = True, self._is_cut or at_once
        self._protocol.end_audio(at_once=at_once)
        self._pump.cancel()
        self._heard.set()
        self._changed.set()

    def _tell(self, event: Event) -> None:
        now = self._timing.clock()
        if isinstance(event, Begin):
            self._pace.begun_at = now
            self._changed.set()
        elif isinstance(event, Turn) and event.is_final:
            self._dialing.went_on()
        self._limits.note(event, now)
        self._outlet.put(event)

    async def _hang_up(self) -> None:
        """End the session that is open, and wait for its last turns."""
        link, self._link = self._link, None
        if link is None:
            return
        try:
            await self._timing.within(LAST_TURNS_SECONDS, self._last_words(link))
        finally:
            await link.close()

    async def _last_words(self, link: Link) -> None:
        with suppress(ClosedError, AssemblyAIError):
            if not self._protocol.is_terminating:
                await link.send(self._protocol.terminate())
            while self._protocol.termination is None:
                for event in self._protocol.receive(await link.receive()):
                    self._tell(event)

    @property
    def _is_mute(self) -> bool:
        """Whether the connection became no session in time."""
        return self._pace.begun_at is None and self._timing.clock() - self._linked_at > BEGIN_SECONDS


def _soon(loop: asyncio.AbstractEventLoop, obey: Any, order: Order) -> None:
    with suppress(RuntimeError):  # the loop is closed, and the stream ended with it
        loop.call_soon_threadsafe(obey, order)


def _no_audio() -> InvalidArgumentsError:
    return InvalidArgumentsError("The audio is empty, so no session was opened.")
