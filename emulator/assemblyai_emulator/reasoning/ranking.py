"""BM25 scores: the only module that touches the untyped bm25s library."""

import logging
from collections.abc import Sequence

import bm25s  # type: ignore[import-untyped]  # bm25s ships no type information

# pyright: reportUnknownMemberType=false
# bm25s' signatures are partly annotated, so strict pyright cannot know its members; the results are converted.

# The library sets its logger to DEBUG, so any application that logs would log every index it builds.
logging.getLogger("bm25s").setLevel(logging.WARNING)


class Ranking:
    """An index over documents, each a list of terms; empty documents and unknown terms score 0."""

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        self._size = len(documents)
        self._known = {term for document in documents for term in document}
        self._index = bm25s.BM25()
        # bm25s cannot index a corpus without a single term.
        if self._known:
            self._index.index([list(document) for document in documents], show_progress=False)

    def scores(self, query: Sequence[str]) -> list[float]:
        """One score for each document, in their order. A term counts as often as the query repeats it."""
        known = [term for term in query if term in self._known]
        if not known:
            return [0.0] * self._size
        return [float(score) for score in self._index.get_scores(known)]
