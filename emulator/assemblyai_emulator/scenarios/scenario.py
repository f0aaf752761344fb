"""One scenario: the transcript that a file gives for its audio."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assemblyai_emulator.errors import ApiError
from assemblyai_emulator.parameters.redaction import returns_audio_without_speech
from assemblyai_emulator.redaction.spans import merged
from assemblyai_emulator.scenarios import redaction
from assemblyai_emulator.scenarios.features import FEATURES, asks_for_speakers, requested_keys
from assemblyai_emulator.scenarios.transcript import ScenarioTranscript

PARAMETER = "scenario"
"""The key, among a stored transcript's parameters, that has the name of its scenario."""

HIDDEN_SPANS = "hidden_spans"
"""The key of a result that says what a worker is to cover in the audio. It is not a key of the API."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """`name` is the file's name."""

    name: str
    transcript: ScenarioTranscript

    @property
    def error(self) -> str | None:
        """The error of a transcript that is meant to fail."""
        return self.transcript.error

    def check(self, given: Mapping[str, Any], *, has_audio: bool) -> None:
        """Raises ApiError (400) if the request asks for something that is not in the file, or for audio of no audio."""
        if self.error:
            return
        missing = [self._missing(feature) for feature in FEATURES if given.get(feature)]
        if asks_for_speakers(given) and not any(word.speaker for word in self.transcript.speech.words):
            missing.append("speakers of words")
        if given.get("redact_pii_return_unredacted") and self._is_redacted_irreversibly():
            missing.append("unredacted_words (for redact_pii_return_unredacted)")
        absent = ", ".join(name for name in missing if name)
        if absent:
            raise ApiError(
                400,
                f"The scenario {self.name} does not hold what this request asks for: {absent}. "
                "Add it to the file and start the emulator again, or leave its parameter out.",
            )
        redaction.check(given, self.name, has_audio=has_audio)

    def result(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The keys of the transcript for a request with these parameters, as decoding would give them.

        With redacted audio, HIDDEN_SPANS has the spans to cover, in milliseconds.
        """
        found = {key: self.transcript.value(key) for key in requested_keys(given)}
        if "speech_understanding" in found:
            requested = given["speech_understanding"]
            # A pasted transcript has the echo of its own request.
            found["speech_understanding"] = {
                **requested,
                **found["speech_understanding"],
                "request": requested.get("request"),
            }
        return {
            **self.transcript.speech.text_keys(given),
            **self._unredacted(given),
            **self._hidden_spans(given),
            "audio_duration": self._duration(),
            "audio_channels": 1,
            **{key: value for key, value in found.items() if value is not None},
            "speech_model_used": f"scenario:{self.name}",
            "metadata": metadata(self.name, *self._warnings(given)),
        }

    def _warnings(self, given: Mapping[str, Any]) -> list[str]:
        found = redaction.warnings(given, self.transcript.redact_pii_policies or ())
        if unknown := self.transcript.unknown_keys():
            found.append(
                f"Keys of the scenario that this emulator does not know, and did not use: {', '.join(unknown)}."
            )
        return found

    def _missing(self, feature: str) -> str:
        keys = [key for key in FEATURES[feature] if self.transcript.value(key) is None]
        return f"{' and '.join(keys)} (for {feature})" if keys else ""

    def _is_redacted_irreversibly(self) -> bool:
        """Whether the file's words are redacted and it does not have the original words."""
        return bool(self.transcript.redact_pii_policies) and self.transcript.unredacted_words is None

    def _unredacted(self, given: Mapping[str, Any]) -> dict[str, Any]:
        if not given.get("redact_pii_return_unredacted"):
            return {}
        speech = self.transcript.unredacted_speech or self.transcript.speech
        keys = speech.text_keys({**given, "redact_pii": False})
        return {f"unredacted_{name}": keys[name] for name in ("text", "words", "utterances")}

    def _hidden_spans(self, given: Mapping[str, Any]) -> dict[str, Any]:
        is_wanted = bool(self.transcript.speech.said) or returns_audio_without_speech(given)
        if not given.get("redact_pii_audio") or not is_wanted:
            return {}
        speeches = (self.transcript.speech, self.transcript.unredacted_speech)
        found = [span for speech in speeches if speech for span in speech.hidden_spans(given)]
        return {HIDDEN_SPANS: merged(sorted(found))}

    def _duration(self) -> int:
        if self.transcript.audio_duration is not None:
            return math.ceil(self.transcript.audio_duration)
        return math.ceil(max((word.end for word in self.transcript.speech.words), default=0) / 1000)


def metadata(name: str, *others: str) -> dict[str, Any]:
    """The warning that every transcript of a scenario has, and others."""
    warning = (
        f"This transcript was not decoded: it is the scenario {name} that the emulator was started with."
    )
    return {
        "domain_used": None,
        "warning": warning,
        "warnings": [{"message": message} for message in (warning, *others)],
    }
