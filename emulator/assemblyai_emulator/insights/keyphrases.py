"""Key phrases by YAKE. Only this module uses yake, which ships no types."""

import importlib
from typing import Any


def keyphrases(text: str, most: int) -> list[tuple[str, float]]:
    """Up to `most` phrases of one to three words, each with its weight (0 to 1), heaviest first."""
    # Imported here because the import takes most of a second and few jobs need it.
    library: Any = importlib.import_module("yake")
    extractor: Any = library.KeywordExtractor(lan="en", n=3, top=most)
    # yake's own scores have no upper bound, and the best phrase has the lowest.
    return [(str(phrase), 1 / (1 + float(score))) for phrase, score in extractor.extract_keywords(text)]
