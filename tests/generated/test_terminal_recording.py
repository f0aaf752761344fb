"""The recording of the terminal shows what the demo does today. `make generate` makes it anew."""

import os
from contextlib import contextmanager
from dataclasses import replace

import pytest
from tests.generated.terminal_recording import FILE, heard, lines, recorded, steps

from assemblyai_tools.cli import demo

STALE = "docs/demo.svg shows another demo: run make generate"


@pytest.fixture
def run(running_emulator, monkeypatch, tmp_path):
    @contextmanager
    def emulator(**options):
        yield replace(running_emulator, **options)

    monkeypatch.setattr(demo, "emulator", emulator)
    monkeypatch.chdir(tmp_path)
    return recorded()


def test_the_recording_of_the_terminal_is_current(run):
    if os.environ.get("UPDATE_GENERATED") == "1":
        FILE.write_text(run, encoding="utf-8")
    kept = FILE.read_text(encoding="utf-8")
    assert steps(kept) == steps(run), STALE
    assert len(steps(kept)) == 7
    if heard(kept) == heard(run):  # another kind of processor may hear a comma more
        assert lines(kept) == lines(run), STALE
        assert kept == run, STALE


def test_the_recording_shows_the_job_and_fetches_nothing():
    kept = FILE.read_text(encoding="utf-8")
    assert "[00:12] 1: How serious are they?" in heard(kept)
    assert '2. Search meeting.ogg for "launch" and "billing page" [search_words]' in lines(kept)
    addresses = kept.replace('xmlns="http://www.w3.org/2000/svg"', "").replace(
        "https://www.textualize.io", ""
    )
    assert "//" not in addresses.replace("<!--", "").replace("-->", "")
    assert "url(http" not in kept
