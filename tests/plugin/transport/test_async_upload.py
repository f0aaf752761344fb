import os

import pytest

from assemblyai_tools.transport import async_upload
from assemblyai_tools.transport.async_upload import chunks
from assemblyai_tools.transport.upload import CHUNK


@pytest.fixture
def file(tmp_path):
    file = tmp_path / "a.wav"
    file.write_bytes(bytes(range(256)) * (CHUNK // 256) * 2 + b"the end.")
    return file


async def read(file, on_chunk=lambda: None):
    """All chunks, and the share that was reported after each."""
    found, shares = [], []
    async for chunk in chunks(file, file.stat().st_size, lambda progress: shares.append(progress.fraction)):
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
async def test_a_file_that_shrinks_ends_early(file, monkeypatch, in_memory):
    monkeypatch.setattr(async_upload, "_in_memory", lambda *_: in_memory)
    found, _ = await read(file, lambda: os.truncate(file, CHUNK))
    assert len(b"".join(found)) <= 2 * CHUNK


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
