import os
from pathlib import Path

import pytest

from assemblyai_tools import FileAccessError
from assemblyai_tools.transport import allowed_folder
from assemblyai_tools.transport.allowed_folder import is_locked, is_there, opened, passed, root_of, status
from assemblyai_tools.transport.local_files import readable_file


@pytest.fixture
def home(tmp_path):
    (tmp_path / "home" / "calls").mkdir(parents=True)
    (tmp_path / "home" / "calls" / "a.wav").write_bytes(b"a")
    return tmp_path / "home"


def open_handles():
    return {path.name for path in Path("/dev/fd").iterdir()}


def test_the_outermost_folder_is_where_a_path_starts(home):
    assert root_of(home / "calls" / "a.wav", (home / "calls", home)) == home
    assert root_of(home.parent, (home,)) is None


def test_a_link_that_took_the_place_of_a_part_is_not_followed(home):
    (home / "link").symlink_to(home / "calls")
    (home / "calls" / "link.wav").symlink_to(home / "calls" / "a.wav")
    for path in (home / "link" / "a.wav", home / "calls" / "link.wav"):
        with pytest.raises(OSError, match=r"Not a directory|Not a file any more"):
            opened(path, (home,))
    assert not is_there(home / "link" / "a.wav", (home,))


def test_what_is_outside_has_no_handle(home):
    with pytest.raises(PermissionError), passed(home.parent, (home,)):
        pytest.fail("it was opened")
    assert status(home.parent / "home", ()) is None


@pytest.mark.skipif(not hasattr(os, "O_PATH"), reason="only Linux has handles that need no right to read")
def test_a_folder_that_is_passed_through_need_not_be_readable(home, monkeypatch):
    real, modes = os.open, []

    def watched(path, flags, *arguments, **options):
        modes.append(flags)
        return real(path, flags, *arguments, **options)

    monkeypatch.setattr("os.open", watched)
    with passed(home / "calls", (home,)):
        assert all(flags & os.O_PATH and flags & os.O_NOFOLLOW and flags & os.O_CLOEXEC for flags in modes)


def test_no_handle_stays_open(home):
    before = open_handles()
    os.close(opened(home / "calls" / "a.wav", (home,)))
    for path in (home / "calls" / "gone.wav", home / "gone" / "a.wav"):
        with pytest.raises(FileNotFoundError):
            opened(path, (home,))
    assert open_handles() == before


def test_what_cannot_be_looked_up_is_an_error_and_not_missing(home, monkeypatch):
    def refuse(*_, **__):
        raise OSError(24, "Too many open files")

    monkeypatch.setattr("os.open", refuse)
    with pytest.raises(FileAccessError) as caught:
        readable_file("calls/a.wav", (home,))
    assert str(caught.value) == (
        f"{home}/calls/a.wav could not be looked up (Too many open files). Try again once."
    )


def test_a_name_that_is_none_is_not_there(home):
    assert not is_there(home / "a\0.wav", (home,))
    assert not is_locked(home / "a\0.wav", (home,))


def test_a_system_without_handles_uses_no_files(home, monkeypatch):
    monkeypatch.setattr(allowed_folder, "_HAS_HANDLES", False)
    with pytest.raises(FileAccessError) as caught:
        readable_file("calls/a.wav", (home,))
    assert str(caught.value) == (
        "Local files can be used on Linux and macOS only: this system opens none relative to a folder. "
        "Give a URL, or the audio itself as bytes."
    )


def test_a_hard_link_is_a_file_of_its_folder(home):
    (home.parent / "outside.wav").write_bytes(b"outside")
    os.link(home.parent / "outside.wav", home / "linked.wav")
    with readable_file("linked.wav", (home,)).open() as stream:
        assert stream.read() == b"outside"
