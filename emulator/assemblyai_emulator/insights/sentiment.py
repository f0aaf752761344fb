"""Sentiment analysis by a lexicon, one sentence at a time."""

from collections.abc import Sequence
from typing import Any

from assemblyai_emulator.insights import vader
from assemblyai_emulator.wording.sentences import split_sentences
from assemblyai_emulator.wording.words import Word, joined

_THRESHOLD = 0.05
"""The score, as recommended by VADER's authors, from which a sentence is positive, or negative below zero."""


def sentiment_analysis_results(words: Sequence[Word]) -> list[dict[str, Any]]:
    """A row for each sentence; times in milliseconds.

    The lexicon gives a score from -1 to 1: POSITIVE from 0.05 up, NEGATIVE from -0.05 down, NEUTRAL between.
    `confidence` is (1 + |score|) / 2, so a sentence without a word of the lexicon is NEUTRAL with 0.5.
    https://www.assemblyai.com/docs/speech-understanding/sentiment-analysis
    """
    return [_row(sentence) for sentence in split_sentences(words)]


def _row(sentence: Sequence[Word]) -> dict[str, Any]:
    text = joined(sentence)
    score = vader.compound(text)
    channel = sentence[0].channel
    return {
        "text": text,
        "start": sentence[0].start,
        "end": sentence[-1].end,
        "sentiment": _sentiment(score),
        "confidence": round((1 + abs(score)) / 2, 5),
        "speaker": sentence[0].speaker,
        **({} if channel is None else {"channel": channel}),
    }


def _sentiment(score: float) -> str:
    if score >= _THRESHOLD:
        return "POSITIVE"
    return "NEGATIVE" if score <= -_THRESHOLD else "NEUTRAL"
