"""How near the sentences of a transcript are to a question in meaning."""

from collections.abc import Sequence
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from assemblyai_emulator.reasoning.addressed import addressed
from assemblyai_emulator.reasoning.embeddings import MOST_CHARACTERS, Encoded, Encoder, encoder
from assemblyai_emulator.reasoning.kept_embeddings import KeptEmbeddings
from assemblyai_emulator.reasoning.passages import Passage
from assemblyai_emulator.reasoning.terms import is_content_word, is_english

Scores = NDArray[np.float32]
"""One number for each passage, in their order."""

MOST_PASSAGES = 4000
"""Sentences. With more, the arrays with one row for each sentence would take over 40 MB."""

MOST_PIECES = 30_000
"""Pieces of words. A core encodes some 4,000 in a second. What has more, about two and a half hours of talk, is found
by words alone: a question of one account must not keep those of the others waiting for longer than some seconds."""

_CHARACTERS_OF_A_PIECE = 8
"""More than a piece and its space have in any English text, so that one look at the lengths rules out far too much."""

MOST_KEPT_BYTES = 64 << 20
"""Embeddings that are kept for the next question. An hour of talk has 10 MB."""

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

kept = KeptEmbeddings(MOST_KEPT_BYTES)
"""The embeddings of the last transcripts. To be used under the lock."""


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
    """What the passages mean; None without the model, for other languages than English, and for too many or none.

    Raises AbandonedError if nobody waits for the answer any longer.
    """
    texts = [passage.line.text for passage in passages]
    if not 0 < len(texts) <= MOST_PASSAGES:
        return None
    with _lock:
        model = encoder()
        read = None if model is None else _encoded(texts, model)
    return None if read is None or model is None else Meaning(passages, read, model)


def _encoded(texts: Sequence[str], model: Encoder) -> Encoded | None:
    read = kept.find(texts)
    if read is None and _is_fit(texts, model):
        read = model.encode(texts)
        kept.keep(texts, read)
    return read


def _is_fit(texts: Sequence[str], model: Encoder) -> bool:
    """Whether the texts are English and few enough. The quicker checks come first."""
    characters = sum(min(len(text), MOST_CHARACTERS) for text in texts)
    return (
        characters <= _CHARACTERS_OF_A_PIECE * MOST_PIECES
        and is_english(texts)
        and model.count(texts) <= MOST_PIECES
    )


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
