import os
import stat
import tempfile
from pathlib import Path

import pytest

from assemblyai_emulator.errors import SetupError
from assemblyai_emulator.store import data_folder
from assemblyai_emulator.store.data_folder import NAME, opened


def mode(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(params=[0o000, 0o022, 0o077])
def umask(request):
    before = os.umask(request.param)
    yield
    os.umask(before)


def test_a_new_folder_is_private_whatever_the_umask(tmp_path, umask):
    with opened(tmp_path / "new" / "data") as folder:
        assert folder == tmp_path / "new" / "data" / NAME
        assert [mode(folder.parent), mode(folder), mode(folder / "lock")] == [0o700, 0o700, 0o600]


def test_an_existing_directory_keeps_its_mode_and_the_folder_in_it_is_private(tmp_path):
    tmp_path.chmod(0o755)
    (tmp_path / NAME).mkdir(mode=0o755)
    with opened(tmp_path) as folder:
        assert [mode(tmp_path), mode(folder)] == [0o755, 0o700]


def test_a_second_emulator_is_refused(tmp_path):
    with opened(tmp_path), pytest.raises(SetupError, match="Another emulator"), opened(tmp_path):
        pytest.fail("two emulators share a folder")


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_a_file_in_the_path_is_a_setup_error(tmp_path, place):
    (tmp_path / "file").touch()
    with (
        pytest.raises(SetupError, match=r"not a folder.+Choose another --data-dir"),
        opened(tmp_path / place),
    ):
        pytest.fail("a file passed for a folder")


def test_a_directory_that_cannot_be_written_to_is_a_setup_error(tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(SetupError, match=r"cannot be written to \(Permission denied\)"), opened(tmp_path):
        pytest.fail("it was written to")


def test_without_a_directory_the_folder_is_temporary(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with opened(None) as folder:
        (folder / "audio").touch()
        assert folder.is_relative_to(tmp_path)
        assert mode(folder) == 0o700
    assert list(tmp_path.iterdir()) == []


def test_a_temporary_folder_that_cannot_be_created_is_a_setup_error(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    with pytest.raises(SetupError, match=r"No temporary folder can be made .+ Use --data-dir"), opened(None):
        pytest.fail("a folder was made")


def test_the_folders_name_says_that_it_belongs_to_the_emulator():
    assert "assemblyai-emulator" in data_folder.NAME
