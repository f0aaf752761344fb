"""A file that cannot be sent, or is not what it was, fails alone, and its copies outlive it."""

import errno
import os
from pathlib import Path

import pytest
from tests.plugin.batch.engine.conftest import NAME
from tests.plugin.batch.engine.recordings import states

from assemblyai_tools.batch import copies


@pytest.mark.parametrize(
    ("harm", "problem", "message"),
    [
        (lambda path: path.unlink(), "missing", "There is no file"),
        (lambda path: path.write_bytes(b"other"), "changed", "has changed since the batch was started"),
        (lambda path: os.truncate(path, 0), "empty", "is empty"),
    ],
)
async def test_a_file_that_is_not_what_it_was_is_not_sent(
    start, work, file, service, landing, tmp_path, harm, problem, message
):
    bad, good = file("a.mp3", stamp=None) if problem == "empty" else file("a.mp3"), file("b.mp3")
    batch = start(bad, good)
    harm(tmp_path / "a.mp3")
    await work(batch)
    assert states(batch) == [("failed", problem), ("done", None)]
    assert message in batch.rows()[0].message
    assert landing.failures == [(1, problem)]
    assert service.created == 1


async def test_a_file_that_may_not_be_read_fails_alone(start, work, file, monkeypatch):
    batch = start(file("a.mp3"), file("b.mp3"))
    read = Path.read_bytes

    def refused(path):
        if path.name == "a.mp3":
            raise PermissionError(errno.EACCES, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refused)
    await work(batch)
    assert states(batch) == [("failed", "unreadable"), ("done", None)]


async def test_a_file_whose_folder_may_not_be_read_fails_alone(start, work, file, monkeypatch):
    batch = start(file("a.mp3"), file("b.mp3"))
    stat = Path.stat

    def refused(path, **options):
        if path.name == "a.mp3":
            raise PermissionError(errno.EACCES, "Permission denied")
        return stat(path, **options)

    monkeypatch.setattr(Path, "stat", refused)
    await work(batch)
    assert states(batch) == [("failed", "unreadable"), ("done", None)]


async def test_a_file_that_is_too_large_fails_alone(start, work, file, monkeypatch):
    batch = start(file("a.mp3", b"large"), file("b.mp3", b"b"))
    monkeypatch.setattr("assemblyai_tools.batch.audio_file.SMALL", 1)
    monkeypatch.setattr("assemblyai_tools.transport.local_files.MAX_UPLOAD", 4)
    await work(batch)
    assert states(batch) == [("failed", "unreadable"), ("done", None)]


@pytest.mark.parametrize("harm", [lambda path: path.unlink(), lambda path: path.write_bytes(b"other")])
async def test_copies_outlive_an_original_that_cannot_be_sent(start, work, file, service, tmp_path, harm):
    batch = start(*(file(f"{name}.mp3", b"same") for name in "abc"))
    harm(tmp_path / "a.mp3")
    for _ in range(4):
        await work(batch)
        batch.database.run_here(lambda c: copies.settle_copies(c, NAME, 5.0))
    assert [row.state for row in batch.rows()] == ["failed", "done", "done"]
    assert [row.same_as for row in batch.rows()] == [2, None, 2]
    assert service.created == 1
    (tmp_path / "c.mp3").unlink()  # the results of a copy need it no more
    assert batch.retry() == 1
    batch.database.run_here(lambda c: copies.settle_copies(c, NAME, 5.0))
    await work(batch)
    assert batch.status() == {"done": 3}
    assert service.created == 1
