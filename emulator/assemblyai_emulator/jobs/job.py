"""A job as the server sends it to a worker process: one line of JSON."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from assemblyai_emulator.config import LONGEST_DIARIZATION_S
from assemblyai_emulator.hearing.recognizer import Listening
from assemblyai_emulator.redaction.spans import Span

FEATURES = (
    "custom_spelling",
    "speakers_expected",
    "speaker_options",
    "speech_threshold",
    "language_confidence_threshold",
    "redact_pii",
    "redact_pii_policies",
    "redact_pii_sub",
    "redact_pii_return_unredacted",
    "redact_static_entities",
    "redact_pii_audio_options",
    "entity_detection",
    "sentiment_analysis",
    "auto_highlights",
)
"""The request parameters that a worker handles besides the words themselves."""

AUDIO_IS_GONE = (
    "The audio of this transcript is gone from the emulator's data directory: send the request again."
)
"""The error of a job whose file was removed before it was read."""


@dataclass(frozen=True, slots=True)
class Job:
    """One file to transcribe. Times are in milliseconds and named as in the API's request.

    With `speaker_labels` the speakers on a channel are told apart, in audio of up to `longest_diarization_s` seconds.
    `features` are the ones of FEATURES that the request set. `redacted_audio` is where to write the redacted audio,
    if it was requested. With `hidden_spans`, in milliseconds, the words are known and only this is done.
    """

    path: str
    punctuate: bool = True
    format_text: bool = True
    multichannel: bool = False
    audio_start_from: int | None = None
    audio_end_at: int | None = None
    listening: Listening = field(default_factory=Listening)
    speaker_labels: bool = False
    longest_diarization_s: int = LONGEST_DIARIZATION_S
    features: dict[str, Any] = field(default_factory=dict[str, Any])
    redacted_audio: str | None = None
    hidden_spans: list[Span] | None = None

    @property
    def has_speakers(self) -> bool:
        """Whether the words have speakers, and the transcript has utterances."""
        return self.speaker_labels or self.multichannel

    @classmethod
    def of(
        cls, given: Mapping[str, Any], media: Path, redacted_audio: Path | None, longest_diarization_s: int
    ) -> Self:
        """The job of a transcript with these parameters, whose audio is `media`."""
        return cls(
            path=str(media.absolute()),
            punctuate=given.get("punctuate", True),
            format_text=given.get("format_text", True),
            multichannel=given.get("multichannel", False),
            audio_start_from=given.get("audio_start_from"),
            audio_end_at=given.get("audio_end_at"),
            listening=_listening(given),
            speaker_labels=given.get("speaker_labels", False),
            longest_diarization_s=longest_diarization_s,
            features={name: given[name] for name in FEATURES if name in given},
            redacted_audio=None if redacted_audio is None else str(redacted_audio.absolute()),
        )

    def to_line(self) -> bytes:
        return json.dumps(asdict(self)).encode() + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> Self:
        given = json.loads(line)
        listening = given.pop("listening")
        for name in ("languages", "keyterms"):
            listening[name] = tuple(listening[name])
        return cls(**given, listening=Listening(**listening))


def _listening(given: Mapping[str, Any]) -> Listening:
    detection: dict[str, Any] = given.get("language_detection_options") or {}
    detects = bool(given.get("language_detection") or given.get("language_codes"))
    expected = given.get("language_codes") or detection.get("expected_languages") or ()
    fallback: str = detection.get("fallback_language") or "auto"
    return Listening(
        language=None if detects else without_country(given.get("language_code") or "en"),
        languages=tuple(without_country(code) for code in expected),
        fallback=None if fallback == "auto" else without_country(fallback),
        keyterms=(*(given.get("keyterms_prompt") or ()), *(given.get("word_boost") or ())),
        prompt=given.get("prompt") or "",
        temperature=float(given.get("temperature") or 0),
        numerals=given.get("format_text", True),
    )


def without_country(code: str) -> str:
    """The language of a code: "en" of "en_us"."""
    return code.partition("_")[0]
