import pytest

from assemblyai_emulator.store.directory_lock import locked


def test_a_directory_is_one_emulators(tmp_path):
    with locked(tmp_path), pytest.raises(RuntimeError, match="choose another --data-dir"), locked(tmp_path):
        pytest.fail("two emulators share a directory")


def test_a_directory_is_free_again_afterwards(tmp_path):
    for _ in range(2):
        with locked(tmp_path):
            pass
