"""A job as the server sends it to a worker process: one line of JSON."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from assemblyai_emulator.hearing.recognizer import Listening

FEATURES = (
    "custom_spelling",
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


@dataclass(frozen=True, slots=True)
class SpeakerRange:
    """How many speakers a request allows; None for no bound. `longest_s` is the longest audio, in seconds."""

    longest_s: int
    fewest: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One file to transcribe. Times are in milliseconds and named as in the API's request.

    `speakers` is set if the speakers on a channel are to be told apart. `features` are the ones of FEATURES that
    the request set. `redacted_audio` is where to write the redacted audio, if it was requested.
    """

    path: str
    punctuate: bool = True
    format_text: bool = True
    multichannel: bool = False
    audio_start_from: int | None = None
    audio_end_at: int | None = None
    listening: Listening = field(default_factory=Listening)
    speakers: SpeakerRange | None = None
    features: dict[str, Any] = field(default_factory=dict[str, Any])
    redacted_audio: str | None = None

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
            speakers=_speakers(given, longest_diarization_s) if given.get("speaker_labels") else None,
            features={name: given[name] for name in FEATURES if name in given},
            redacted_audio=None if redacted_audio is None else str(redacted_audio.absolute()),
        )

    def to_line(self) -> bytes:
        return json.dumps(asdict(self)).encode() + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> Self:
        given = json.loads(line)
        listening, speakers = given.pop("listening"), given.pop("speakers")
        for name in ("languages", "keyterms"):
            listening[name] = tuple(listening[name])
        return cls(
            **given,
            listening=Listening(**listening),
            speakers=None if speakers is None else SpeakerRange(**speakers),
        )


def _listening(given: Mapping[str, Any]) -> Listening:
    detection: dict[str, Any] = given.get("language_detection_options") or {}
    detects = bool(given.get("language_detection") or given.get("language_codes"))
    expected = given.get("language_codes") or detection.get("expected_languages") or ()
    fallback = detection.get("fallback_language")
    return Listening(
        language=None if detects else without_country(given.get("language_code") or "en"),
        languages=tuple(without_country(code) for code in expected),
        fallback=None if fallback in {None, "auto"} else without_country(fallback),
        keyterms=(*(given.get("keyterms_prompt") or ()), *(given.get("word_boost") or ())),
        prompt=given.get("prompt") or "",
        temperature=float(given.get("temperature") or 0),
        numerals=given.get("format_text", True),
    )


def without_country(code: str) -> str:
    """The language of a code: "en" of "en_us"."""
    return code.partition("_")[0]


def _speakers(given: Mapping[str, Any], longest_s: int) -> SpeakerRange:
    expected, options = given.get("speakers_expected"), given.get("speaker_options") or {}
    return SpeakerRange(
        longest_s,
        fewest=expected or options.get("min_speakers_expected"),
        most=expected or options.get("max_speakers_expected"),
    )
