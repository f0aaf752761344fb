"""The only module that touches yake, which ships no types."""

import importlib
from typing import Any


def keyphrases(text: str, most: int) -> list[tuple[str, float]]:
    """Phrases of up to three words and their weight, 0 to 1, heaviest first."""
    # Imported here: it takes most of a second, and few jobs ask for it.
    library: Any = importlib.import_module("yake")
    extractor: Any = library.KeywordExtractor(lan="en", n=3, top=most)
    # Its own scores fall towards 0 for the most telling phrase and have no upper bound.
    return [(str(phrase), 1 / (1 + float(score))) for phrase, score in extractor.extract_keywords(text)]
