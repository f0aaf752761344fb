import os
from io import BytesIO

import pytest

from assemblyai_tools import FileAccessError
from assemblyai_tools.transport import async_upload
from assemblyai_tools.transport.async_upload import chunks
from assemblyai_tools.transport.call import Body
from assemblyai_tools.transport.local_file import LocalFile
from assemblyai_tools.transport.upload import CHUNK


@pytest.fixture
def file(tmp_path):
    file = tmp_path / "a.wav"
    file.write_bytes(bytes(range(256)) * (CHUNK // 256) * 2 + b"the end.")
    return file


async def read(file, on_chunk=lambda: None):
    """All chunks, and the share that was reported after each."""
    found, shares = [], []
    body = Body(LocalFile(file, file.stat(), (file.parent,)), file.name, file.stat().st_size)
    async for chunk in chunks(body, lambda progress: shares.append(progress.fraction)):
        found.append(chunk)
        on_chunk()
    return found, shares


@pytest.mark.parametrize("in_memory", [True, False])
async def test_a_file_is_read_in_order_whether_it_is_in_memory_or_not(file, monkeypatch, in_memory):
    monkeypatch.setattr(async_upload, "_in_memory", lambda *_: in_memory)
    found, shares = await read(file)
    assert b"".join(found) == file.read_bytes()
    assert [len(chunk) for chunk in found] == [CHUNK, CHUNK, 8]
    assert shares == [CHUNK / (2 * CHUNK + 8), 2 * CHUNK / (2 * CHUNK + 8), 1.0]


@pytest.mark.parametrize("in_memory", [True, False])
@pytest.mark.parametrize("size", [CHUNK, 10 * CHUNK])
async def test_a_file_that_shrinks_or_grows_is_never_sent_whole(file, monkeypatch, in_memory, size):
    monkeypatch.setattr(async_upload, "_in_memory", lambda *_: in_memory)
    sent = []

    def change():
        sent.append(1)
        os.truncate(file, size)

    with pytest.raises(FileAccessError, match="changed while it was read"):
        await read(file, change)
    assert len(sent) < 3


async def test_an_empty_file_has_no_chunks(tmp_path):
    (tmp_path / "a.wav").write_bytes(b"")
    assert await read(tmp_path / "a.wav") == ([], [])


async def test_a_system_that_does_not_say_what_is_in_memory_gets_a_thread(file, monkeypatch):
    monkeypatch.setattr(async_upload, "_NO_WAIT", None)
    found, _ = await read(file)
    assert b"".join(found) == file.read_bytes()


def refuse(*_):
    raise BlockingIOError


async def test_a_read_that_would_wait_for_the_disk_is_done_in_a_thread(file, monkeypatch):
    monkeypatch.setattr(os, "preadv", refuse)
    monkeypatch.setattr(async_upload, "_NO_WAIT", 8)
    found, _ = await read(file)
    assert b"".join(found) == file.read_bytes()


@pytest.mark.parametrize("kind", ["bytes", "memory", "file"])
async def test_content_is_sent_from_its_start_and_stays_open(file, kind):
    whole, reports = file.read_bytes(), []
    with file.open("rb") as stream:
        stream.read(5)
        source = {"bytes": whole, "memory": BytesIO(whole), "file": stream}[kind]
        for _ in range(2):
            sending = chunks(Body(source, "call.wav", len(whole)), reports.append)
            assert b"".join([chunk async for chunk in sending]) == whole
    assert [report.fraction for report in reports[2::3]] == [1.0, 1.0]
