"""The way to the emulator. It notes every request, and makes requests fail where a job asks for it."""

import json
import ssl
from collections.abc import Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatch
from typing import Any, cast

import httpx

_FAULT = "X-Emulator-Fault"
"""The header with which the emulator makes a request fail."""


_OK = 200
"""The status of a request that the service carried out."""


@dataclass(frozen=True)
class Fault:
    """The first `times` requests of this method and path (a pattern) fail. `fault` is the value of the header."""

    method: str
    path: str
    fault: str
    times: int = 1


@dataclass(frozen=True)
class Exchange:
    """A request and its reply; the bodies are there where they are JSON objects."""

    method: str
    path: str
    query: dict[str, str]
    status: int | None = None
    """None if the reply was lost."""
    body: dict[str, Any] = field(default_factory=dict[str, Any])
    reply: dict[str, Any] = field(default_factory=dict[str, Any])

    def is_for(self, method: str, path: str) -> bool:
        """Whether this is such a request. `path` is a pattern."""
        return self.method == method and fnmatch(self.path, path)

    def is_done(self, method: str, path: str) -> bool:
        """Whether this is such a request, and the service carried it out. `path` is a pattern."""
        return self.is_for(method, path) and self.status == _OK


class Wire(httpx.AsyncBaseTransport):
    """A transport for httpx. Faults begin with `watch`."""

    def __init__(self) -> None:
        # Without certificates: the emulator speaks no TLS, and to read the machine's certificates takes a while.
        self._inner = httpx.AsyncHTTPTransport(verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
        self._faults: dict[Fault, int] = {}
        self.exchanges: list[Exchange] = []

    def watch(self, faults: Iterable[Fault]) -> None:
        """Forget what was noted, and let these faults happen from now on."""
        self.exchanges = []
        self._faults = {fault: fault.times for fault in faults}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send it on."""
        if fault := self._due(request):
            request.headers[_FAULT] = fault.fault
        sent = _object(request.content) if isinstance(request.stream, httpx.ByteStream) else {}
        asked = (request.method, request.url.path, dict(request.url.params))
        try:
            response = await self._inner.handle_async_request(request)
            response.request = request
            content = await response.aread()
        except httpx.TransportError:
            self.exchanges.append(Exchange(*asked, body=sent))
            raise
        self.exchanges.append(Exchange(*asked, response.status_code, sent, _object(content)))
        return response

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()

    def _due(self, request: httpx.Request) -> Fault | None:
        for fault, left in self._faults.items():
            if left and request.method == fault.method and fnmatch(request.url.path, fault.path):
                self._faults[fault] -= 1
                return fault
        return None


def _object(content: bytes) -> dict[str, Any]:
    try:
        found: Any = json.loads(content)
    except ValueError:
        return {}
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}
