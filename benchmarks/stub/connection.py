"""HTTP/1.1 for the stub: only what its clients need."""

import asyncio
import socket
import struct
from functools import partial
from typing import cast

from benchmarks.stub.network import Delay, Faults
from benchmarks.stub.service import Service

_BUFFER = 1 << 20
"""Bytes read from the socket at a time."""

_KEPT = 1 << 20
"""Bytes of a JSON body that are kept. Uploads are only counted."""

_ABORT = struct.pack("ii", 1, 0)
"""SO_LINGER with a timeout of zero: close with a reset."""


class Connection(asyncio.BufferedProtocol):
    """One client's connection, one request at a time."""

    def __init__(self, service: Service, faults: Faults, delay: Delay) -> None:
        self._service = service
        self._faults = faults
        self._delay = delay
        self._buffer = bytearray(_BUFFER)
        self._head = bytearray()
        self._transport: asyncio.Transport | None = None
        self._start("", "", {})
        self._in_body = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def get_buffer(self, sizehint: int) -> bytearray:  # noqa: ARG002 - there is one buffer
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        if self._in_body and not self._chunked and nbytes <= self._left:
            self._take(memoryview(self._buffer)[:nbytes])  # most of an upload: no copy
        else:
            self._head += memoryview(self._buffer)[:nbytes]
        while self._step():
            pass

    def _step(self) -> bool:
        """Handle what was received so far; true if there may be more to handle."""
        if not self._in_body:
            return self._read_head()
        if self._chunked:
            return self._read_chunk()
        if self._head and self._left:
            part = bytes(self._head[: self._left])
            del self._head[: len(part)]
            self._take(part)
        if self._left:
            return False
        self._answer()
        return bool(self._head)

    def _read_head(self) -> bool:
        end = self._head.find(b"\r\n\r\n")
        if end < 0:
            return False
        first, *lines = self._head[:end].decode("latin-1").split("\r\n")
        del self._head[: end + 4]
        method, target, _ = first.split(" ", 2)
        pairs = (line.split(":", 1) for line in lines)
        self._start(method, target, {name.lower(): value.strip() for name, value in pairs})
        return True

    def _start(self, method: str, target: str, headers: dict[str, str]) -> None:
        self._method, self._target, self._headers = method, target, headers
        self._left = int(headers.get("content-length", "0"))
        self._chunked = headers.get("transfer-encoding") == "chunked"
        self._body = bytearray()
        self._in_body = True

    def _take(self, part: bytes | memoryview) -> None:
        if len(self._body) < _KEPT and "json" in self._headers.get("content-type", ""):
            self._body += part
        self._left -= len(part)

    def _read_chunk(self) -> bool:
        """Read one chunk: its size in hexadecimal, its bytes, a line end."""
        line = self._head.find(b"\r\n")
        if line < 0:
            return False
        size = int(self._head[:line], 16)
        if len(self._head) < line + 2 + size + 2:
            return False
        if "json" in self._headers.get("content-type", ""):
            self._body += self._head[line + 2 : line + 2 + size]
        del self._head[: line + 2 + size + 2]
        if size == 0:
            self._chunked, self._left = False, 0
        return True

    def _answer(self) -> None:
        """Carry out the request now; the answer may be delayed."""
        self._in_body = False
        is_report = self._target == "/stub"
        fault = None if is_report else self._faults.next()
        if fault:
            self._service.failed(self._headers)
        if fault in {"503", "429"}:
            extra = "Retry-After: 1\r\n" if fault == "429" else ""
            self._delay.send(partial(self._send, int(fault), b'{"error": "made to fail"}', extra))
            return
        if fault == "cut":
            self._reset()
            return
        status, body = self._service.answer(self._method, self._target, self._headers, bytes(self._body))
        if fault == "500":
            status, body = 500, b'{"error": "made to fail"}'
        answer = self._reset if fault == "reset" else partial(self._send, status, body)
        self._delay.send(answer, at_once=is_report)

    def _send(self, status: int, body: bytes, extra: str = "") -> None:
        head = f"HTTP/1.1 {status} .\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n{extra}\r\n"
        if self._transport and not self._transport.is_closing():
            self._transport.write(head.encode() + body)

    def _reset(self) -> None:
        if self._transport and not self._transport.is_closing():
            raw: socket.socket = self._transport.get_extra_info("socket")
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _ABORT)
            self._transport.abort()
