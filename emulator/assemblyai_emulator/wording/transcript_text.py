"""The fields of a transcript that hold its words: text, confidence, words, utterances."""

from collections.abc import Sequence
from typing import Any

from assemblyai_emulator.wording.sentences import split_utterances
from assemblyai_emulator.wording.words import Word, joined, mean_confidence


def text_fields(words: Sequence[Word], *, with_turns: bool) -> dict[str, Any]:
    """The fields as in the API's JSON. Without turns, `utterances` is null."""
    return {
        "text": joined(words),
        "confidence": mean_confidence(words),
        "words": [word.to_json() for word in words],
        "utterances": [_utterance(turn) for turn in split_utterances(words)] if with_turns else None,
    }


def unredacted_fields(words: Sequence[Word], *, with_turns: bool) -> dict[str, Any]:
    """The fields that `redact_pii_return_unredacted` adds. The confidence is the same, so there is no second one."""
    fields = text_fields(words, with_turns=with_turns)
    return {f"unredacted_{name}": fields[name] for name in ("text", "words", "utterances")}


def _utterance(turn: Sequence[Word]) -> dict[str, Any]:
    channel = turn[0].channel
    return {
        "text": joined(turn),
        "confidence": mean_confidence(turn),
        "words": [word.to_json() for word in turn],
        "start": turn[0].start,
        "end": turn[-1].end,
        "speaker": turn[0].speaker,
        **({} if channel is None else {"channel": channel}),
    }
