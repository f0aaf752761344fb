"""Drives a stream on asyncio: connects, sends, receives, connects again, and always ends the session."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import Any

from assemblyai_tools.errors import AssemblyAIError, InvalidArgumentsError
from assemblyai_tools.streaming.address import Address
from assemblyai_tools.streaming.control import Order, StreamControl
from assemblyai_tools.streaming.dialing import Dialing, Link
from assemblyai_tools.streaming.events import Begin, Event, StreamWarning
from assemblyai_tools.streaming.faults import ClosedError
from assemblyai_tools.streaming.intake import Intake
from assemblyai_tools.streaming.last_turns import LAST_TURNS_SECONDS, LastTurns
from assemblyai_tools.streaming.limits import Limits
from assemblyai_tools.streaming.outlet import Outlet
from assemblyai_tools.streaming.pace import LEAD, Pace
from assemblyai_tools.streaming.protocol import StreamProtocol
from assemblyai_tools.streaming.timing import Timing
from assemblyai_tools.transport.error_secrets import hide_secrets
from assemblyai_tools.transport.key_masking import KeyMask

BEGIN_SECONDS = 10.0
"""Seconds in which an open connection has to become a session."""

_TICK = 1.0
"""Seconds between two looks at the clock."""

_SHORTEST_TICK = 0.05
"""Seconds between two looks at the clock near the end."""


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
        self._dialing = dialing
        self._limits = limits
        self._control = control
        self._timing = timing
        self._mask = mask
        self._outlet = Outlet(timing.clock)
        self._changed = asyncio.Event()
        """There may be something to send."""
        self._intake = Intake(audio, protocol, clock=timing.clock, tell=self._tell, notify=self._notify)
        self._main: asyncio.Task[None] | None = None
        self._pump: asyncio.Task[None]
        self._link: Link | None = None
        self._failure: Exception | None = None
        self._linked_at = 0.0
        self._pace = Pace(is_free=address.is_here, lead=limits.lead(LEAD))
        self._last_turns = LastTurns(is_here=address.is_here)
        self._is_overdue = False
        self._is_stopped = False
        """Whether no more audio is taken."""

    async def next(self) -> Event | None:
        """The next event; None after the last. Raises what ended the stream."""
        if self._main is None:
            self._main = asyncio.create_task(self._run())
        return await self._outlet.get()

    async def leave(self) -> None:
        """End the session at any stage. It returns when that is done, after a few seconds at most."""
        if self._main is None:
            await self._intake.close()
        else:
            self._main.cancel()
            await asyncio.wait({self._main})

    async def _run(self) -> None:
        error: Exception | None = None
        self._pump = asyncio.create_task(self._intake.run())
        ticking = asyncio.create_task(self._tick())
        try:
            if self._control is not None:
                loop = asyncio.get_running_loop()
                self._control.bind(lambda order: _soon(loop, self._obey, order))
            await self._intake.heard.wait()
            if self._protocol.has_audio:
                await self._converse()
            elif not self._is_stopped:
                self._failure = self._failure or self._intake.failure or _no_audio()
        except Exception as raised:  # noqa: BLE001 - the reader gets it
            error = raised
        finally:
            self._pump.cancel()
            ticking.cancel()
            try:
                await self._hang_up()
                await self._timing.within(LAST_TURNS_SECONDS, asyncio.wait({self._pump, ticking}))
            finally:
                failure = error or self._failure or self._intake.failure
                self._outlet.finish(hide_secrets(failure, self._mask) if failure else None)

    async def _converse(self) -> None:
        """Hold sessions until one ends as it should. Raises the error of one that does not."""
        while (link := await self._dialing.link(self._protocol.parameters)) is not None:
            self._link, self._linked_at = link, self._timing.clock()
            closed = await self._talk(link)
            self._link = None
            await link.close()
            error = self._error_of(closed)
            if error is None:
                break
            if not self._protocol.may_pass(closed.code, again=self._dialing.is_again):
                raise error
            if self._protocol.is_over:
                break
            await self._await_another(error)
        self._end_quietly()

    def _error_of(self, closed: ClosedError) -> AssemblyAIError | None:
        """The error that ended a session; None if it ended without one."""
        if self._is_mute:
            return self._protocol.closing.mute(BEGIN_SECONDS)
        error = self._protocol.closed(closed.code, closed.reason)
        is_refused = self._protocol.closing.is_refused
        return None if self._protocol.is_cut or (self._is_overdue and not is_refused) else error

    async def _await_another(self, error: AssemblyAIError) -> None:
        """Get ready for a new session. Raises the error if there should be none."""
        lasted = None if self._pace.begun_at is None else self._timing.clock() - self._pace.begun_at
        self._pace.begun_at = None
        self._last_turns.stop()
        self._dialing.lost(error, lasted, self._protocol.acknowledged_ms)
        await self._dialing.pause(error)
        if self._protocol.is_over:
            return
        told = f"{error.message} The stream goes on in a new session."
        if self._protocol.parameters.speaker_labels and lasted is not None:
            told += " Speakers are labelled anew in it: its A may be somebody else than A was before."
        self._tell(StreamWarning(warning=told))
        for event in self._protocol.resume():
            self._tell(event)

    def _end_quietly(self) -> None:
        for event in self._protocol.settle():
            self._tell(event)
        if self._is_overdue:
            told = f"The service did not confirm the end of the session in {self._last_turns.patience:.0f} s."
            self._tell(StreamWarning(warning=told))
        elif self._protocol.closing.is_idle:
            seconds = self._protocol.parameters.inactivity_timeout
            told = f"The service ended the session: no audio came for {seconds} s (inactivity_timeout)."
            self._tell(StreamWarning(warning=told))
        elif self._protocol.termination is None and not self._protocol.is_cut:
            told = "The service did not confirm the end of the session. If last words are missing, they were lost."
            self._tell(StreamWarning(warning=told))

    async def _talk(self, link: Link) -> ClosedError:
        """Send and receive until the connection closes, or the service has told how the session ends."""
        writing = asyncio.create_task(self._write(link))
        try:
            closing = self._protocol.closing
            while self._protocol.termination is None and closing.error_code is None:
                for event in self._protocol.receive(await link.receive()):
                    self._tell(event)
                if closing.is_refused:  # the close code that follows says more
                    self._last_turns.start(self._timing.clock())
        except ClosedError as closed:
            return closed
        finally:
            writing.cancel()
            await asyncio.wait({writing})
        return ClosedError(None, "")

    async def _write(self, link: Link) -> None:
        with suppress(ClosedError):  # _talk receives it as well
            while not self._protocol.is_terminating:
                now = self._timing.clock()
                delay = self._pace.delay(self._protocol.sent_ms, now)
                if delay and not self._is_stopped:
                    await self._timing.sleep(delay)
                self._protocol.lead_ms = self._pace.lead_ms(self._protocol.sent_ms, now)
                message = self._protocol.next_message()
                if message is None:
                    self._changed.clear()
                    await self._changed.wait()
                    continue
                await link.send(message)
                self._intake.room.set()
            now = self._timing.clock()
            self._last_turns.start(now, self._pace.ahead(self._protocol.sent_ms, now))

    async def _tick(self) -> None:
        while True:
            left = self._limits.left(self._timing.clock())
            await self._timing.sleep(min(_TICK, max(left, _SHORTEST_TICK)))
            now = self._timing.clock()
            fault = self._outlet.fault
            if fault is not None:
                self._failure = self._failure or fault
                self._stop(at_once=True)
            ahead = self._pace.lead_ms(self._protocol.sent_ms, now) / 1000
            verdict = None if self._is_stopped else self._limits.check(now, ahead)
            if verdict is not None:
                self._tell(StreamWarning(warning=verdict.told))
            if verdict is not None and verdict.is_end:
                self._stop(at_once=True)
            if self._last_turns.is_overdue(now):
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
        """Take no more audio, and end the session once the audio so far is sent, or at once."""
        self._is_stopped = True
        self._protocol.end_audio(at_once=at_once)
        self._pump.cancel()
        self._intake.heard.set()
        self._notify()

    def _notify(self) -> None:
        """Something changed: there may be more to send, or no need for another session."""
        self._changed.set()
        self._dialing.look_again()

    def _tell(self, event: Event) -> None:
        now = self._timing.clock()
        if isinstance(event, Begin):
            self._pace.begun_at = now
            self._changed.set()
        self._last_turns.heard(event, now)
        self._limits.note(event, now)
        self._outlet.put(event)

    async def _hang_up(self) -> None:
        """End the session that is open or being opened, and wait for its last turns."""
        try:
            await self._timing.within(LAST_TURNS_SECONDS, self._last_words())
        finally:
            link, self._link = self._link, None
            if link is not None:
                await link.close()

    async def _last_words(self) -> None:
        link = self._link = self._link or await self._dialing.opened()
        if link is None:
            return
        with suppress(ClosedError, AssemblyAIError):
            if not self._protocol.is_terminating:
                await link.send(self._protocol.terminate())
            while self._protocol.termination is None:
                for event in self._protocol.receive(await link.receive()):
                    self._tell(event)

    @property
    def _is_mute(self) -> bool:
        """Whether no session began on the connection in time."""
        return self._pace.begun_at is None and self._timing.clock() - self._linked_at > BEGIN_SECONDS


def _soon(loop: asyncio.AbstractEventLoop, obey: Any, order: Order) -> None:
    with suppress(RuntimeError):  # the loop is closed, and the stream ended with it
        loop.call_soon_threadsafe(obey, order)


def _no_audio() -> InvalidArgumentsError:
    return InvalidArgumentsError("The audio is empty, so no session was opened.")
