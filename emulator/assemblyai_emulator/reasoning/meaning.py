"""How near the sentences of a transcript are to a question in meaning."""

from collections.abc import Sequence
from functools import lru_cache
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from assemblyai_emulator.reasoning.addressed import addressed
from assemblyai_emulator.reasoning.embeddings import Encoded, Encoder, encoder
from assemblyai_emulator.reasoning.passages import Passage
from assemblyai_emulator.reasoning.terms import is_content_word, is_english

Scores = NDArray[np.float32]
"""One number for each passage, in their order."""

MOST_PASSAGES = 4000
"""Sentences. More than these, about five hours of talk, would take half a minute: they are found by words alone."""

KEPT_TRANSCRIPTS = 4
"""Transcripts whose embeddings are kept for the next question: 10 MB for an hour of talk."""

FEWEST_CENTRED = 8
"""Sentences. The mean of fewer says more about each of them than about their common topic."""

WINDOW_WEIGHT = 0.25
"""Weight of a sentence with its two neighbours, beside 1 for the sentence alone, where passages are compared."""

PIECES_WEIGHT = 0.5
"""Weight of the question's single words, where passages are compared."""

SLICE = 8192
"""Pieces of words that are compared with a question at once, so that a long transcript needs no more memory."""

_lock = Lock()
"""One thread loads or encodes at a time: the others would need the same memory again and be no sooner done."""


class Meaning:
    """The passages as the model reads them."""

    def __init__(self, passages: Sequence[Passage], read: Encoded, model: Encoder) -> None:
        self._read = read
        self._model = model
        self._sentences = _unit(read.sums)
        windows = _windows(read.sums, [passage.source for passage in passages])
        self._windows = _unit(windows)
        self._centred = len(passages) >= FEWEST_CENTRED

    def compared(self, question: str) -> tuple[Scores, Scores]:
        """Scores to order the passages by, and how near each with its neighbours is to the question, from -1 to 1.

        The order leaves out what all sentences have in common, and so finds what a sentence is about among many on
        one topic. Whether anything is near enough to be an answer shows better in the whole meaning of a few sentences.
        """
        # A passage counts by the form of the question that it is nearer to.
        forms = [self._compared(form) for form in dict.fromkeys((question, addressed(question)))]
        orders, nears = zip(*forms, strict=True)
        return np.maximum.reduce(orders), np.maximum.reduce(nears)

    def _compared(self, question: str) -> tuple[Scores, Scores]:
        with _lock:
            asked = self._model.encode([question])
        vector = _unit(asked.sums)[0]
        order: Scores = np.asarray(
            self._similar(self._sentences, vector)
            + WINDOW_WEIGHT * self._similar(self._windows, vector)
            + PIECES_WEIGHT * self._pieces(asked),
            np.float32,
        )
        return order, self._windows @ vector

    def _similar(self, vectors: NDArray[np.float32], vector: NDArray[np.float32]) -> Scores:
        if not self._centred:
            return vectors @ vector
        mean = vectors.mean(axis=0)
        return _unit(vectors - mean) @ _unit(vector - mean)

    def _pieces(self, asked: Encoded) -> Scores:
        """For each passage the mean, over the question's pieces, of the similarity of its most similar piece."""
        wanted = [number for number, name in enumerate(asked.names) if is_content_word(name)]
        pieces = (asked.pieces[wanted] if wanted else asked.pieces).astype(np.float32)
        found = self._read.pieces
        similar = np.concatenate(
            [
                found[first : first + SLICE].astype(np.float32) @ pieces.T
                for first in range(0, len(found), SLICE)
            ]
        )
        best: Scores = np.maximum.reduceat(similar, self._read.starts, axis=0).mean(axis=1)
        return best


def meaning_of(passages: Sequence[Passage]) -> Meaning | None:
    """What the passages mean; None without the model, for other languages than English, and for too many or none."""
    texts = tuple(passage.line.text for passage in passages)
    if not 0 < len(texts) <= MOST_PASSAGES or not is_english(texts):
        return None
    with _lock:
        model = encoder()
        return None if model is None else Meaning(passages, _encoded(texts, model), model)


@lru_cache(maxsize=KEPT_TRANSCRIPTS)
def _encoded(texts: tuple[str, ...], model: Encoder) -> Encoded:
    return model.encode(texts)


def _windows(sums: NDArray[np.float32], sources: Sequence[int]) -> NDArray[np.float32]:
    """Each sentence's sum with its neighbours' in the same source."""
    windows = sums.copy()
    together = np.equal(sources[1:], sources[:-1])[:, None]
    windows[1:] += np.where(together, sums[:-1], 0)
    windows[:-1] += np.where(together, sums[1:], 0)
    return windows


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    unit: NDArray[np.float32] = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
    return unit
