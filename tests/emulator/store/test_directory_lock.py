import fcntl

import pytest

from assemblyai_emulator.errors import SetupError
from assemblyai_emulator.store.directory_lock import locked


def test_only_one_emulator_can_lock_a_directory(tmp_path):
    with locked(tmp_path), pytest.raises(SetupError, match="choose another --data-dir"), locked(tmp_path):
        pytest.fail("two emulators share a directory")


def test_a_directory_can_be_locked_again_after_it_was_released(tmp_path):
    for _ in range(2):
        with locked(tmp_path) as held:
            assert held == tmp_path


def test_a_directory_that_cannot_be_locked_is_a_setup_error(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(37, "No locks available")

    with (
        pytest.raises(SetupError, match="cannot be written to"),
        locked(tmp_path / "missing"),
    ):
        pytest.fail("there is no such directory")
    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(SetupError, match=r"cannot be locked \(No locks available\)"), locked(tmp_path):
        pytest.fail("it was locked")
