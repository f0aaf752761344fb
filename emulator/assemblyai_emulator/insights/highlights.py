"""Auto highlights: the key phrases of a transcript, and when each is said."""

from collections.abc import Sequence
from typing import Any

from assemblyai_emulator.insights.keyphrases import keyphrases
from assemblyai_emulator.wording.phrases import occurrences, phrase, plain
from assemblyai_emulator.wording.words import Word, joined

_MAX_PHRASES = 15


def auto_highlights_result(words: Sequence[Word]) -> dict[str, Any]:
    """Up to 15 phrases, chosen by where and how often their words are said, not by what they mean.

    https://www.assemblyai.com/docs/speech-understanding/key-phrases
    """
    texts = [plain(word.text) for word in words]
    rows = (_row(words, texts, text, rank) for text, rank in keyphrases(joined(words), _MAX_PHRASES))
    return {"status": "success", "results": [row for row in rows if row["count"]]}


def _row(words: Sequence[Word], texts: Sequence[str], text: str, rank: float) -> dict[str, Any]:
    wanted = phrase(text)
    found = occurrences(texts, wanted)
    return {
        "count": len(found),
        "rank": round(rank, 4),
        "text": text,
        "timestamps": [{"start": words[first].start, "end": words[last].end} for first, last in found],
    }
