"""What the tests of the demo share: a screen, a working folder, the emulator that runs already."""

import io
from contextlib import contextmanager
from dataclasses import replace

import pytest
from rich.console import Console

from assemblyai_tools.cli import demo, offline_state
from assemblyai_tools.cli.screen import Screen


@pytest.fixture
def screen():
    return Screen(Console(file=io.StringIO(), width=200, highlight=False))


@pytest.fixture(autouse=True)
def working(tmp_path, monkeypatch):
    """The working folder, in which captions would be, and the user's state folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path


@pytest.fixture
def started(running_emulator, monkeypatch):
    """The demo starts no emulator of its own; gives the data folders that it would have started one with."""
    found = []

    @contextmanager
    def emulator(*, data_dir=None, stderr=None, **options):
        found.append(data_dir)
        yield replace(running_emulator, **options)

    monkeypatch.setattr(demo, "emulator", emulator)
    monkeypatch.setattr(offline_state, "emulator", emulator)
    return found
