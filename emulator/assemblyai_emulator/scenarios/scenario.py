"""One scenario: the transcript that a file gives for its audio."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from assemblyai_emulator.errors import ApiError
from assemblyai_emulator.scenarios import redaction
from assemblyai_emulator.scenarios.features import FEATURES, asks_for_speakers, requested_keys
from assemblyai_emulator.scenarios.transcript import ScenarioTranscript
from assemblyai_emulator.scenarios.utterances import Utterance, all_words
from assemblyai_emulator.wording.transcript_text import text_fields
from assemblyai_emulator.wording.words import Word

PARAMETER = "scenario"
"""The key, among a stored transcript's parameters, that has the name of its scenario."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """`name` is the file's name."""

    name: str
    transcript: ScenarioTranscript

    @property
    def error(self) -> str | None:
        """The error of a transcript that is meant to fail."""
        return self.transcript.error

    def check(self, given: Mapping[str, Any]) -> None:
        """Raises ApiError (400) if the request asks for something that is not in the file."""
        if self.error:
            return
        missing = [self._missing(feature) for feature in FEATURES if given.get(feature)]
        if asks_for_speakers(given) and not any(word.speaker for word in self.transcript.all_words()):
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
        redaction.check(given, self.name, self.transcript.redact_pii_policies or ())

    def result(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The keys of the transcript for a request with these parameters, as decoding would give them."""
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
            **_text_keys(self.transcript.all_words(), self.transcript.utterances, given),
            **self._unredacted(given),
            "audio_duration": self._duration(),
            "audio_channels": 1,
            **{key: value for key, value in found.items() if value is not None},
            "speech_model_used": f"scenario:{self.name}",
            "metadata": metadata(self.name, given),
        }

    def _missing(self, feature: str) -> str:
        keys = [key for key in FEATURES[feature] if self.transcript.value(key) is None]
        return f"{' and '.join(keys)} (for {feature})" if keys else ""

    def _is_redacted_irreversibly(self) -> bool:
        """Whether the file's words are redacted and it does not have the original words."""
        return bool(self.transcript.redact_pii_policies) and self.transcript.unredacted_words is None

    def _unredacted(self, given: Mapping[str, Any]) -> dict[str, Any]:
        if not given.get("redact_pii_return_unredacted"):
            return {}
        file = self.transcript
        if file.unredacted_words is None:
            words, utterances = file.all_words(), file.utterances
        else:
            words, utterances = all_words(file.unredacted_words, None), file.unredacted_utterances
        keys = _text_keys(words, utterances, {**given, "redact_pii": False})
        return {f"unredacted_{name}": keys[name] for name in ("text", "words", "utterances")}

    def _duration(self) -> int:
        if self.transcript.audio_duration is not None:
            return self.transcript.audio_duration
        return math.ceil(max((word.end for word in self.transcript.all_words()), default=0) / 1000)


def metadata(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The warning in every transcript of a scenario, and those of redaction if this request asks for redaction."""
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
    words: Sequence[Word], utterances: Sequence[Utterance] | None, given: Mapping[str, Any]
) -> dict[str, Any]:
    """Text, confidence, words and utterances; redacted, and with speakers, if requested."""
    shown = redaction.redacted_words(words, given)
    if not asks_for_speakers(given):
        return text_fields([replace(word, speaker=None, channel=None) for word in shown], multichannel=False)
    keys = text_fields(shown, multichannel=True)
    return keys if utterances is None else {**keys, "utterances": _utterances_json(utterances, given)}


def _utterances_json(utterances: Sequence[Utterance], given: Mapping[str, Any]) -> list[dict[str, Any]]:
    original = [utterance.to_words() for utterance in utterances]
    # All utterances are searched together: the cue for a number may be several utterances before it.
    shown = iter(redaction.redacted_words([word for words in original for word in words], given))
    rows = [
        _utterance_json(utterance, list(islice(shown, len(words))))
        for utterance, words in zip(utterances, original, strict=True)
    ]
    if not given.get("redact_pii"):
        return [{**row, **_extras(utterance)} for row, utterance in zip(rows, utterances, strict=True)]
    # The file's other keys of an utterance, such as a translation, would repeat what the words now hide.
    return rows


def _utterance_json(utterance: Utterance, words: Sequence[Word]) -> dict[str, Any]:
    keys = text_fields(words, multichannel=False)
    return {
        **{name: keys[name] for name in ("text", "confidence", "words")},
        "start": utterance.start,
        "end": utterance.end,
        "speaker": utterance.speaker,
        "channel": utterance.channel,
    }


def _extras(utterance: Utterance) -> dict[str, Any]:
    return {name: value for name, value in utterance.extras().items() if name != "confidence"}
