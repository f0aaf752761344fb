"""What a live session tells (https://www.assemblyai.com/docs/streaming/message-sequence).

All times are milliseconds of the stream's audio, and turns are counted through, also where the session behind it had
to be opened again.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal, Self, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, computed_field

from assemblyai_tools.streaming.mending import mended

_MENDINGS = 2
"""How often a message is mended: first what is wrong is left out, then what lacks a part because of that."""


class StreamEvent(BaseModel):
    """One event; unknown keys are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True, populate_by_name=True)

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        """An event from a message of the service. What cannot be read in it counts as not given.

        Raises a ValidationError where that is required.
        """
        for _ in range(_MENDINGS):
            try:
                return cls.model_validate(data)
            except ValidationError as error:
                data = mended(data, error)
        return cls.model_validate(data)


class SessionConfiguration(StreamEvent):
    """What the service chose for a session."""

    model: str | None = None
    mode: str | None = None
    api_version: str | None = None


class Begin(StreamEvent):
    """A session is open, and billed from now on. A later one follows a lost connection, and labels speakers anew."""

    type: Literal["Begin"] = "Begin"
    id: str
    """The service's id of the session: support asks for it."""
    expires_at: datetime
    configuration: SessionConfiguration | None = None


class SpeechStarted(StreamEvent):
    """Somebody has started to speak."""

    type: Literal["SpeechStarted"] = "SpeechStarted"
    timestamp_ms: int = Field(validation_alias="timestamp")


class TurnWord(StreamEvent):
    """A word of a turn."""

    text: str
    start: int
    """Milliseconds."""
    end: int
    """Milliseconds."""
    confidence: float = 0.0
    """0 to 1."""
    is_final: bool = Field(default=True, validation_alias="word_is_final")
    speaker: str | None = None

    def moved(self, milliseconds: int) -> "TurnWord":
        """The word so much later."""
        return self.model_copy(update={"start": self.start + milliseconds, "end": self.end + milliseconds})


class Turn(StreamEvent):
    """What somebody says, so far or in full. Each turn is final exactly once."""

    type: Literal["Turn"] = "Turn"
    turn_order: int
    """The number of the turn, from 0. Later events of the same number take the place of earlier ones."""
    transcript: str
    end_of_turn: bool
    """Whether the speaker has finished."""
    is_formatted: bool = Field(default=False, validation_alias="turn_is_formatted")
    """Whether it has punctuation and case."""
    is_final: bool = False
    """Whether this is the turn to keep: finished, and formatted if `format_turns` asked for that. Where the formatted
    text never came, the plain one is final."""
    end_of_turn_confidence: float = 0.0
    """0 to 1."""
    words: tuple[TurnWord, ...] = ()
    speaker_label: str | None = None
    language_code: str | None = None
    language_confidence: float | None = None
    """0 to 1."""

    @computed_field  # type: ignore[prop-decorator]
    @property
    def start_ms(self) -> int | None:
        """When its first word starts; None without words."""
        return self.words[0].start if self.words else None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def end_ms(self) -> int | None:
        """When its last word ends; None without words."""
        return self.words[-1].end if self.words else None


class RevisedTurn(StreamEvent):
    """The speakers of an earlier turn, corrected. Its text and times are as before."""

    turn_order: int
    speaker_label: str | None = None
    words: tuple[TurnWord, ...] = ()


T = TypeVar("T", Turn, RevisedTurn)


def moved(turn: T, turns: int, milliseconds: int) -> T:
    """The turn with a number that is higher by so many turns, and so much later."""
    if not turns and not milliseconds:
        return turn
    words = tuple(word.moved(milliseconds) for word in turn.words)
    return turn.model_copy(update={"turn_order": turn.turn_order + turns, "words": words})


class SpeakerRevision(StreamEvent):
    """The service knows better now who spoke in some earlier turns."""

    type: Literal["SpeakerRevision"] = "SpeakerRevision"
    revisions: tuple[RevisedTurn, ...] = ()


class Silence(StreamEvent):
    """A stretch without speech; only with `acknowledge_silence`. It may overlap what was reported as speech."""

    type: Literal["Silence"] = "Silence"
    start_ms: int
    end_ms: int


class Heartbeat(StreamEvent):
    """How the session is doing; only with `session_heartbeat`. It counts from the session's own start."""

    type: Literal["Heartbeat"] = "Heartbeat"
    total_audio_received_ms: int
    total_duration_ms: int
    realtime_factor: float
    max_speech_probability: float = 0.0
    """0 to 1."""


class GatewayAnswer(StreamEvent):
    """What the language model of `llm_gateway` answered to a turn."""

    type: Literal["LLMGatewayResponse"] = "LLMGatewayResponse"
    turn_order: int
    transcript: str = ""
    data: Any = None


class StreamWarning(StreamEvent):
    """Something the reader should know; the stream goes on, or ends as it should."""

    type: Literal["Warning"] = "Warning"
    warning_code: int | None = None
    """The service's code; None for a warning of this client."""
    warning: str


class Gap(StreamEvent):
    """A stretch of the audio that was not heard to its end: no later turn holds it."""

    type: Literal["Gap"] = "Gap"
    start_ms: int
    end_ms: int
    why: str


class Termination(StreamEvent):
    """The session has ended; what follows is not billed."""

    type: Literal["Termination"] = "Termination"
    audio_duration_seconds: float | None = None
    session_duration_seconds: float | None = None
    """Seconds that are billed."""


Event: TypeAlias = (
    Begin
    | SpeechStarted
    | Turn
    | SpeakerRevision
    | Silence
    | Heartbeat
    | GatewayAnswer
    | StreamWarning
    | Gap
    | Termination
)
"""Any event of a stream."""
