"""The protocol of a live session as a state machine: no I/O, no clock.

A driver adds audio and asks for the next message to send; it hands over what it receives, and is told events. When a
connection closes, `closed` says why, and `resume` prepares a new session that goes on where turns were last final.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, cast

from pydantic import ValidationError

from assemblyai_tools.errors import AssemblyAIError
from assemblyai_tools.streaming.audio_buffer import LONGEST_UNSENT, buffer_for
from assemblyai_tools.streaming.closing import Closing
from assemblyai_tools.streaming.events import (
    Begin,
    Event,
    Gap,
    GatewayAnswer,
    Heartbeat,
    Silence,
    SpeakerRevision,
    SpeechStarted,
    StreamWarning,
    Termination,
    Turn,
)
from assemblyai_tools.streaming.outbox import TERMINATE, Outbox
from assemblyai_tools.streaming.parameters import StreamParameters
from assemblyai_tools.streaming.refusals import Refusals
from assemblyai_tools.streaming.turn_order import TurnOrder
from assemblyai_tools.streaming.unreadable import Unreadable

KEPT_IN_SILENCE = 20_000
"""Milliseconds of sent audio that are kept during silence. The service has heard older audio, and would have reported
speech in it. Audio that was sent ahead of the clock is kept in addition."""

KEPT_IN_A_TURN = LONGEST_UNSENT
"""Milliseconds of sent audio that are kept during a turn. If the connection is lost in a longer turn, that leaves a
gap."""

Json = Mapping[str, Any]
"""A message of the service."""


class StreamProtocol:
    """One stream: a session, and those that follow it where connections are lost."""

    def __init__(self, parameters: StreamParameters, refusals: Refusals) -> None:
        self.parameters = parameters
        """As they are now: a new session is opened with them."""
        self.termination: Termination | None = None
        """What the session told when it ended; None before."""
        self.is_begun = False
        """Whether the session is open: audio is sent from then on."""
        self.is_ending = False
        """Whether no more audio will be added."""
        self.is_cut = False
        """Whether the audio that is left is not sent either."""
        self.is_terminating = False
        """Whether the session was asked to end."""
        self.lead_ms = 0
        """Milliseconds of audio that were sent, and not heard yet by a service that hears at the pace of speech."""
        self.acknowledged_ms = 0
        """Milliseconds of audio up to the end of the last final turn."""
        self.closing = Closing(refusals)
        """How its sessions were closed."""
        self._audio = buffer_for(parameters)
        self._outbox = Outbox()
        self._turns = TurnOrder(is_formatting=bool(parameters.format_turns))
        self._unreadable = Unreadable()
        self._readers: Mapping[str, Callable[[Json], list[Event]]] = {
            "Begin": self._begin,
            "SpeechStarted": self._speech_started,
            "Turn": self._turn,
            "SpeakerRevision": self._revision,
            "Silence": self._silence,
            "Heartbeat": lambda data: [Heartbeat.read(data)],
            "LLMGatewayResponse": self._answer,
            "Warning": lambda data: [StreamWarning.read(data)],
            "Termination": self._terminated,
            "Error": self._error,
        }

    @property
    def end_ms(self) -> int:
        """Milliseconds of audio that were added."""
        return self._audio.end_ms

    @property
    def sent_ms(self) -> int:
        """Milliseconds of audio that this session was sent."""
        return self._audio.sent_ms - self._turns.offset_ms

    @property
    def has_audio(self) -> bool:
        """Whether any audio was added."""
        return self._audio.end_ms > 0 or not self._audio.is_all_sent

    @property
    def is_full(self) -> bool:
        """Whether so much audio waits to be sent that its source should wait."""
        return self._audio.is_full

    @property
    def can_resume(self) -> bool:
        """Whether another session can go on where this one breaks off."""
        return self._audio.can_rewind or not self.is_begun

    @property
    def is_over(self) -> bool:
        """Whether a new session would have nothing to tell: the stream was cut, or all its audio is acknowledged."""
        return self.is_cut or (self.is_ending and self._is_all_told)

    def add_audio(self, audio: bytes) -> None:
        """Add some of the stream's audio, of any length."""
        self._audio.add(audio)

    def end_audio(self, *, at_once: bool = False) -> None:
        """No more audio follows: the session ends when what there is was sent, or `at_once`, without that."""
        self.is_ending = True
        self.is_cut = self.is_cut or at_once

    def force_endpoint(self) -> None:
        """End the turn that is spoken, after the audio that was added."""
        self._outbox.add("ForceEndpoint", self._audio.end_ms)

    def keep_alive(self) -> None:
        """Start the `inactivity_timeout` anew."""
        self._outbox.add("KeepAlive", self._audio.end_ms)

    def update(self, changes: Mapping[str, Any]) -> None:
        """Change parameters, after the audio that was added. Raises an InvalidArgumentsError."""
        self.parameters = self.parameters.updated(changes)
        self._turns.is_formatting = bool(self.parameters.format_turns)
        self._outbox.add("UpdateConfiguration", self._audio.end_ms, changes)

    def next_message(self) -> bytes | str | None:
        """What to send next: a frame of audio, or a message. None: nothing for now."""
        if not self.is_begun or self.is_terminating or self.closing.is_refused:
            return None
        if self.is_cut:
            return self.terminate()
        message = self._outbox.take(self._audio.sent_ms, all_sent=self._audio.is_all_sent)
        if message is not None:
            return message
        frame = self._audio.take(last=self.is_ending, until=self._outbox.place)
        if frame is not None:
            self._audio.keep(self._kept_ms)
            return frame
        return self.terminate() if self.is_ending else None

    def terminate(self) -> str:
        """The message that ends the session now, even if audio is left."""
        self.is_ending = self.is_terminating = True
        return TERMINATE

    def receive(self, message: str | bytes) -> list[Event]:
        """The events of a message; those of unknown types tell nothing.

        Raises an UnexpectedReplyError for messages that cannot be read, if it is Begin, or many in a row.
        """
        try:
            data = json.loads(message)
        except (ValueError, RecursionError):
            data = None
        if not isinstance(data, dict):
            what = "a message that is no JSON object"
            return [self._unreadable.passed_over("", what, is_needed=not self.is_begun)]
        body = cast("Json", data)
        kind = body.get("type", "Error" if "error" in body else None)
        reader = self._readers.get(kind) if isinstance(kind, str) else None
        if reader is None:
            return []
        try:
            told = reader(body)
        except ValidationError as error:
            where = ".".join(str(part) for part in error.errors()[0]["loc"])
            what = f"a {kind} message that cannot be read ({where})"
            return [self._unreadable.passed_over(kind, what, is_needed=kind == "Begin")]
        self._unreadable.was_read(kind)
        return told

    def closed(self, code: int | None, reason: str = "") -> AssemblyAIError | None:
        """Why the connection closed: None if the session ended as it should. `code` is None where it broke."""
        if self.termination is not None:
            return None
        if self.is_terminating:
            is_well = self.closing.ended_as_asked(code, is_all_told=self._is_all_told)
        else:
            may_idle = (
                self.is_begun and self._audio.is_all_sent and self.parameters.inactivity_timeout is not None
            )
            is_well = may_idle and self.closing.ended_idle(code, reason)
        return None if is_well else self.closing.error(code, reason)

    def may_pass(self, code: int | None, *, again: bool) -> bool:
        """Whether a new session may go on after the connection closed so.

        `again`: this session followed a lost one, which may count as open for a while.
        """
        return self.can_resume and self.closing.may_pass(code, again=again)

    def settle(self) -> list[Event]:
        """What is final now that no more is heard, and what never will be."""
        told: list[Event] = list(self._turns.settled())
        start = self._unfinished
        if start is not None and self.termination is None:
            why = "the session ended before this turn was finished"
            told.append(Gap(start_ms=start, end_ms=max(start, self._audio.sent_ms), why=why))
        return told

    def resume(self) -> list[Event]:
        """Prepare a new session, which is sent again what no turn acknowledged. Tells what cannot be."""
        told: list[Event] = list(self._finished(self._turns.settled()))
        open_since, start = self._unfinished, self._audio.start_ms
        if open_since is not None and open_since < start:
            why = "the connection was lost in this turn, and its beginning was not kept so long"
            told.append(Gap(start_ms=open_since, end_ms=start, why=why))
        self._audio.rewind()
        self._outbox.forget(start)
        self._outbox.rewind()
        self._turns.start_session(start)
        self.is_begun = self.is_terminating = False
        self.closing.start_session()
        return told

    @property
    def _unfinished(self) -> int | None:
        """Where the unfinished turn starts; None if there is none.

        Speech that was noticed long ago and has no words was a noise, if partial turns would have told them.
        """
        since = self._turns.open_since
        if since is None or self._turns.has_words or self.parameters.include_partial_turns is False:
            return since
        return since if self._audio.sent_ms - since < KEPT_IN_A_TURN else None

    @property
    def _kept_ms(self) -> int:
        """Milliseconds of audio to keep after they were sent. Without partial turns, silence tells nothing."""
        if self._unfinished is not None or self.parameters.include_partial_turns is False:
            return KEPT_IN_A_TURN
        return min(KEPT_IN_SILENCE + self.lead_ms, KEPT_IN_A_TURN)

    @property
    def _is_all_told(self) -> bool:
        return self._audio.is_all_acknowledged and self._unfinished is None

    def _finished(self, turns: list[Turn]) -> list[Turn]:
        """Acknowledge the audio of the final ones among turns.

        A turn without words does not say where it ends: all that was sent is acknowledged, so that it does not come
        a second time.
        """
        for turn in turns:
            if turn.is_final and turn.transcript:
                place = self._audio.sent_ms if turn.end_ms is None else min(turn.end_ms, self._audio.sent_ms)
                self.acknowledged_ms = max(self.acknowledged_ms, place)
                self._audio.acknowledge(place)
                self._outbox.forget(place)
        return turns

    def _begin(self, data: Json) -> list[Event]:
        begin = Begin.read(data)
        self.is_begun = True
        return [begin]

    def _speech_started(self, data: Json) -> list[Event]:
        event = SpeechStarted.read(data)
        place = event.timestamp_ms + self._turns.offset_ms
        self._turns.started(place)
        return [event.model_copy(update={"timestamp_ms": place})]

    def _turn(self, data: Json) -> list[Event]:
        return list(self._finished(self._turns.heard(Turn.read(data))))

    def _revision(self, data: Json) -> list[Event]:
        event = SpeakerRevision.read(data)
        return [event.model_copy(update={"revisions": tuple(map(self._turns.revised, event.revisions))})]

    def _silence(self, data: Json) -> list[Event]:
        event = Silence.read(data)
        shift = self._turns.offset_ms
        return [event.model_copy(update={"start_ms": event.start_ms + shift, "end_ms": event.end_ms + shift})]

    def _answer(self, data: Json) -> list[Event]:
        event = GatewayAnswer.read(data)
        return [event.model_copy(update={"turn_order": self._turns.number(event.turn_order)})]

    def _terminated(self, data: Json) -> list[Event]:
        self.termination = Termination.read(data)
        return [*self._finished(self._turns.settled()), self.termination]

    def _error(self, data: Json) -> list[Event]:
        self.closing.refused(data)
        return []
