"""The only module that touches vaderSentiment, which ships no types."""

import importlib
from functools import cache
from typing import Any


def compound(text: str) -> float:
    """How positive a sentence's words are, -1 to 1; 0 when its lexicon knows none of them."""
    return float(_analyzer().polarity_scores(text)["compound"])


@cache
def _analyzer() -> Any:
    # Loads its lexicon of 7,500 words, in some hundredths of a second.
    return importlib.import_module("vaderSentiment.vaderSentiment").SentimentIntensityAnalyzer()
