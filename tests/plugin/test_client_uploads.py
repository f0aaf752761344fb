"""How both clients send a file: every test with `run` runs once on each."""

import asyncio
import threading
from dataclasses import replace
from io import BytesIO
from itertools import accumulate

import httpx
import pytest
from pydantic import SecretStr
from tests.plugin.upload_reader import Reader, ok

from assemblyai_tools import AsyncClient, ConnectionFailedError, Progress, Settings, upload_file
from assemblyai_tools.transport.local_file import LocalFile
from assemblyai_tools.transport.upload import CHUNK


def test_an_upload_streams_in_chunks_and_reports_progress(run, tmp_path):
    body = bytes(range(256)) * (CHUNK // 256) * 2 + b"the end."
    (tmp_path / "a.wav").write_bytes(body)
    reader, reports = Reader(), []
    view = run(upload_file(path=f"{tmp_path}/a.wav"), transport=reader, on_progress=reports.append)
    assert view.upload_url == "https://cdn.test/u1"
    sizes = [len(chunk) for chunk in reader.chunks]
    assert sizes == [CHUNK, CHUNK, 8]
    assert b"".join(reader.chunks) == body
    assert reader.headers["content-length"] == str(len(body))
    assert reader.headers["content-type"] == "application/octet-stream"
    assert "transfer-encoding" not in reader.headers
    assert reports == [
        Progress("uploading", "uploading a.wav", sent / len(body)) for sent in accumulate(sizes)
    ]
    assert reports[-1].fraction == 1.0


def test_an_upload_that_was_never_sent_is_retried_from_its_start(run, service, tmp_path):
    (tmp_path / "a.wav").write_bytes(b"all of it")
    service.script = [httpx.ConnectError("refused"), ok({"upload_url": "https://cdn.test/u1"})]
    assert run(upload_file(path=f"{tmp_path}/a.wav")).upload_url == "https://cdn.test/u1"
    assert service.requests[1].content == b"all of it"


@pytest.mark.parametrize("kind", ["bytes", "memory", "file"])
def test_a_program_uploads_what_it_holds_wherever_files_may_be(run, settings, tmp_path, kind):
    body, reader, reports = b"x" * CHUNK + b"the end.", Reader(), []
    (tmp_path / "call.wav").write_bytes(body)
    with (tmp_path / "call.wav").open("rb") as stream:
        content = {"bytes": body, "memory": BytesIO(body), "file": stream}[kind]
        flow = upload_file(path=content)
        view = run(
            flow, transport=reader, settings=replace(settings, allowed_dirs=()), on_progress=reports.append
        )
    assert view.upload_url == "https://cdn.test/u1"
    assert (b"".join(reader.chunks), reader.headers["content-length"]) == (body, str(len(body)))
    assert [report.fraction for report in reports] == [CHUNK / len(body), 1.0]


def test_an_upload_of_a_stream_that_was_never_sent_is_retried_from_its_start(run, service):
    service.script = [httpx.ConnectError("refused"), ok({"upload_url": "https://cdn.test/u1"})]
    run(upload_file(path=BytesIO(b"all of it")))
    assert service.requests[1].content == b"all of it"


def readers():
    """The threads that read files for uploads."""
    return [thread for thread in threading.enumerate() if thread.name.startswith("upload")]


async def test_an_async_upload_cancelled_while_its_file_is_opened_closes_the_file(tmp_path, monkeypatch):
    (tmp_path / "a.wav").write_bytes(b"x")
    opened, real_open, opening, go_on = [], LocalFile.open, asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def slow(self):
        loop.call_soon_threadsafe(opening.set)
        assert go_on.wait(10)
        opened.append(real_open(self))
        return opened[-1]

    monkeypatch.setattr(LocalFile, "open", slow)
    settings = Settings(api_key=SecretStr("k"), base_url="http://test", allowed_dirs=(tmp_path,))
    async with AsyncClient(settings, transport=Reader()) as client, asyncio.timeout(10):
        upload = asyncio.create_task(client.run(upload_file(path=f"{tmp_path}/a.wav")))
        await opening.wait()
        upload.cancel()
        with pytest.raises(asyncio.CancelledError):
            await upload
    waiting = readers()
    go_on.set()
    for reader in waiting:
        reader.join(10)
    assert [stream.closed for stream in opened] == [True]


class Unplugged(httpx.AsyncBaseTransport):
    """Takes the first chunk, then loses the connection."""

    async def handle_async_request(self, request):
        async for _ in request.stream:
            raise httpx.WriteError("gone")


async def test_a_failed_async_upload_leaves_no_file_open_and_no_thread_running(tmp_path, monkeypatch):
    (tmp_path / "a.wav").write_bytes(b"x" * CHUNK * 3)
    opened, real_open = [], LocalFile.open

    def remembering(self):
        opened.append(real_open(self))
        return opened[-1]

    monkeypatch.setattr(LocalFile, "open", remembering)
    settings = Settings(api_key=SecretStr("k"), base_url="http://test", allowed_dirs=(tmp_path,))
    async with AsyncClient(settings, transport=Unplugged()) as client:
        with pytest.raises(ConnectionFailedError):
            await client.run(upload_file(path=f"{tmp_path}/a.wav"))
    left = readers()
    for reader in left:
        reader.join(10)
    assert [reader.is_alive() for reader in left] == [False] * len(left)
    assert [stream.closed for stream in opened] == [True] * len(opened) != []
