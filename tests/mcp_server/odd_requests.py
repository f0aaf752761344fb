"""Requests with any method, path, headers and body, valid or not, as bytes; and how a server answers them."""

import json
import random
import socket
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from tests.mcp_server.raw_requests import HEADERS, INITIALIZE, modern

_METHODS = (
    ["POST"] * 50
    + ["GET"] * 12
    + ["DELETE", "OPTIONS", "HEAD", "PUT", "PATCH", "TRACE", "CONNECT", "x", "G\x00"]
)
_PATHS = ["/mcp"] * 80 + [
    "/mcp/",
    "/mcp?a=%00",
    "/health",
    "/webhook",
    "/",
    "//mcp",
    "/%6dcp",
    "/mcp%00",
    "/%ff%fe",
    "*",
]
_PATHS += ["http://evil.example/mcp", "/../mcp", "/mcp;a=b", "/" + "a" * 5000, "mcp", "/mcp#x", "/\xe9"]
_ODD = [
    "",
    " ",
    "x" * 3000,
    "\xff\xfe",
    "\x80",
    "é",
    "null",
    "*",
    "0",
    "-1",
    "9" * 30,
    "\t",
    ",",
    ";",
    "=",
    '"',
    "%00",
]
_ODD += ["{}", "\xf0\x9f\x98\x80", "a, b", "a" * 70]
_HEADERS = {
    "Host": [
        "127.0.0.1:99@evil.example",
        "localhost:evil",
        "evil.example",
        "[::1]",
        "[::1",
        "localhost:70000",
    ],
    "Origin": ["http://127.0.0.1:99@evil.example", "null", "http://localhost:1", "http://[::1", "file://"],
    "Accept": ["application/json", "text/event-stream", "*/*", "application/json, text/event-stream;q=x"],
    "Content-Type": [
        "application/json",
        "application/json; charset=utf-16",
        "text/plain",
        "multipart/form-data",
    ],
    "Content-Length": ["0", "5", "99999999", "1e3", "0x10", "-5"],
    "Transfer-Encoding": ["chunked", "gzip", "chunked, chunked", "identity"],
    "MCP-Protocol-Version": ["2026-07-28", "2025-11-25", "2025-06-18", "2024-11-05", "2099-01-01", "1"],
    "Mcp-Session-Id": ["a" * 32, "0" * 32, "../x"],
    "Mcp-Method": ["tools/call", "tools/list", "initialize", "server/discover"],
    "Mcp-Name": ["get_transcript", "=?base64?Zm9v?=", "=?base64?\xff?=", "transcribe"],
    "Mcp-Param-Audio": ["x", "=?base64?!?="],
    "Last-Event-ID": ["1", "a_b", "0"],
    "Authorization": ["Bearer ", "Bearer \xff\xfe", "bearer a b", "Basic eDp5", "Bearer " + "k" * 200],
    "Expect": ["100-continue", "200-ok"],
    "Connection": ["close", "keep-alive", "upgrade", "Host"],
    "Upgrade": ["websocket", "h2c"],
    "Access-Control-Request-Method": ["POST", "x"],
    "Cookie": ["a=b; c"],
    "X-Forwarded-For": ["1.1.1.1"],
    "X-AssemblyAI-MCP-Webhook": ["\xff"],
}
_VALUES: list[Any] = [
    None,
    True,
    0,
    -1,
    1e400,
    10**400,
    1.5,
    "",
    "\x00",
    "\ud800",
    "\U0010ffff",
    "x" * 9000,
    [],
    {},
]
_VALUES += [
    [[]],
    {"": None},
    {"\x00": {}},
    [None] * 50,
    "get_transcript",
    "2026-07-28",
    {"a": {"b": [1, {"c": "\udfff"}]}},
]
_RPC_METHODS = [
    "tools/list",
    "tools/call",
    "prompts/get",
    "prompts/list",
    "resources/read",
    "resources/list",
    "ping",
]
_RPC_METHODS += [
    "resources/templates/list",
    "completion/complete",
    "server/discover",
    "initialize",
    "logging/setLevel",
]
_RPC_METHODS += [
    "notifications/cancelled",
    "notifications/initialized",
    "subscriptions/listen",
    "tasks/get",
    "x/y",
    "",
]
_TOOLS = ["get_transcript", "list_transcripts", "delete_transcript", "search_words", "check_audio", "none"]
_BODIES = [
    b"",
    b"{",
    b"\x00",
    b"\xff\xfe\xfa",
    b"[]",
    b"null",
    b"[" * 100_000,
    b'{"a":' * 20_000,
    b"9" * 5000,
    b'"\\ud800"',
]
_BODIES += [
    b"NaN",
    b"-Infinity",
    b"1e999",
    b'{"jsonrpc":"2.0","id":1}',
    b'[{"jsonrpc":"2.0","id":1,"method":"ping"}]',
]
_BODIES += [
    b'{"jsonrpc":"2.0","id":"\\ud800","method":"tools/list"}',
    b"\xef\xbb\xbf{}",
    '{"id":1}'.encode("utf-16"),
]


def requests(seed: int, count: int, sessions: list[str]) -> Iterator[bytes]:
    """The same requests for the same seed and sessions. The caller may add sessions, which later requests then use."""
    chance = random.Random(seed)
    for _ in range(count):
        yield _request(chance, sessions)


def _request(chance: random.Random, sessions: list[str]) -> bytes:
    if chance.random() < 0.02:
        return _posted(HEADERS | {"Host": "localhost"}, json.dumps(INITIALIZE).encode())
    headers, body = _message(chance)
    lines = {"Host": "localhost", **headers}
    if sessions and chance.random() < 0.5:
        lines["Mcp-Session-Id"] = chance.choice(sessions)
        lines.pop("MCP-Protocol-Version", None)
    for _ in range(chance.choice([0, 0, 1, 1, 2, 3])):
        name = chance.choice(list(_HEADERS))
        lines[name] = chance.choice(_HEADERS[name] * 2 + _ODD)
    for name in [name for name in lines if chance.random() < 0.03]:
        del lines[name]
    pairs = [
        *lines.items(),
        *([chance.choice(list(lines.items()))] if lines and chance.random() < 0.03 else []),
    ]
    if "Content-Length" not in lines and chance.random() < 0.97:
        if "Transfer-Encoding" in lines:
            body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body) if chance.random() < 0.8 else body
        else:
            pairs.append(("Content-Length", str(len(body))))
    version = "HTTP/1.1" if chance.random() < 0.97 else chance.choice(["HTTP/1.0", "HTTP/2.0", "HTTP/9", ""])
    head = f"{chance.choice(_METHODS)} {chance.choice(_PATHS)} {version}\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in pairs)
    return head.encode("latin-1", "replace") + b"\r\n" + body


def _posted(headers: dict[str, str], body: bytes) -> bytes:
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST /mcp HTTP/1.1\r\n{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def _message(chance: random.Random) -> tuple[dict[str, str], bytes]:
    if chance.random() < 0.15:
        return dict(HEADERS), chance.choice(_BODIES)
    method, tool = chance.choice(_RPC_METHODS), chance.choice(_TOOLS)
    headers, body = modern(
        method, tool, name=tool, arguments=chance.choice([{}, {"transcript_id": "t1"}, *_VALUES])
    )
    for place in (body, body["params"], body["params"]["_meta"]):
        for name in [
            *place,
            chance.choice(["uri", "ref", "argument", "cursor", "inputResponses", "requestState", "level"]),
        ]:
            if chance.random() < 0.08:
                place[name] = chance.choice(_VALUES)
    return headers, json.dumps(body).encode()


def answer(port: int, request: bytes, seconds: float = 20) -> tuple[int, str | None]:
    """The status of the server's answer, 0 if it closed without one, and the session that it opened."""
    with socket.create_connection(("127.0.0.1", port), timeout=0.5) as connection:
        with suppress(ConnectionError):
            connection.sendall(request)
        head = _head(connection)
        if head is None:  # it waits for a body of as many bytes as were announced
            with suppress(OSError):
                connection.shutdown(socket.SHUT_WR)
            connection.settimeout(seconds)
            head = _head(connection) or b""
    lines = head.decode("latin-1").split("\r\n")
    session = next((line[16:] for line in lines if line.lower().startswith("mcp-session-id: ")), None)
    return int(lines[0].split()[1]) if lines[0] else 0, session


def _head(connection: socket.socket) -> bytes | None:
    """The head of the answer as far as it arrived, or None if nothing arrived in time."""
    received = b""
    with suppress(ConnectionError):
        try:
            while b"\r\n\r\n" not in received and (piece := connection.recv(65_536)):
                received += piece
                if received.startswith(b"HTTP/1.1 100"):
                    received = received.partition(b"\r\n\r\n")[2]
        except TimeoutError:
            return None
    return received.partition(b"\r\n\r\n")[0]
