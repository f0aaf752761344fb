import dataclasses
import hashlib
import logging
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from assemblyai_emulator.reasoning import embeddings
from assemblyai_emulator.reasoning.embeddings import MOST_TOKENS, VOCABULARY, WEIGHTS, File, encoder


@pytest.fixture
def model():
    loaded = encoder()
    assert loaded is not None, "the development group installs the model"
    return loaded


def vectors(model, *texts):
    sums = model.encode(texts).sums
    return sums / np.linalg.norm(sums, axis=1, keepdims=True)


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package with one file, and how it is expected."""
    (tmp_path / "modelbox").mkdir()
    (tmp_path / "modelbox" / "__init__.py").touch()
    (tmp_path / "modelbox" / "model.bin").write_bytes(b"weights")
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path / "modelbox" / "model.bin", File(
        "modelbox", "model.bin", hashlib.sha256(b"weights").hexdigest()
    )


def test_the_installed_files_are_the_expected_ones():
    assert WEIGHTS.read()
    assert VOCABULARY.read()


def test_a_file_with_the_expected_content_is_read(package):
    _, file = package
    assert file.read() == b"weights"


@pytest.mark.parametrize("change", [lambda path: path.write_bytes(b"other"), lambda path: path.unlink()])
def test_a_changed_or_lost_file_is_not_used_and_the_log_says_so(package, change, caplog):
    path, file = package
    change(path)
    with caplog.at_level(logging.WARNING):
        assert file.read() is None
    assert "model.bin" in caplog.text
    assert "not the file that is expected" in caplog.text


def test_a_package_that_is_not_installed_is_no_reason_for_a_warning(caplog):
    assert File("no_such_package_at_all", "model.bin", "0").read() is None
    assert File("bisect", "model.bin", "0").read() is None  # a module without a folder
    assert not caplog.records


@pytest.mark.parametrize("name", ["WEIGHTS", "VOCABULARY"])
def test_there_is_no_encoder_without_both_files(monkeypatch, name):
    monkeypatch.setattr(embeddings, name, dataclasses.replace(getattr(embeddings, name), sha256="0"))
    assert encoder.__wrapped__() is None


def test_there_is_no_encoder_without_its_runtime(monkeypatch):
    found = embeddings.find_spec
    monkeypatch.setattr(embeddings, "find_spec", lambda name: None if name == "onnxruntime" else found(name))
    assert encoder.__wrapped__() is None


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("The cat sits on the mat.", "A kitten rests on the rug.", "The interest rate rose again."),
        ("How much does it cost?", "What is the price?", "Where is the station?"),
        ("He was fired last week.", "She lost her job.", "The cake has a candle."),
        ("My phone was stolen.", "Somebody took my mobile.", "The bread is in the oven."),
    ],
)
def test_texts_of_one_meaning_are_nearer_than_others(model, text, near, far):
    one, same, other = vectors(model, text, near, far)
    assert one @ same > one @ other + 0.2


def test_a_text_has_the_same_embedding_alone_and_among_longer_ones(model):
    texts = [
        "Yes.",
        "It went out on Friday.",
        "They found two problems with the billing page, and one is serious.",
    ]
    together, alone = vectors(model, *texts), [vectors(model, text)[0] for text in texts]
    # int8 arithmetic takes its scale from the whole batch.
    assert all(one @ other > 0.98 for one, other in zip(together, alone, strict=True))


def test_pieces_follow_the_order_of_the_texts(model):
    read = model.encode(["A long sentence about bicycles.", "", "Bread."])
    assert read.sums.shape == (3, embeddings.DIMENSIONS)
    assert len(read.pieces) == len(read.names) == read.starts[-1] + 2
    assert list(read.names[: read.starts[1]]) == ["a", "long", "sentence", "about", "bicycles", "."]
    assert list(read.names[read.starts[2] :]) == ["bread", "."]


def test_no_texts_have_no_embeddings(model):
    read = model.encode([])
    assert (len(read.sums), len(read.pieces), len(read.starts), read.names) == (0, 0, 0, ())


def test_memory_is_bounded_for_a_text_of_any_length(model):
    read = model.encode(["word " * 50_000])
    assert len(read.pieces) <= MOST_TOKENS
    assert read.pieces.dtype == np.float16


def test_a_batch_is_bounded_in_its_texts_and_in_its_pieces_with_their_padding():
    lengths = [2, MOST_TOKENS, 9, 5, MOST_TOKENS, 60] * 30
    found = list(embeddings.batches(lengths))
    assert sorted(place for batch in found for place in batch) == list(range(len(lengths)))
    assert max(len(batch) for batch in found) == embeddings.MOST_TEXTS_AT_ONCE
    padded = [len(batch) * max(lengths[place] for place in batch) for batch in found]
    assert max(padded) <= embeddings.MOST_PIECES_AT_ONCE


def test_pieces_are_counted_with_the_marks_of_their_text(model):
    assert model.count(["A long sentence about bicycles.", "", "word " * 50_000]) == 8 + 2 + MOST_TOKENS


def test_several_threads_get_what_one_would_get(model):
    texts = [f"Sentence number {number} is about bread." for number in range(8)]
    with ThreadPoolExecutor(4) as threads:
        sums = list(threads.map(lambda text: model.encode([text]).sums[0], texts))
    assert all(
        np.allclose(found, model.encode([text]).sums[0]) for found, text in zip(sums, texts, strict=True)
    )
