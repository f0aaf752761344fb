"""Files that change and streams that fail while they are sent: every test with `run` runs once on each client."""

import os
from io import BytesIO, FileIO

import httpx
import pytest
from tests.plugin.upload_reader import Reader, ok

from assemblyai_tools import FileAccessError, upload_file
from assemblyai_tools.transport import async_upload
from assemblyai_tools.transport.upload import CHUNK


class Changing(Reader):
    """Changes the file before the first attempt, which fails, or after some chunks of it."""

    def __init__(self, change, after):
        super().__init__()
        self.change, self.after = change, after

    def _took(self, chunk):
        self.chunks.append(chunk)
        if len(self.chunks) == self.after:
            self.change()

    def handle_request(self, request):
        if self.after is None:
            self.after = 0
            self.change()
            raise httpx.ConnectError("refused")
        for chunk in request.stream:
            self._took(chunk)
        return ok({"upload_url": "https://cdn.test/u1"})

    async def handle_async_request(self, request):
        if self.after is None:
            self.after = 0
            self.change()
            raise httpx.ConnectError("refused")
        async for chunk in request.stream:
            self._took(chunk)
        return ok({"upload_url": "https://cdn.test/u1"})


def removed(file):
    file.unlink()


def emptied(file):
    os.truncate(file, 0)


def shortened(file):
    os.truncate(file, CHUNK * 4 + 1)


def grown(file):
    with file.open("ab") as stream:
        stream.write(b"more")


def rewritten(file):
    """With other content of the same length."""
    file.write_bytes(b"y" * CHUNK * 5)


def exchanged(file):
    """Another file of the same length and time takes its place."""
    seen = file.stat()
    other = file.with_name("other.wav")
    other.write_bytes(b"y" * CHUNK * 5)
    os.utime(other, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    other.replace(file)


def folder(file):
    file.unlink()
    file.mkdir()


def link(file):
    file.rename(file.with_name("before.wav"))
    file.symlink_to(file.with_name("before.wav"))


CHANGED = (
    f"a.wav changed while it was read (it had {CHUNK * 5:,} bytes). Wait until no program writes to it, then "
)
GONE = "a.wav was moved, removed or replaced after it was found. Check the name; find_recordings lists what there is."


@pytest.fixture
def file(tmp_path):
    file = tmp_path / "a.wav"
    file.write_bytes(b"x" * CHUNK * 5)
    os.utime(file, (0, 0))
    return file


@pytest.mark.parametrize("change", [emptied, shortened, grown, rewritten])
@pytest.mark.parametrize("in_memory", [True, False])
def test_a_file_that_changes_while_it_is_sent_is_never_sent_whole(run, file, monkeypatch, change, in_memory):
    monkeypatch.setattr(async_upload, "_in_memory", lambda *_: in_memory)
    reader = Changing(lambda: change(file), 2)
    with pytest.raises(FileAccessError) as caught:
        run(upload_file(path=str(file)), transport=reader)
    assert CHANGED in str(caught.value)
    assert sum(map(len, reader.chunks)) < CHUNK * 5


@pytest.mark.parametrize("change", [removed, exchanged, folder, link])
def test_a_file_whose_name_is_taken_away_while_it_is_sent_is_sent_whole(run, file, change):
    reader = Changing(lambda: change(file), 2)
    run(upload_file(path=str(file)), transport=reader)
    assert b"".join(reader.chunks) == b"x" * CHUNK * 5


@pytest.mark.parametrize(
    ("change", "text"),
    [
        *[(removed, GONE), (folder, GONE), (link, GONE)],
        *[
            (emptied, CHANGED),
            (shortened, CHANGED),
            (grown, CHANGED),
            (rewritten, CHANGED),
            (exchanged, CHANGED),
        ],
    ],
)
def test_a_file_that_changes_between_two_attempts_is_not_sent_again(run, file, change, text):
    reader = Changing(lambda: change(file), None)
    with pytest.raises(FileAccessError) as caught:
        run(upload_file(path=str(file)), transport=reader)
    assert text in str(caught.value)
    assert reader.chunks == []


class Failing(BytesIO):
    """A program's stream that cannot be read to its end, or is shorter by then."""

    def __init__(self, content, error):
        super().__init__(content)
        self.error = error

    def read(self, size=-1):
        if self.error and size:
            raise self.error
        return super().read(size)[:5] if self.tell() == 0 else b""


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (
            OSError(5, "Input/output error"),
            "audio could not be read (Input/output error). Give its bytes, or ",
        ),
        (None, "audio ended after 5 of 10 bytes. Wait until no program writes to it, then call again."),
    ],
)
@pytest.mark.parametrize("kind", ["memory", "other"])
def test_a_stream_that_fails_or_ends_early_is_a_file_access_error(run, service, error, text, kind):
    stream = Failing(b"0123456789", error)
    given = stream if kind == "memory" else Wrapped(stream)
    with pytest.raises(FileAccessError) as caught:
        run(upload_file(path=given), transport=Reader())
    assert text in str(caught.value)


class Wrapped:
    """A stream that is not in memory."""

    def __init__(self, stream):
        self.read, self.seek, self.seekable = stream.read, stream.seek, stream.seekable


def test_a_stream_that_cannot_seek_is_a_file_access_error(run):
    stream = BytesIO(b"0123456789")
    stream.seek = lambda *_: (_ for _ in ()).throw(OSError(29, "Illegal seek"))
    with pytest.raises(FileAccessError) as caught:
        run(upload_file(path=stream), transport=Reader())
    assert "could not be read (Illegal seek). Give its bytes, or an open binary file" in str(caught.value)


@pytest.mark.parametrize("in_memory", [True, False])
def test_a_disk_that_fails_while_a_file_is_read_is_a_file_access_error(run, file, monkeypatch, in_memory):
    def fail(*_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(async_upload, "_in_memory", lambda *_: in_memory)
    monkeypatch.setattr("os.pread", fail)
    monkeypatch.setattr("os.fdopen", lambda descriptor, _: Unreadable(descriptor))
    with pytest.raises(FileAccessError) as caught:
        run(upload_file(path=str(file)), transport=Reader())
    assert str(caught.value) == f"{file} could not be read (Input/output error). Try again once."


class Unreadable(FileIO):
    def read(self, _size):
        raise OSError(5, "Input/output error")


def test_a_file_that_cannot_be_opened_is_a_file_access_error(run, tmp_path, monkeypatch):
    (tmp_path / "a.wav").write_bytes(b"x")

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("assemblyai_tools.transport.local_file.opened", refuse)
    with pytest.raises(FileAccessError) as caught:
        run(upload_file(path=f"{tmp_path}/a.wav"), transport=Reader())
    assert str(caught.value) == (
        f"{tmp_path}/a.wav could not be read (Permission denied). Check its permissions."
    )
