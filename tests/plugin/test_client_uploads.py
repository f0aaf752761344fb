"""How both clients send a file: every test with `run` runs once on each."""

from itertools import accumulate

import httpx
import pytest

from assemblyai_tools import FileAccessError, Progress, upload_file
from assemblyai_tools.wire import CHUNK


def ok(body=None):
    return httpx.Response(200, json=body or {})


class Reader(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Reads the body chunk by chunk, as a connection would."""

    def __init__(self):
        self.chunks = []
        self.headers = None

    def handle_request(self, request):
        self.headers = request.headers
        self.chunks = list(request.stream)
        return ok({"upload_url": "https://cdn.test/u1"})

    async def handle_async_request(self, request):
        self.headers = request.headers
        self.chunks = [chunk async for chunk in request.stream]
        return ok({"upload_url": "https://cdn.test/u1"})


def test_an_upload_streams_in_chunks_of_a_mebibyte_or_two_and_tells_how_far_it_is(run, tmp_path):
    body = bytes(range(256)) * (CHUNK // 256) * 2 + b"the end."
    (tmp_path / "a.wav").write_bytes(body)
    reader, reports = Reader(), []
    view = run(upload_file(path=f"{tmp_path}/a.wav"), transport=reader, on_progress=reports.append)
    assert view.upload_url == "https://cdn.test/u1"
    sizes = [len(chunk) for chunk in reader.chunks]
    assert sizes in ([1 << 20, 1 << 20, 8], [2 << 20, 8]), "blocking; async"
    assert b"".join(reader.chunks) == body
    assert reader.headers["content-length"] == str(len(body))
    assert reader.headers["content-type"] == "application/octet-stream"
    assert "transfer-encoding" not in reader.headers
    assert reports == [
        Progress("uploading", "uploading a.wav", sent / len(body)) for sent in accumulate(sizes)
    ]
    assert reports[-1].fraction == 1.0


def test_an_upload_that_never_left_is_sent_again_from_its_start(run, service, tmp_path):
    (tmp_path / "a.wav").write_bytes(b"all of it")
    service.script = [httpx.ConnectError("refused"), ok({"upload_url": "https://cdn.test/u1"})]
    assert run(upload_file(path=f"{tmp_path}/a.wav")).upload_url == "https://cdn.test/u1"
    assert service.requests[1].content == b"all of it"


def test_a_file_that_cannot_be_opened_is_explained(run, tmp_path, monkeypatch):
    (tmp_path / "a.wav").write_bytes(b"x")

    def refuse(self, *_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", refuse)
    with pytest.raises(FileAccessError) as caught:
        run(upload_file(path=f"{tmp_path}/a.wav"), transport=Reader())
    assert str(caught.value) == (
        f"{tmp_path}/a.wav could not be read (Permission denied). Check its permissions."
    )


def test_a_file_that_grows_meanwhile_is_sent_as_long_as_it_was_announced(run, tmp_path):
    file = tmp_path / "a.wav"
    file.write_bytes(b"x" * CHUNK * 2)

    def grow(_progress):
        with file.open("ab") as stream:
            stream.write(b"more")

    reader = Reader()
    run(upload_file(path=str(file)), transport=reader, on_progress=grow)
    assert sum(map(len, reader.chunks)) == int(reader.headers["content-length"]) == CHUNK * 2
