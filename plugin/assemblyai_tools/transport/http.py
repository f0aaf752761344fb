"""The only module that imports httpx: it sends a call and says what became of it."""

from collections.abc import AsyncIterator, Iterator
from http.cookiejar import CookieJar, DefaultCookiePolicy
from ssl import SSLContext
from typing import Any, Protocol, TypeAlias, cast

import httpx

from assemblyai_tools.errors import FileAccessError
from assemblyai_tools.transport.call import Answer, Call
from assemblyai_tools.transport.retry import Lost

IN_FLIGHT = 100
"""Requests of one client under way at once, as many as httpx allows by default; the others queue. The longer a reply
takes, the more of them it needs to use the account's rate."""

_LIMITS = httpx.Limits(max_connections=IN_FLIGHT, max_keepalive_connections=IN_FLIGHT)
_ONE = httpx.Limits(max_connections=None, max_keepalive_connections=1)
"""For a client with one request at a time; a connection left behind by a cancelled request must not block it."""

_CONNECT_SECONDS = 10.0
"""Seconds to open a connection."""

_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)

Sent: TypeAlias = Answer | Lost | FileAccessError
"""What became of a call; a file that could not be read to its end is an outcome too."""


class Transport(Protocol):
    """What httpx calls a BaseTransport: a proxy's, or a test's."""

    def handle_request(self, request: Any, /) -> Any: ...


class AsyncTransport(Protocol):
    """What httpx calls an AsyncBaseTransport."""

    async def handle_async_request(self, request: Any, /) -> Any: ...


class Http:
    """Sends calls, blocking. Threads may share one."""

    def __init__(self, transport: Transport | None) -> None:
        self._http = httpx.Client(
            transport=cast("httpx.BaseTransport | None", transport), limits=_LIMITS, cookies=_no_cookies()
        )

    def send(self, call: Call, content: Iterator[bytes] | None) -> Sent:
        """Send a call; `content` is its file."""
        try:
            return _answer(self._http.request(content=content, **_arguments(call)))
        except httpx.RequestError as error:
            return _lost(error)
        except OSError as error:
            return _unreadable(call, error)

    def close(self) -> None:
        self._http.close()


class AsyncHttp:
    """Sends calls on asyncio, one at a time over one connection."""

    def __init__(self, transport: AsyncTransport | None, trust: SSLContext) -> None:
        self._http = httpx.AsyncClient(
            transport=cast("httpx.AsyncBaseTransport | None", transport),
            limits=_ONE,
            verify=trust,
            cookies=_no_cookies(),
        )

    async def send(self, call: Call, content: AsyncIterator[bytes] | None) -> Sent:
        """Send a call; `content` is its file."""
        try:
            return _answer(await self._http.request(content=content, **_arguments(call)))
        except httpx.RequestError as error:
            return _lost(error)
        except OSError as error:
            return _unreadable(call, error)

    async def aclose(self) -> None:
        await self._http.aclose()


def trusted_certificates() -> SSLContext:
    """What connections are verified against; reading it takes long enough to do it once."""
    return httpx.create_ssl_context()


def _no_cookies() -> CookieJar:
    """A jar that keeps none: the API uses none."""
    return CookieJar(DefaultCookiePolicy(allowed_domains=[]))


def _arguments(call: Call) -> dict[str, Any]:
    """The call as httpx takes it, with a file's length, so that the file need not be sent in chunks."""
    headers = dict(call.headers)
    if call.file:
        headers |= {
            "Content-Type": "application/octet-stream",
            "Content-Length": str(call.file.stat().st_size),
        }
    return {
        "method": call.method,
        "url": call.url,
        "headers": headers,
        "params": dict(call.query) or None,
        "json": call.json,
        # No limit on waiting for a connection: behind many other calls, the service is not the slow one.
        "timeout": httpx.Timeout(call.timeout, connect=_CONNECT_SECONDS, pool=None),
    }


def _answer(response: httpx.Response) -> Answer:
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status_code, headers, response.content)


def _lost(error: httpx.RequestError) -> Lost:
    reason = str(error) or type(error).__name__
    return Lost(sent=not isinstance(error, _NEVER_SENT), reason=reason)


def _unreadable(call: Call, error: OSError) -> FileAccessError:
    """The file could not be opened, or not be read to its end."""
    return FileAccessError(
        f"{call.file} could not be read ({error.strerror or error}).", next_step="Check its permissions."
    )
