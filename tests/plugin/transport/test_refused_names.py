"""Names that are refused, and the reason that is given: odd new names, what is no file or is locked."""

import errno
import os
import socket
from dataclasses import replace

import httpx
import pytest
from tests.plugin.transport.refusing import reading, refusal, writing, written

from assemblyai_tools import FileAccessError, InvalidArgumentsError, get_subtitles
from assemblyai_tools.text import flat
from assemblyai_tools.transport.local_files import readable_file, where

CAPTIONS = "1\n00:00:00,000 --> 00:00:01,000\nHello.\n"
UNPLAIN = (
    "holds a line break, an invisible character, or other white space than single spaces, so nothing was written. "
    "Choose a plain name."
)


@pytest.fixture
def save(run, settings, service, home):
    """Save captions to a file in the allowed folder."""

    def call(name):
        service.script = [httpx.Response(200, text=CAPTIONS)]
        flow = get_subtitles(transcript_id="t1", save_to=name)
        return run(flow, settings=replace(settings, allowed_dirs=(home,)))

    return call


@pytest.fixture
def locked(home, made, monkeypatch):
    """A folder that may not be entered, as for a user without the right to."""
    made("locked/a.wav", "locked/deep/b.wav")
    real_open, real_stat = os.open, os.stat
    inode = (home / "locked").stat().st_ino

    def denied(handle):
        if handle is not None and os.fstat(handle).st_ino == inode:
            raise PermissionError(errno.EACCES, "Permission denied")

    def guarded_open(path, flags, *arguments, dir_fd=None):
        denied(dir_fd)
        return real_open(path, flags, *arguments, dir_fd=dir_fd)

    def guarded_stat(path, *, dir_fd=None, follow_symlinks=True):
        denied(dir_fd)
        return real_stat(path, dir_fd=dir_fd, follow_symlinks=follow_symlinks)

    monkeypatch.setattr("os.open", guarded_open)
    monkeypatch.setattr("os.stat", guarded_stat)
    return home / "locked"


@pytest.mark.parametrize(
    "name",
    [
        *("con\nrol.srt", "con\rrol.srt", "con\trol.srt", "a\u202eb.srt", "a\u200bb.srt", "a\u2028b.srt"),
        *("a.srt\n\u202e", "\ufeffa.srt", "a\x1bb.srt", "a  b.srt", "a\u00a0b.srt", "a\U000e0041.srt"),
    ],
)
def test_a_new_name_that_would_be_shown_as_another_one_is_refused(home, save, name):
    assert refusal(save, name) == flat(f"{name!r} {UNPLAIN}")
    assert written(home) == []


def test_a_file_url_brings_no_line_break_into_a_new_name(home):
    name = f"file://{home}/a%0Ab.srt"
    assert writing(name, home) == f"'a\\nb.srt' {UNPLAIN}"
    assert written(home) == []


@pytest.mark.parametrize("name", ["  b.srt ", "\tb.srt\n", "b.srt\r\n", "\u00a0b.srt\u2003"])
def test_white_space_around_a_new_name_is_no_part_of_it(home, save, name):
    assert save(name).saved_to == f"{home}/b.srt"
    assert written(home) == ["b.srt"]


@pytest.mark.parametrize(
    "name",
    [
        "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645.srt",
        "\u0915\u094d\u200d\u0937.srt",
        "Grüße 1.vtt",
    ],
)
def test_what_a_script_needs_may_be_in_a_new_name(home, save, name):
    assert save(name).saved_to == f"{home}/{name}"
    assert written(home) == [name]


def test_a_new_name_must_still_end_as_captions_do(save):
    with pytest.raises(InvalidArgumentsError, match=r"save_to must end in \.srt, \.vtt or \.ttml"):
        save(" b.txt ")


@pytest.mark.parametrize("kind", ["pipe", "socket"])
def test_what_is_no_regular_file_is_called_so(home, kind):
    if kind == "pipe":
        os.mkfifo(home / "x.wav")
    else:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("x.wav")  # relative: the path of a socket must be short
    assert reading("x.wav", home) == (
        "x.wav is not a regular file, but a pipe, a socket or a device. Name one audio or video file."
    )


def test_a_link_that_leads_to_itself_is_called_so(home):
    (home / "loop.wav").symlink_to(home / "loop.wav")
    (home / "here").symlink_to(home / "there")
    (home / "there").symlink_to(home / "here")
    for name in ("loop.wav", "here", "there/a.wav", f"{home}/here/a.wav"):
        assert (
            reading(name, home)
            == f"{name} is, or goes through, a link that leads to itself. Name the file itself."
        )


def test_a_link_that_leads_to_itself_outside_tells_nothing(home):
    (home.parent / "loop").symlink_to(home.parent / "loop")
    for name in ("../loop", "../missing"):
        assert reading(name, home).startswith(
            f"{name} is outside the allowed folders, or a link that leads outside."
        )


def test_a_relative_name_needs_no_working_folder(home, made, monkeypatch):
    made("a.wav")

    def gone():
        raise FileNotFoundError(errno.ENOENT, "No such file or directory")

    monkeypatch.setattr("os.getcwd", gone)
    assert readable_file("a.wav", (home,)).path == home / "a.wav"


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (OSError(errno.EIO, "Input/output error"), "it could not be followed (Input/output error)"),
        (RecursionError("too deep"), "it goes through too many links"),
    ],
)
def test_a_path_that_cannot_be_followed_says_why(home, monkeypatch, error, cause):
    real = os.path.realpath

    def fail(path, **options):
        if str(path).endswith("a.wav"):
            raise error
        return real(path, **options)

    monkeypatch.setattr("os.path.realpath", fail)
    with pytest.raises(FileAccessError) as caught:
        readable_file("a.wav", (home,))
    assert str(caught.value) == f"'a.wav' is not a usable path: {cause}. Check the name."


def test_a_name_that_no_disk_can_hold_says_why(home):
    assert reading("\ud800.wav", home) == (
        r"'\ud800.wav' is not a usable path: it holds a character that no file's name can hold. Check the name."
    )


def test_what_is_in_a_locked_folder_cannot_be_looked_at(home, locked):
    for name in ("locked/a.wav", f"{home}/locked/deep/b.wav", "locked/missing.wav"):
        path = name if name.startswith("/") else f"{home}/{name}"
        assert reading(name, home) == (
            f"{path} cannot be looked at (permission denied). Check the permissions of its folder, or move it. "
            f"{where((home,))}"
        )
    assert writing("locked/deep/new.srt", home).startswith(
        f"{home}/locked/deep cannot be looked at (permission den"
    )


def test_a_locked_folder_does_not_keep_from_another_one(home, locked, made):
    made("open/a.wav")
    assert readable_file("a.wav", (locked, home / "open")).path == home / "open" / "a.wav"


def test_a_locked_folder_outside_tells_nothing(home, locked, made):
    made("open/a.wav")
    name = f"{home}/locked/a.wav"
    assert reading(name, home / "open").startswith(f"{name} is outside the allowed folders, or a link that")


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM, errno.EROFS])
def test_where_nothing_may_be_written_another_folder_is_the_next_step(home, monkeypatch, number):
    real = os.open

    def refuse(path, flags, *arguments, **options):
        if flags & os.O_CREAT:
            raise OSError(number, os.strerror(number))
        return real(path, flags, *arguments, **options)

    monkeypatch.setattr("os.open", refuse)
    assert writing("new.srt", home) == (
        f"new.srt could not be written ({os.strerror(number)}), and nothing is left of it. "
        f"Choose another folder. {where((home,))}"
    )


def test_an_allowed_folder_that_does_not_exist_is_told(home, made, monkeypatch):
    made("file")
    lost, inside_file = home / "lost", home / "file" / "x"
    assert where((home,)) == f"Files may be in {home} (ASSEMBLYAI_ALLOWED_DIRS)."
    assert (
        where((home, lost))
        == f"Files may be in {home}, {lost} (ASSEMBLYAI_ALLOWED_DIRS; {lost} does not exist)."
    )
    assert where((lost, inside_file)) == (
        f"Files may be in {lost}, {inside_file} (ASSEMBLYAI_ALLOWED_DIRS; {lost} and {inside_file} do not exist)."
    )

    assert where((home, home / "file")) == (
        f"Files may be in {home}, {home / 'file'} (ASSEMBLYAI_ALLOWED_DIRS; {home / 'file'} is a file, not a folder)."
    )

    def refuse(*_, **__):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("os.stat", refuse)
    assert where((lost,)) == f"Files may be in {lost} (ASSEMBLYAI_ALLOWED_DIRS)."
