"""Sentiment analysis, sentence by sentence, from a lexicon of words."""

from collections.abc import Sequence
from typing import Any

from assemblyai_emulator.insights import vader
from assemblyai_emulator.wording.sentences import split_sentences
from assemblyai_emulator.wording.words import Word, joined

# The lexicon's authors' own thresholds.
_POLAR = 0.05


def sentiment_analysis_results(words: Sequence[Word]) -> list[dict[str, Any]]:
    """A row for each sentence; times in milliseconds.

    The lexicon gives a score from -1 to 1: POSITIVE from 0.05 up, NEGATIVE from -0.05 down, NEUTRAL between.
    `confidence` is (1 + |score|) / 2, so a sentence of which it knows no word is NEUTRAL at 0.5.
    https://www.assemblyai.com/docs/speech-understanding/sentiment-analysis
    """
    return [_row(sentence) for sentence in split_sentences(words)]


def _row(sentence: Sequence[Word]) -> dict[str, Any]:
    text = joined(sentence)
    score = vader.compound(text)
    return {
        "text": text,
        "start": sentence[0].start,
        "end": sentence[-1].end,
        "sentiment": _sentiment(score),
        "confidence": round((1 + abs(score)) / 2, 5),
        "speaker": sentence[0].speaker,
        "channel": sentence[0].channel,
    }


def _sentiment(score: float) -> str:
    if score >= _POLAR:
        return "POSITIVE"
    return "NEGATIVE" if score <= -_POLAR else "NEUTRAL"
