"""A disk that is full, or fails, is told and leaves nothing half."""

import os
import resource
from contextlib import contextmanager

import pytest
from tests.plugin.batch.results.landed import lines
from tests.plugin.batch.rows import Row

from assemblyai_tools.batch.results import lines as results_file
from assemblyai_tools.batch.results.landing import Landing, LandingError


@contextmanager
def full_disk(free=0):
    """Only so many bytes fit into each file, as if the disk were full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (free, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_told_and_nothing_half_is_left(land, tmp_path):
    to = tmp_path / "results"
    landing = Landing(to, ["text"])
    with (
        full_disk(free=1000),
        pytest.raises(LandingError, match=r"cannot be written to .*File too large.*paid again"),
    ):
        land(landing, Row())
    assert not list(to.iterdir())
    land(landing, Row())
    assert len(lines(to)) == 1


@pytest.mark.parametrize("before", [0, 1])
def test_a_disk_that_is_full_within_a_line_leaves_no_half_line(tmp_path, before):
    landing = Landing(tmp_path, [])
    for number in range(before):
        landing.failed(Row(number=number, state="failed"))
    size = (tmp_path / "results.jsonl").stat().st_size if before else 0
    with full_disk(free=size + 50), pytest.raises(LandingError):
        landing.failed(Row(number=7, state="failed"))
    assert (tmp_path / "results.jsonl").stat().st_size == size
    landing.failed(Row(number=7, state="failed"))
    assert [line["number"] for line in lines(tmp_path)] == [*range(before), 7]


def test_a_disk_that_is_full_at_the_end_keeps_the_file_as_it_was(tmp_path):
    landing = Landing(tmp_path, [])
    landing.failed(Row(state="failed", message="x" * 100))
    before = (tmp_path / "results.jsonl").read_bytes()
    with full_disk(free=50), pytest.raises(LandingError):
        landing.finish("may", [Row(state="failed", message="y" * 100)])
    assert (tmp_path / "results.jsonl").read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_is_a_file_is_told(land, tmp_path):
    (tmp_path / "results").write_text("x")
    with pytest.raises(LandingError, match="cannot be written to"):
        land(Landing(tmp_path / "results", ["text"]), Row())


def test_a_disk_that_fails_also_when_the_rest_is_removed_is_told(land, tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "open", refuse)
    monkeypatch.setattr(results_file.Path, "open", refuse)
    with pytest.raises(LandingError, match="Input/output error"):
        land(Landing(tmp_path, ["text"]), Row())
