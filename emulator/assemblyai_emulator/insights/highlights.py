"""Auto highlights: the phrases that tell most about a transcript, and where they are said."""

from collections.abc import Sequence
from typing import Any

from assemblyai_emulator.insights.keyphrases import keyphrases
from assemblyai_emulator.wording.phrases import occurrences, phrase, plain
from assemblyai_emulator.wording.words import Word, joined

_MOST = 15
# The extractor's memory and time grow faster than the text; a longer one is read in parts of about an hour.
_PART_WORDS = 10_000


def auto_highlights_result(words: Sequence[Word]) -> dict[str, Any]:
    """Up to 15 phrases by statistics of where and how often words are said, which do not know what they mean.

    https://www.assemblyai.com/docs/speech-understanding/key-phrases
    """
    spoken = [plain(word.text) for word in words]
    rows = (_row(words, spoken, text, rank) for text, rank in _ranked(words))
    results = [row for row in rows if row["count"]]
    return {"status": "success", "results": results[:_MOST]}


def _ranked(words: Sequence[Word]) -> list[tuple[str, float]]:
    best: dict[str, tuple[str, float]] = {}
    for first in range(0, len(words), _PART_WORDS):
        for text, rank in keyphrases(joined(words[first : first + _PART_WORDS]), _MOST):
            known = best.get(text.lower())
            best[text.lower()] = (text, rank) if known is None or rank > known[1] else known
    return sorted(best.values(), key=lambda row: -row[1])


def _row(words: Sequence[Word], spoken: Sequence[str], text: str, rank: float) -> dict[str, Any]:
    wanted = phrase(text)
    places = occurrences(spoken, wanted) if wanted else []
    return {
        "count": len(places),
        "rank": round(rank, 4),
        "text": text,
        "timestamps": [
            {"start": words[place].start, "end": words[place + len(wanted) - 1].end} for place in places
        ],
    }
