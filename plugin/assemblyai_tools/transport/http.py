"""The only module that imports httpx: it sends a call and returns how it ended."""

from collections.abc import AsyncIterator, Iterator
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from ssl import SSLContext
from typing import Any, Protocol, TypeAlias, cast

import httpx

from assemblyai_tools.errors import FileAccessError
from assemblyai_tools.transport.call import Answer, Call
from assemblyai_tools.transport.retry import Lost

IN_FLIGHT = 100
"""Requests that one client has under way at once, httpx's default; the others queue. The longer replies take, the more
it takes to use the account's whole rate."""

_LIMITS = httpx.Limits(max_connections=IN_FLIGHT, max_keepalive_connections=IN_FLIGHT)
"""For a client that many threads share."""

_ONE = httpx.Limits(max_connections=None, max_keepalive_connections=1)
"""For a client with one request at a time; a connection left behind by a cancelled request must not block it."""

_CONNECT_SECONDS = 10.0
"""Seconds after which a connection that does not open fails."""

_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""The errors after which the service has received nothing of the request."""

Sent: TypeAlias = Answer | Lost | FileAccessError
"""How a call ended; a file that could not be read to its end is an outcome too."""


class Transport(Protocol):
    """httpx's BaseTransport, such as a proxy or a test's mock."""

    def handle_request(self, request: Any, /) -> Any: ...


class AsyncTransport(Protocol):
    """httpx's AsyncBaseTransport."""

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


@cache
def trusted_certificates() -> SSLContext:
    """What connections are verified against; it takes so long to load that it is loaded once."""
    return httpx.create_ssl_context()


def _no_cookies() -> CookieJar:
    """A cookie jar that stores nothing: the API uses no cookies."""
    return CookieJar(DefaultCookiePolicy(allowed_domains=[]))


def _arguments(call: Call) -> dict[str, Any]:
    """The call as httpx takes it, with a file's length, so that it is not sent with chunked encoding."""
    headers = dict(call.headers)
    if call.file:
        headers |= {"Content-Type": "application/octet-stream", "Content-Length": str(call.size)}
    return {
        "method": call.method,
        "url": call.url,
        "headers": headers,
        "params": dict(call.query) or None,
        "json": call.json,
        # No limit on waiting for a connection: if many calls queue for one, the service is not at fault.
        "timeout": httpx.Timeout(call.timeout, connect=_CONNECT_SECONDS, pool=None),
    }


def _answer(response: httpx.Response) -> Answer:
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status_code, headers, response.content)


def _lost(error: httpx.RequestError) -> Lost:
    reason = str(error) or type(error).__name__
    return Lost(sent=not isinstance(error, _NEVER_SENT), reason=reason)


def _unreadable(call: Call, error: OSError) -> FileAccessError:
    """The file could not be opened, or not read to its end."""
    return FileAccessError(
        f"{call.file} could not be read ({error.strerror or error}).", next_step="Check its permissions."
    )
