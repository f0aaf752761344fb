"""Requests that are not HTTP, or hardly, sent to a running emulator as bytes."""

import socket
from urllib.parse import urlsplit

import pytest

PATHS = (
    b"/v2/transcript/%00",
    b"/v2/transcript/%ff%fe",
    b"/v2/transcript/%zz/srt",
    b"/v2/transcript/%2e%2e%2f%2e%2e/sentences",
    b"/v2/transcript?limit=%ff&status=%00",
    b"/v2/transcript?limit=" + b"9" * 5000,
    b"/v2/transcript?created_on=9999-12-31",
    b"/upload/%00/%00",
    b"/redacted-audio/..%2f..%2fetc",
    b"//",
    b"http://other.test/v2/transcript",
    b"*",
)
HEADERS = (
    b"Host: [::1",
    b"Host: a:99999999",
    b"Host: \xff\xfe",
    b"Host: a b",
    b"Host:",
    b"Host: x\r\nX-Forwarded-Host: [",
    b"Host: x\r\nCookie: \xff=;;=",
    b"Host: x\r\nContent-Encoding: br",
    b"Host: x\r\nExpect: 200-maybe",
    b"Host: x\r\nUpgrade: websocket\r\nConnection: upgrade",
)
LENGTHS = (
    b"Content-Length: -1",
    b"Content-Length: x",
    b"Content-Length: " + b"9" * 5000,
    b"Content-Length: 2\r\nContent-Length: 3",
    b"Transfer-Encoding: chunked\r\nContent-Length: 2",
    b"Transfer-Encoding: identity",
    b"Content-Length: +2",
)


@pytest.fixture
def send(running_emulator):
    address = urlsplit(running_emulator.base_url)

    def sending(request: bytes, *, then_end: bool = False) -> int:
        """The status of the reply; 0 if the connection was closed without one. `then_end` is a client that leaves."""
        with socket.create_connection((address.hostname, address.port), timeout=20) as connection:
            connection.sendall(request)
            if then_end:
                connection.shutdown(socket.SHUT_WR)
            reply = b"".join(iter(lambda: connection.recv(65_536), b""))
        return int(reply.split(b" ", 2)[1]) if reply else 0

    return sending


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path[:40].decode())
def test_any_path_has_an_answer(send, path):
    for method in (b"GET", b"POST", b"DELETE"):
        head = b"%s %s HTTP/1.1\r\nHost: x\r\nAuthorization: raw\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"
        assert 0 < send(head % (method, path)) < 500


@pytest.mark.parametrize("headers", HEADERS)
def test_any_host_and_header_has_an_answer(send, headers):
    for path in (b"/v2/transcript", b"/v2/transcript/none/srt", b"/v1/models", b"/v3/ws"):
        head = b"GET %s HTTP/1.1\r\n%s\r\nAuthorization: raw\r\nConnection: close\r\n\r\n"
        assert 0 < send(head % (path, headers)) < 500


@pytest.mark.parametrize("length", LENGTHS, ids=lambda length: length[:40].decode())
def test_any_length_of_a_body_has_an_answer_or_none(send, length):
    head = b"POST /v2/realtime/token HTTP/1.1\r\nHost: x\r\nAuthorization: raw\r\n%s\r\n\r\n{}"
    assert send(head % length, then_end=True) < 500


@pytest.mark.parametrize(
    "junk", [b"\x16\x03\x01\x02\x00", b"GET\r\n\r\n", b"\0" * 100, b"GET / HTTP/9.9\r\n\r\n", b""]
)
def test_what_is_no_request_is_refused(send, junk):
    assert send(junk, then_end=True) < 500
