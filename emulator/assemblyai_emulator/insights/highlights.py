"""Auto highlights: the key phrases of a transcript, and when each is said."""

from collections.abc import Sequence
from typing import Any

from assemblyai_emulator.insights.keyphrases import keyphrases
from assemblyai_emulator.wording.phrases import occurrences, phrase, plain
from assemblyai_emulator.wording.words import Word, joined

_MAX_PHRASES = 15
_PART_WORDS = 10_000
"""Words, about an hour of speech. A longer transcript is read in parts, because the extractor's memory and time grow
faster than the text."""


def auto_highlights_result(words: Sequence[Word]) -> dict[str, Any]:
    """Up to 15 phrases, chosen by where and how often their words are said, not by what they mean.

    https://www.assemblyai.com/docs/speech-understanding/key-phrases
    """
    texts = [plain(word.text) for word in words]
    rows = (_row(words, texts, text, rank) for text, rank in _ranked(words))
    results = [row for row in rows if row["count"]]
    return {"status": "success", "results": results[:_MAX_PHRASES]}


def _ranked(words: Sequence[Word]) -> list[tuple[str, float]]:
    best: dict[str, tuple[str, float]] = {}
    for first in range(0, len(words), _PART_WORDS):
        for text, rank in keyphrases(joined(words[first : first + _PART_WORDS]), _MAX_PHRASES):
            known = best.get(text.lower())
            best[text.lower()] = (text, rank) if known is None or rank > known[1] else known
    return sorted(best.values(), key=lambda row: -row[1])


def _row(words: Sequence[Word], texts: Sequence[str], text: str, rank: float) -> dict[str, Any]:
    wanted = phrase(text)
    found = occurrences(texts, wanted)
    return {
        "count": len(found),
        "rank": round(rank, 4),
        "text": text,
        "timestamps": [{"start": words[first].start, "end": words[last].end} for first, last in found],
    }
