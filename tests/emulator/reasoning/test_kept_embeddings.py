import numpy as np

from assemblyai_emulator.reasoning.embeddings import DIMENSIONS, Encoded
from assemblyai_emulator.reasoning.kept_embeddings import KeptEmbeddings


def embeddings(pieces: int) -> Encoded:
    zeros = np.zeros((pieces, DIMENSIONS), np.float16)
    return Encoded(np.zeros((1, DIMENSIONS), np.float32), zeros, np.zeros(1, np.intp), ("a",) * pieces)


SMALL = embeddings(10)


def test_what_is_kept_is_found_by_its_texts():
    kept = KeptEmbeddings(SMALL.size)
    kept.keep(["A.", "B."], SMALL)
    assert kept.find(["A.", "B."]) is SMALL
    assert kept.find(["A.B."]) is None
    assert kept.find(["A.", "\ud83d"]) is None


def test_those_not_used_for_longest_make_room():
    kept = KeptEmbeddings(2 * SMALL.size)
    kept.keep(["A."], SMALL)
    kept.keep(["B."], SMALL)
    kept.find(["A."])
    kept.keep(["C."], SMALL)
    assert kept.find(["B."]) is None
    assert kept.find(["A."]) is kept.find(["C."]) is SMALL
    assert kept.size == 2 * SMALL.size


def test_what_is_larger_than_the_room_is_not_kept():
    kept = KeptEmbeddings(SMALL.size)
    kept.keep(["A."], embeddings(1000))
    assert kept.find(["A."]) is None
    assert kept.size == 0
