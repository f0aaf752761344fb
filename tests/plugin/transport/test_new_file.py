import errno
import fcntl
import os
import resource
import signal
import subprocess
import sys
from dataclasses import replace

import httpx
import pytest

from assemblyai_tools import FileAccessError, find_recordings, get_subtitles
from assemblyai_tools.transport import new_file
from assemblyai_tools.transport.local_files import check_new, write_new

CAPTIONS = "1\n00:00:00,000 --> 00:00:01,000\nHello.\n" * 50_000
"""About 2 MB."""


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 1 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk))
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root on Linux may mount a file system; the other tests limit the size of a file")
    yield disk
    subprocess.run(("umount", str(disk)), check=True)


@pytest.fixture
def small_files():
    """No file may have more than 1 MB."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def save(run, settings, service):
    """Save captions to a file in a folder."""

    def call(folder, captions):
        service.script = [httpx.Response(200, text=captions)]
        flow = get_subtitles(transcript_id="t1", save_to=f"{folder}/new.srt")
        return run(flow, settings=replace(settings, allowed_dirs=(folder,))).saved_to

    return call


def names(folder):
    return [path.name for path in folder.iterdir()]


def test_on_a_full_disk_nothing_is_left_and_the_same_call_works_later(save, small_disk):
    with pytest.raises(FileAccessError) as caught:
        save(small_disk, CAPTIONS)
    assert str(caught.value) == (
        f"{small_disk}/new.srt could not be written (No space left on device), and nothing is left of it. "
        "The same call works once there is space on that disk, or choose a name on another one."
    )
    assert names(small_disk) == []
    save(small_disk, "1\n")
    assert names(small_disk) == ["new.srt"]


def test_beyond_a_limit_nothing_is_left_and_the_same_call_works_later(save, tmp_path, small_files):
    with pytest.raises(FileAccessError, match=r"File too large.*nothing is left"):
        save(tmp_path, CAPTIONS)
    assert names(tmp_path) == []
    save(tmp_path, "1\n")
    assert names(tmp_path) == ["new.srt"]


def failing(name, error, times=1):
    """Make a function of `os` fail, the first times that it is called."""
    real, left = getattr(os, name), [error] * times

    def call(*arguments, **options):
        writes = name != "close" or fcntl.fcntl(arguments[0], fcntl.F_GETFL) & os.O_WRONLY
        if left and writes:
            if name == "close":
                real(*arguments)
            raise left.pop()
        return real(*arguments, **options)

    return call


@pytest.mark.parametrize("name", ["write", "fsync", "close", "link"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO])
def test_wherever_it_fails_nothing_is_left_and_the_same_call_works_later(tmp_path, monkeypatch, name, number):
    def call():
        return write_new("new.srt", "words", (tmp_path,))

    with monkeypatch.context() as patch:
        patch.setattr(new_file.os, name, failing(name, OSError(number, os.strerror(number)), 99))
        with pytest.raises(FileAccessError, match=r"nothing is left of it\. The same call works once"):
            call()
    assert names(tmp_path) == []
    assert call().read_text() == "words"
    assert names(tmp_path) == ["new.srt"]


def test_a_check_finds_what_would_keep_the_file_from_being_written_and_leaves_nothing(tmp_path, monkeypatch):
    check_new("new.docx", (tmp_path,))
    assert names(tmp_path) == []
    with monkeypatch.context() as patch:
        full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        patch.setattr(new_file.os, "write", failing("write", full, 99))
        with pytest.raises(
            FileAccessError, match=r"new\.docx could not be written \(No space left on device\)"
        ):
            check_new("new.docx", (tmp_path,))
    assert names(tmp_path) == []
    (tmp_path / "new.docx").write_bytes(b"mine")
    with pytest.raises(FileAccessError, match="exists already"):
        check_new("new.docx", (tmp_path,))
    for outside in ("deep/new.docx", "/etc/new.docx", ".new.docx"):
        with pytest.raises(FileAccessError):
            check_new(outside, (tmp_path,))


@pytest.mark.parametrize("number", [errno.EPERM, errno.ENOTSUP, errno.EMLINK])
def test_where_there_are_no_hard_links_a_file_is_written_in_its_place(tmp_path, monkeypatch, number):
    monkeypatch.setattr("os.link", failing("link", OSError(number, os.strerror(number)), 99))
    assert write_new("new.srt", "words", (tmp_path,)).read_text() == "words"
    assert names(tmp_path) == ["new.srt"]
    (tmp_path / "taken.srt").write_text("mine")
    monkeypatch.setattr("assemblyai_tools.transport.local_files.is_there", lambda *_: False)
    with pytest.raises(FileAccessError, match="exists already"):
        write_new("taken.srt", "words", (tmp_path,))
    assert (tmp_path / "taken.srt").read_text() == "mine"


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOSYS])
def test_a_file_system_that_cannot_be_flushed_is_written_to_all_the_same(tmp_path, monkeypatch, number):
    monkeypatch.setattr("os.fsync", failing("fsync", OSError(number, os.strerror(number))))
    assert write_new("new.srt", "words", (tmp_path,)).read_text() == "words"


def test_a_file_that_is_written_in_pieces_is_whole(tmp_path, monkeypatch):
    real = os.write
    monkeypatch.setattr("os.write", lambda descriptor, data: real(descriptor, data[:2]))
    assert write_new("new.srt", "words", (tmp_path,)).read_text() == "words"


def test_a_new_file_has_the_mode_of_every_new_file(tmp_path):
    (tmp_path / "usual").touch()
    assert write_new("new.srt", "words", (tmp_path,)).stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_process_that_is_killed_leaves_a_hidden_file_that_says_what_it_is(run, tmp_path, settings):
    script = (
        "import os, signal, sys, pathlib\n"
        "from assemblyai_tools.transport.local_files import write_new\n"
        "os.link = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)\n"
        "write_new('new.mp3', 'words', (pathlib.Path(sys.argv[1]),))\n"
    )
    killed = subprocess.run((sys.executable, "-c", script, str(tmp_path)), check=False)
    assert killed.returncode == -signal.SIGKILL
    (left,) = names(tmp_path)
    assert left.startswith(".assemblyai-tools-unfinished-")
    assert not run(find_recordings()).recordings
    write_new("new.mp3", "words", (tmp_path,))


def test_a_text_that_cannot_be_encoded_is_written_with_question_marks(tmp_path):
    assert write_new("new.srt", "a\ud800b", (tmp_path,)).read_bytes() == b"a?b"


@pytest.mark.parametrize("name", ["write", "fsync", "close", "replace"])
def test_a_file_that_cannot_be_replaced_stays_as_it_was(tmp_path, monkeypatch, name):
    path = tmp_path / "results.jsonl"
    path.write_text("before")
    with monkeypatch.context() as patch:
        patch.setattr(new_file.os, name, failing(name, OSError(errno.ENOSPC, "No space left on device"), 99))
        with pytest.raises(OSError, match="No space left"):
            new_file.replace_file(path, [b"after", b"wards"])
    assert (names(tmp_path), path.read_text()) == (["results.jsonl"], "before")
    new_file.replace_file(path, [b"after", b"wards"])
    assert (names(tmp_path), path.read_text()) == (["results.jsonl"], "afterwards")
