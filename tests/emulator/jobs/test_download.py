import asyncio
import shutil
from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest

from assemblyai_emulator.errors import MediaError, StorageError
from assemblyai_emulator.jobs.download import download


@asynccontextmanager
async def serving(*replies: bytes):
    """A server on loopback that sends one raw reply after another. Yields its address."""
    left = list(replies)

    async def answer(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(left.pop(0))
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def ok(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (len(body), body)


def moved(target: str) -> bytes:
    return (
        f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()
    )


async def test_the_body_is_saved(tmp_path):
    async with serving(ok(b"sound")) as address:
        await download(f"{address}/a.mp3", tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == b"sound"


async def test_a_redirect_is_followed(tmp_path):
    async with serving(moved("/b"), ok(b"sound")) as address:
        await download(f"{address}/a", tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == b"sound"


async def test_endless_redirects_are_a_download_error(tmp_path):
    async with serving(*[moved("/again")] * 9) as address:
        with pytest.raises(MediaError, match=r"^Download error, unable to download"):
            await download(f"{address}/a", tmp_path / "a")


@pytest.mark.parametrize(
    "reply",
    [
        b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\nConnection: close\r\n\r\ncut off",
        b"not http at all\r\n\r\n",
        moved("file:///etc/hostname"),
    ],
)
async def test_a_failed_download_has_the_apis_error_text(tmp_path, reply):
    async with serving(reply) as address:
        with pytest.raises(MediaError) as failed:
            await download(f"{address}/a.mp3", tmp_path / "a")
    assert str(failed.value) == (
        f"Download error, unable to download {address}/a.mp3. "
        "Please make sure the file exists and is accessible from the internet."
    )


async def test_a_file_that_is_too_large_is_refused(tmp_path):
    async with serving(ok(b"x" * 11)) as address:
        with pytest.raises(MediaError, match=r"larger than 10 bytes"):
            await download(address, tmp_path / "a", largest=10)


@pytest.mark.parametrize("url", ["http://", "http://[", "https://exa mple/a"])
async def test_an_invalid_url_is_a_download_error_too(tmp_path, url):
    with pytest.raises(MediaError, match=r"^Download error"):
        await download(url, tmp_path / "a")


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1:99999/", "http://[::1", "http://xn--/", "ftp://127.0.0.1/"]
)
async def test_a_redirect_to_what_is_no_address_is_a_download_error(tmp_path, target):
    async with serving(moved(target)) as address:
        with pytest.raises(MediaError, match=f"unable to download {address}"):
            await download(address, tmp_path / "a")


@pytest.mark.parametrize(
    "url", ["http://[::1", "http://127.0.0.1:99999/a.mp3", "http://127.0.0.1:9/\x00", "x"]
)
async def test_what_is_no_address_is_a_download_error(tmp_path, url):
    with pytest.raises(MediaError, match="unable to download"):
        await download(url, tmp_path / "a")


async def test_a_file_that_does_not_fit_on_the_disk_can_be_tried_again_and_nothing_is_left(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(total=0, free=4))
    async with serving(ok(b"sound")) as address:
        with pytest.raises(StorageError, match="disk is full"):
            await download(f"{address}/a", tmp_path / "a")
    assert list(tmp_path.iterdir()) == []


async def test_nothing_is_left_of_a_download_that_breaks_off(tmp_path):
    async with serving(
        b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\nConnection: close\r\n\r\ncut off"
    ) as address:
        with pytest.raises(MediaError):
            await download(f"{address}/a", tmp_path / "a")
    assert list(tmp_path.iterdir()) == []
