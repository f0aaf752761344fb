from pathlib import Path

import httpx
import pytest

from assemblyai_tools.transport.engine import Call
from assemblyai_tools.transport.error_mapping import Answer
from assemblyai_tools.transport.http import answer, lost, request_arguments, unreadable, uploaded
from assemblyai_tools.transport.retry import Lost
from assemblyai_tools.waiting.progress import Progress


def call(**changes):
    fields = {
        "method": "GET",
        "url": "http://service.test/v2/thing",
        "headers": {"Authorization": "k"},
        "query": {},
        "json": None,
        "file": None,
        "timeout": 30.0,
    }
    return Call(**{**fields, **changes})


def test_a_call_becomes_httpx_arguments():
    assert request_arguments(call(query={"a": 1}, json={"b": 2})) == {
        "method": "GET",
        "url": "http://service.test/v2/thing",
        "headers": {"Authorization": "k"},
        "params": {"a": 1},
        "json": {"b": 2},
        "timeout": httpx.Timeout(30.0, connect=10.0, pool=None),
    }


def test_a_file_announces_its_length(tmp_path):
    (tmp_path / "a.wav").write_bytes(b"12345")
    assert request_arguments(call(method="POST", file=tmp_path / "a.wav"))["headers"] == {
        "Authorization": "k",
        "Content-Type": "application/octet-stream",
        "Content-Length": "5",
    }


@pytest.mark.parametrize(("sent", "fraction"), [(1, 0.25), (4, 1.0), (9, 1.0)])
def test_an_upload_is_never_more_than_done(sent, fraction):
    assert uploaded(Path("/there/a.wav"), sent, 4) == Progress("uploading", "uploading a.wav", fraction)


def test_a_response_becomes_an_answer_with_lower_case_headers():
    response = httpx.Response(429, headers=[("Retry-After", "7"), ("X-Other", "a")], content=b"x")
    assert answer(response) == Answer(429, {"retry-after": "7", "x-other": "a", "content-length": "1"}, b"x")


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (httpx.ConnectError("refused"), Lost(sent=False, reason="refused")),
        (httpx.ConnectTimeout(""), Lost(sent=False, reason="ConnectTimeout")),
        (httpx.PoolTimeout("busy"), Lost(sent=False, reason="busy")),
        (httpx.WriteError("broken pipe"), Lost(sent=True, reason="broken pipe")),
        (httpx.ReadTimeout(""), Lost(sent=True, reason="ReadTimeout")),
        (httpx.RemoteProtocolError("hung up"), Lost(sent=True, reason="hung up")),
        (httpx.DecodingError("not gzip"), Lost(sent=True, reason="not gzip")),
    ],
)
def test_a_lost_connection_tells_whether_the_request_may_have_arrived(error, expected):
    assert lost(error) == expected


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (
            PermissionError(13, "Permission denied"),
            "/there/a.wav could not be read (Permission denied). Check its permissions.",
        ),
        (OSError("odd"), "/there/a.wav could not be read (odd). Check its permissions."),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_reason(error, text):
    assert str(unreadable(call(file=Path("/there/a.wav")), error)) == text
