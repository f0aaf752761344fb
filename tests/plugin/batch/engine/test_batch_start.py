"""The start of a batch: what is refused before anything is kept, and which recordings are copies."""

import pytest
from tests.plugin.batch.engine.recordings import URL

from assemblyai_tools import InvalidArgumentsError
from assemblyai_tools.batch import setup
from assemblyai_tools.batch.batch import Batch
from assemblyai_tools.batch.sources.source import Source


def test_batches_are_found_by_their_names(start, file, path):
    start(file("a.mp3"), name="one")
    start(file("b.mp3"), name="two")
    assert sorted(Batch.names(path)) == ["one", "two"]
    with pytest.raises(InvalidArgumentsError, match="There is no batch three"):
        Batch.open("three", database=path)
    with pytest.raises(InvalidArgumentsError, match="There is a batch one already"):
        start(file("a.mp3"), name="one")


@pytest.mark.parametrize("name", ["", "a/b", "-a", "a b", "x" * 65, "é"])
def test_a_name_that_no_batch_can_have_is_refused(start, file, name, path):
    with pytest.raises(InvalidArgumentsError, match="cannot be the name of a batch"):
        start(file("a.mp3"), name=name)
    assert not path.exists()


def test_a_batch_without_recordings_is_not_started(start, path):
    with pytest.raises(InvalidArgumentsError, match="There are no recordings"):
        start()
    assert Batch.names(path) == []


def test_a_start_that_was_killed_is_begun_anew(start, file, path):
    def killed():
        yield file("a.mp3")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        start(sources=killed())
    assert Batch.names(path) == []
    batch = start(file("b.mp3"), file("c.mp3"))
    assert [one.name for one in batch.rows()] == ["b", "c"]


@pytest.mark.parametrize("options", [{"no_such_option": 1}, {"audio": "a.mp3"}, {"speakers_expected": 0}])
def test_options_that_cannot_be_sent_are_refused_at_the_start(start, file, options, path):
    with pytest.raises(InvalidArgumentsError):
        start(file("a.mp3"), options=options)
    assert not path.exists()


@pytest.mark.parametrize("limit", ["max_hours", "max_cost"])
@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1.0])
def test_a_maximum_that_limits_nothing_is_refused(start, file, limit, value, path):
    with pytest.raises(InvalidArgumentsError, match=f"{limit} is"):
        start(file("a.mp3"), **{limit: value})
    assert not path.exists()
    batch = start(file("a.mp3"), **{limit: 0})
    with pytest.raises(InvalidArgumentsError, match=f"{limit} is"):
        batch.resume(**{limit: value})
    assert batch.row()[limit] == 0


def test_only_files_of_the_same_size_are_read_for_copies(start, file, monkeypatch, tmp_path):
    read = []
    digest_of = setup.digest_of
    monkeypatch.setattr(setup, "digest_of", lambda path: read.append(path) or digest_of(path))
    sources = [
        file("a.mp3", b"1"),
        file("b.mp3", b"22"),
        file("c.mp3", b"33"),
        file("d.mp3", b"22"),
        file("e.mp3", b"44"),
    ]
    (tmp_path / "e.mp3").unlink()
    batch = start(*sources)
    assert sorted(path[-5:] for path in read) == ["b.mp3", "c.mp3", "d.mp3", "e.mp3"]
    assert [row.same_as for row in batch.rows()] == [None, None, None, 2, None]


def test_the_same_address_is_a_copy_only_with_the_same_options(start):
    labels = {"speaker_labels": True}
    urls = [
        Source(URL, False, "a"),
        Source(URL, False, "b", options=labels),
        Source(URL, False, "c"),
        Source(URL, False, "d", options=labels),
    ]
    batch = start(*urls)
    assert [row.same_as for row in batch.rows()] == [None, None, 1, 2]
