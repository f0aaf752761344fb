import httpx
import pytest

from assemblyai_tools import FileAccessError
from assemblyai_tools.transport.call import Answer, Body, Call
from assemblyai_tools.transport.http import AsyncHttp, Connections, Http
from assemblyai_tools.transport.retry import Lost


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


async def _asynchronous(handler, sent, content):
    async def chunks():
        for chunk in content:
            yield chunk

    http = AsyncHttp(httpx.MockTransport(handler), Connections())
    try:
        return await http.send(sent, chunks() if content else None)
    finally:
        await http.aclose()


async def _blocking(handler, sent, content):
    http = Http(httpx.MockTransport(handler))
    try:
        return http.send(sent, iter(content) if content else None)
    finally:
        http.close()


@pytest.fixture(params=[_blocking, _asynchronous], ids=["blocking", "async"])
def send(request):
    """Send a call to a handler, once with each client."""

    async def run(handler, sent, content=()):
        return await request.param(handler, sent, content)

    return run


async def test_a_call_becomes_a_request(send):
    requests = []

    def handler(request):
        requests.append(request)
        return httpx.Response(429, headers=[("Retry-After", "7"), ("X-Other", "a")], content=b"x")

    sent = await send(handler, call(method="POST", query={"a": 1}, json={"b": 2}))
    (request,) = requests
    assert (request.method, str(request.url)) == ("POST", "http://service.test/v2/thing?a=1")
    assert (request.headers["authorization"], request.read()) == ("k", b'{"b":2}')
    assert request.extensions["timeout"] == {"connect": 10.0, "read": 30.0, "write": 30.0, "pool": None}
    assert sent == Answer(429, {"retry-after": "7", "x-other": "a", "content-length": "1"}, b"x")


async def test_a_file_is_sent_with_its_length(send, tmp_path):
    (tmp_path / "a.wav").write_bytes(b"12345")
    requests = []

    def handler(request):
        requests.append((dict(request.headers), request.read()))
        return httpx.Response(200)

    await send(handler, call(method="POST", file=Body(b"12345", "a.wav", 5)), [b"123", b"45"])
    headers, body = requests[0]
    assert (headers["content-type"], headers["content-length"]) == ("application/octet-stream", "5")
    assert body == b"12345"


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
async def test_a_lost_connection_says_whether_the_request_may_have_arrived(send, error, expected):
    def handler(_request):
        raise error

    assert await send(handler, call()) == expected


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
async def test_a_file_that_cannot_be_read_is_named_with_the_reason(send, error, text):
    def handler(_request):
        raise error

    sent = await send(handler, call(method="POST", file=Body(b"12345", "/there/a.wav", 5)))
    assert isinstance(sent, FileAccessError)
    assert str(sent) == text
