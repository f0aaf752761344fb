"""The parameters of a stream that a listener needs. They are sent to the worker as JSON."""

from dataclasses import asdict, dataclass, field
from typing import Any, Self, cast

from assemblyai_emulator.hearing.recognizer import Listening
from assemblyai_emulator.hearing.speech_model import SpeechModel
from assemblyai_emulator.hearing.whisper import languages
from assemblyai_emulator.parameters.live import ALWAYS_FORMATTED, BYTES_PER_SAMPLE, Encoding, Parameters

_THRESHOLD = 0.4
_MIN_SILENCE_MS, _MAX_SILENCE_MS = 400, 1280
"""Milliseconds. These are the defaults of Universal-Streaming; other models of the service have others."""


@dataclass(frozen=True, slots=True)
class TurnRules:
    """When a turn is over. Only silence counts: no model judges whether the sentence is complete.

    The confidence that a turn is over grows with the silence, and is 1 after `max_silence_ms` of it.
    """

    threshold: float = _THRESHOLD
    min_silence_ms: int = _MIN_SILENCE_MS
    max_silence_ms: int = _MAX_SILENCE_MS

    @property
    def silence_ms(self) -> float:
        """The silence after which a turn is over."""
        return min(max(self.min_silence_ms, self.threshold * self.max_silence_ms), self.max_silence_ms)

    def confidence(self, silence_ms: float) -> float:
        return round(min(silence_ms / self.max_silence_ms, 1.0), 4) if self.max_silence_ms else 1.0


@dataclass(frozen=True, slots=True)
class StreamSettings:
    """`plain` and `formatted` say how a finished turn is sent: as either, or as both, one after the other.

    `partials` is whether turns are sent while they are spoken, `silences` whether Silence messages are sent.
    `detecting` is whether a turn reports its language, `speakers` whether it reports its speaker (only scenarios do).
    """

    encoding: Encoding = "pcm_s16le"
    sample_rate: int = 16_000
    turns: TurnRules = field(default_factory=TurnRules)
    plain: bool = False
    formatted: bool = True
    partials: bool = True
    silences: bool = False
    detecting: bool = False
    speakers: bool = False
    listening: Listening = field(default_factory=Listening)

    @property
    def forms(self) -> list[bool]:
        """Each form in which a finished turn is sent, in order: whether it is formatted."""
        return [formatted for formatted, is_sent in ((False, self.plain), (True, self.formatted)) if is_sent]

    @property
    def bytes_per_second(self) -> int:
        return BYTES_PER_SAMPLE[self.encoding] * self.sample_rate

    @classmethod
    def of(cls, given: Parameters, model: SpeechModel) -> Self:
        always = given.speech_model in ALWAYS_FORMATTED
        listening = _listening(given, model)
        return cls(
            given.encoding,
            given.sample_rate,
            _turn_rules(given),
            plain=not always,
            formatted=always or bool(given.format_turns),
            partials=given.include_partial_turns is not False,
            silences=bool(given.acknowledge_silence),
            detecting=listening.language is None,
            speakers=bool(given.speaker_labels),
            listening=listening,
        )

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, given: dict[str, Any]) -> Self:
        listening: dict[str, Any] = {
            name: tuple(cast("list[str]", value)) if isinstance(value, list) else value
            for name, value in given["listening"].items()
        }
        parts: dict[str, Any] = {"turns": TurnRules(**given["turns"]), "listening": Listening(**listening)}
        return cls(**(given | parts))


def _turn_rules(given: Parameters) -> TurnRules:
    threshold = given.end_of_turn_confidence_threshold
    former = given.min_end_of_turn_silence_when_confident
    shortest = former if given.min_turn_silence is None else given.min_turn_silence
    return TurnRules(
        _THRESHOLD if threshold is None else threshold,
        _MIN_SILENCE_MS if shortest is None else shortest,
        _MAX_SILENCE_MS if given.max_turn_silence is None else given.max_turn_silence,
    )


def _listening(given: Parameters, model: SpeechModel) -> Listening:
    """One given language is used. Several, or none with a multilingual model, are detected for each turn."""
    wanted = tuple(given.language_codes or ([given.language_code] if given.language_code else ()))
    english = given.speech_model.endswith("-english") or not model.multilingual
    language = languages.ENGLISH if english and not wanted else None
    if len(wanted) == 1 and not (given.language_detection and model.multilingual):
        language = wanted[0]
    return Listening(
        language,
        languages=wanted,
        keyterms=tuple(given.keyterms_prompt or ()),
        prompt=given.prompt or "",
    )
