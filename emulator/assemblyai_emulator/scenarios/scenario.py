"""One scenario: the transcript that one file gives to one audio."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assemblyai_emulator.errors import ApiError
from assemblyai_emulator.scenarios.features import FEATURES, asks_for_speakers, keys_asked_for
from assemblyai_emulator.scenarios.spoken import Utterance
from assemblyai_emulator.scenarios.transcript import ScenarioTranscript
from assemblyai_emulator.text_keys import text_keys
from assemblyai_emulator.words import Word

PARAMETER = "scenario"
"""Among a stored transcript's parameters, the name of its scenario."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """`name` is the file's."""

    name: str
    transcript: ScenarioTranscript

    @property
    def error(self) -> str | None:
        """The text with which the transcript is to fail."""
        return self.transcript.error

    def check(self, given: Mapping[str, Any]) -> None:
        """Raises ApiError (400) for a request that asks for what the file does not hold."""
        if self.error:
            return
        missing = [self._missing(feature) for feature in FEATURES if given.get(feature)]
        if asks_for_speakers(given) and not any(word.speaker for word in self.transcript.spoken()):
            missing.append("speakers of words")
        absent = ", ".join(name for name in missing if name)
        if absent:
            raise ApiError(
                400,
                f"The scenario {self.name} does not hold what this request asks for: {absent}. "
                "Add it to the file and start the emulator again, or leave its parameter out.",
            )
        if given.get("redact_pii_audio"):
            raise ApiError(
                400, f"The scenario {self.name} cannot have redacted audio. Leave redact_pii_audio out."
            )

    def result(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The keys that decoding would have found, for a request with these parameters."""
        words = self._words(given)
        found = {key: self.transcript.given(key) for key in keys_asked_for(given)}
        if "speech_understanding" in found:
            found["speech_understanding"] = {
                **given["speech_understanding"],
                **found["speech_understanding"],
            }
        return {
            **text_keys(words, multichannel=False),
            "utterances": self._utterances(words) if asks_for_speakers(given) else None,
            "audio_duration": self._duration(words),
            "audio_channels": 1,
            **{key: value for key, value in found.items() if value is not None},
            "speech_model_used": f"scenario:{self.name}",
            "metadata": metadata(self.name),
        }

    def _missing(self, feature: str) -> str:
        keys = [key for key in FEATURES[feature] if self.transcript.given(key) is None]
        return f"{' and '.join(keys)} (for {feature})" if keys else ""

    def _words(self, given: Mapping[str, Any]) -> list[Word]:
        words = self.transcript.spoken()
        if asks_for_speakers(given):
            return words
        return [replace(word, speaker=None, channel=None) for word in words]

    def _utterances(self, words: Sequence[Word]) -> list[dict[str, Any]]:
        turns = self.transcript.utterances
        if turns is not None:
            return [_written(turn) for turn in turns]
        derived: list[dict[str, Any]] = text_keys(words, multichannel=True)["utterances"]
        return derived

    def _duration(self, words: Sequence[Word]) -> int:
        given = self.transcript.audio_duration
        return math.ceil(max((word.end for word in words), default=0) / 1000) if given is None else given


def metadata(name: str) -> dict[str, Any]:
    """The warning in every transcript of a scenario."""
    warning = (
        f"This transcript was not decoded: it is the scenario {name} that the emulator was started with."
    )
    return {"domain_used": None, "warning": warning, "warnings": [{"message": warning}]}


def _written(turn: Utterance) -> dict[str, Any]:
    words = turn.spoken()
    keys = text_keys(words, multichannel=False)
    return {
        **{name: keys[name] for name in ("text", "confidence", "words")},
        "start": turn.start,
        "end": turn.end,
        "speaker": turn.speaker,
        "channel": turn.channel,
        **{name: value for name, value in turn.extras().items() if name != "confidence"},
    }
