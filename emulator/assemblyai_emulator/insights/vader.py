"""Scores by VADER. Only this module uses vaderSentiment, which ships no types."""

import importlib
from functools import cache
from typing import Any


def compound(text: str) -> float:
    """How positive a sentence's words are, from -1 to 1; 0 if none of them is in the lexicon."""
    return float(_analyzer().polarity_scores(text)["compound"])


@cache
def _analyzer() -> Any:
    # This loads the lexicon of 7,500 words, which takes a few hundredths of a second.
    return importlib.import_module("vaderSentiment.vaderSentiment").SentimentIntensityAnalyzer()
