"""What a scenario says: its words and turns, and the keys of a transcript that hold them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Self

from assemblyai_emulator.redaction import pii
from assemblyai_emulator.redaction.spans import Span, spans
from assemblyai_emulator.scenarios import redaction
from assemblyai_emulator.scenarios.features import asks_for_speakers
from assemblyai_emulator.scenarios.utterances import Said, ScenarioWord, Turn, Utterance, said_words, turns
from assemblyai_emulator.wording.transcript_text import text_fields
from assemblyai_emulator.wording.words import Word

_REDACTED = re.compile(r"\W*(?:\[[A-Z0-9_ -]+\]|##+)\W*")
"""A word that was redacted before it came into the file."""


@dataclass(frozen=True, slots=True)
class Speech:
    """`text` is the whole text as in the file, if it is there: it need not be the words joined."""

    said: list[Said]
    turns: list[Turn] | None
    text: str | None

    @classmethod
    def of(
        cls,
        words: Sequence[ScenarioWord] | None,
        utterances: Sequence[Utterance] | None,
        text: str | None,
        seconds: float | None,
    ) -> Self:
        """The words if they are given, else those of the utterances. `seconds` is the length of the audio."""
        end = None if seconds is None else seconds * 1000
        spoken = None if utterances is None else turns(utterances, end)
        if words is not None:
            return cls(said_words(words, (None, end)), spoken, text)
        return cls([one for turn in spoken or () for one in turn.said], spoken, text)

    @property
    def words(self) -> list[Word]:
        return [one.word for one in self.said]

    def text_keys(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Text, confidence, words and utterances; redacted, and with speakers, if requested."""
        shown = redaction.redacted_words(self.words, given)
        if asks_for_speakers(given):
            keys = text_fields(shown, with_turns=True)
            if self.turns is not None:
                keys["utterances"] = _utterances_json(self.turns, given)
        else:
            unnamed = [replace(word, speaker=None, channel=None) for word in shown]
            keys = text_fields(unnamed, with_turns=False)
        # The file's own text would show what the words now hide.
        kept = None if given.get("redact_pii") else self.text
        return keys if kept is None else {**keys, "text": kept}

    def hidden_spans(self, given: Mapping[str, Any]) -> list[Span]:
        """The parts of the audio to cover, in milliseconds.

        They are those of the words that are hidden now or were hidden in the file. Where the times of a word are
        estimates, all that it may span is covered.
        """
        words = self.words
        labelled = pii.labels(words, given)
        hidden = {
            index for index, word in enumerate(words) if index in labelled or _REDACTED.fullmatch(word.text)
        }
        limits = [replace(one.word, start=one.earliest, end=one.latest) for one in self.said]
        return spans(limits, hidden)


def _utterances_json(found: Sequence[Turn], given: Mapping[str, Any]) -> list[dict[str, Any]]:
    original = [[one.word for one in turn.said] for turn in found]
    # All utterances are searched together: the cue for a number may be several utterances before it.
    shown = iter(redaction.redacted_words([word for words in original for word in words], given))
    rows = [
        _utterance_json(turn, list(islice(shown, len(words))))
        for turn, words in zip(found, original, strict=True)
    ]
    if given.get("redact_pii"):
        # The file's own text of an utterance and its other keys, such as a translation, would show what is hidden.
        return rows
    return [
        {**row, **({"text": turn.utterance.text} if turn.utterance.text else {}), **turn.utterance.extras()}
        for row, turn in zip(rows, found, strict=True)
    ]


def _utterance_json(turn: Turn, words: Sequence[Word]) -> dict[str, Any]:
    keys = text_fields(words, with_turns=False)
    channel = turn.utterance.channel
    return {
        **{name: keys[name] for name in ("text", "confidence", "words")},
        "start": turn.start,
        "end": turn.end,
        "speaker": turn.utterance.speaker,
        **({} if channel is None else {"channel": channel}),
    }
