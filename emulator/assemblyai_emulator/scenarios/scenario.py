"""One scenario: the transcript that one file gives to one audio."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from assemblyai_emulator.errors import ApiError
from assemblyai_emulator.scenarios import redaction
from assemblyai_emulator.scenarios.features import FEATURES, asks_for_speakers, keys_asked_for
from assemblyai_emulator.scenarios.spoken import Utterance, spoken
from assemblyai_emulator.scenarios.transcript import ScenarioTranscript
from assemblyai_emulator.wording.transcript_text import text_fields
from assemblyai_emulator.wording.words import Word

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
        if given.get("redact_pii_return_unredacted") and self._is_redacted_for_good():
            missing.append("unredacted_words (for redact_pii_return_unredacted)")
        absent = ", ".join(name for name in missing if name)
        if absent:
            raise ApiError(
                400,
                f"The scenario {self.name} does not hold what this request asks for: {absent}. "
                "Add it to the file and start the emulator again, or leave its parameter out.",
            )
        redaction.check(given, self.name, self.transcript.redact_pii_policies or ())

    def result(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The keys that decoding would have found, for a request with these parameters."""
        found = {key: self.transcript.given(key) for key in keys_asked_for(given)}
        if "speech_understanding" in found:
            found["speech_understanding"] = {
                **given["speech_understanding"],
                **found["speech_understanding"],
            }
        return {
            **_text_keys(self.transcript.spoken(), self.transcript.utterances, given),
            **self._unredacted(given),
            "audio_duration": self._duration(),
            "audio_channels": 1,
            **{key: value for key, value in found.items() if value is not None},
            "speech_model_used": f"scenario:{self.name}",
            "metadata": metadata(self.name, given),
        }

    def _missing(self, feature: str) -> str:
        keys = [key for key in FEATURES[feature] if self.transcript.given(key) is None]
        return f"{' and '.join(keys)} (for {feature})" if keys else ""

    def _is_redacted_for_good(self) -> bool:
        """Whether the file's words are redacted, and it does not say what was hidden."""
        return bool(self.transcript.redact_pii_policies) and self.transcript.unredacted_words is None

    def _unredacted(self, given: Mapping[str, Any]) -> dict[str, Any]:
        if not given.get("redact_pii_return_unredacted"):
            return {}
        file = self.transcript
        if file.unredacted_words is None:
            words, turns = file.spoken(), file.utterances
        else:
            words, turns = spoken(file.unredacted_words, None), file.unredacted_utterances
        keys = _text_keys(words, turns, {**given, "redact_pii": False})
        return {f"unredacted_{name}": keys[name] for name in ("text", "words", "utterances")}

    def _duration(self) -> int:
        words, given = self.transcript.spoken(), self.transcript.audio_duration
        return math.ceil(max((word.end for word in words), default=0) / 1000) if given is None else given


def metadata(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The warning in every transcript of a scenario, and those of redaction if this request asks for it."""
    warning = (
        f"This transcript was not decoded: it is the scenario {name} that the emulator was started with."
    )
    messages = [warning, *redaction.warnings(given)]
    return {
        "domain_used": None,
        "warning": warning,
        "warnings": [{"message": message} for message in messages],
    }


def _text_keys(
    words: Sequence[Word], turns: Sequence[Utterance] | None, given: Mapping[str, Any]
) -> dict[str, Any]:
    """Text, confidence, words and utterances; redacted, and with speakers, if the request says so."""
    shown = redaction.shown(words, given)
    if not asks_for_speakers(given):
        return text_fields([replace(word, speaker=None, channel=None) for word in shown], multichannel=False)
    keys = text_fields(shown, multichannel=True)
    return keys if turns is None else {**keys, "utterances": _turns(turns, given)}


def _turns(turns: Sequence[Utterance], given: Mapping[str, Any]) -> list[dict[str, Any]]:
    said = [turn.spoken() for turn in turns]
    # All turns are searched as one: what a number is may have been said turns before it.
    shown = iter(redaction.shown([word for words in said for word in words], given))
    written = [
        _written(turn, list(islice(shown, len(words)))) for turn, words in zip(turns, said, strict=True)
    ]
    if not given.get("redact_pii"):
        return [{**keys, **_extras(turn)} for keys, turn in zip(written, turns, strict=True)]
    # What else the file says of a turn, a translation say, would repeat what its words now hide.
    return written


def _written(turn: Utterance, words: Sequence[Word]) -> dict[str, Any]:
    keys = text_fields(words, multichannel=False)
    return {
        **{name: keys[name] for name in ("text", "confidence", "words")},
        "start": turn.start,
        "end": turn.end,
        "speaker": turn.speaker,
        "channel": turn.channel,
    }


def _extras(turn: Utterance) -> dict[str, Any]:
    return {name: value for name, value in turn.extras().items() if name != "confidence"}
