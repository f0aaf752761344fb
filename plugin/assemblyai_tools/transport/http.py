"""Between the engine's calls and httpx: what both clients share."""

from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from typing import Any, TypeAlias

import httpx

from assemblyai_tools.errors import FileAccessError
from assemblyai_tools.transport.engine import Call
from assemblyai_tools.transport.error_mapping import Answer
from assemblyai_tools.transport.retry import Lost
from assemblyai_tools.waiting.progress import Progress

Transport: TypeAlias = httpx.BaseTransport
AsyncTransport: TypeAlias = httpx.AsyncBaseTransport
Http: TypeAlias = httpx.Client
AsyncHttp: TypeAlias = httpx.AsyncClient
Response: TypeAlias = httpx.Response
RequestError = httpx.RequestError
create_ssl_context = httpx.create_ssl_context

CHUNK = 1 << 19
"""Bytes read from a file at a time: fewer, larger writes than httpx's own 64 kB; larger ones gain little and cost
their memory two or three times."""

IN_FLIGHT = 100
"""Requests under way at once, of one client, as many as httpx itself would have; the others queue. The longer a reply
takes, the more of them it needs to be under the service's rate only."""

UPLOADS_IN_FLIGHT = 10
"""Uploads under way at once, besides: each may take minutes."""

LIMITS = httpx.Limits(max_connections=IN_FLIGHT, max_keepalive_connections=IN_FLIGHT)
ONE = httpx.Limits(max_connections=None, max_keepalive_connections=1)
"""For a client with one request at a time; a connection that a cancelled request left behind must not block it."""

_CONNECT_SECONDS = 10.0
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


def no_cookies() -> CookieJar:
    """A jar that takes none: the API uses none, and clients of several accounts may share connections."""
    return CookieJar(DefaultCookiePolicy(allowed_domains=[]))


def request_arguments(call: Call) -> dict[str, Any]:
    """The call as httpx takes it; a file's length goes along so that it need not be sent in chunks."""
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
        # No bound on waiting for a connection: behind many others, it is not the service that is slow.
        "timeout": httpx.Timeout(call.timeout, connect=_CONNECT_SECONDS, pool=None),
    }


def uploaded(file: Path, sent: int, size: int) -> Progress:
    return Progress("uploading", f"uploading {file.name}", min(1.0, sent / max(1, size)))


def answer(response: httpx.Response) -> Answer:
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status_code, headers, response.content)


def lost(error: httpx.RequestError) -> Lost:
    reason = str(error) or type(error).__name__
    return Lost(sent=not isinstance(error, _NEVER_SENT), reason=reason)


def unreadable(call: Call, error: OSError) -> FileAccessError:
    """The file could not be opened, or not be read to its end."""
    return FileAccessError(
        f"{call.file} could not be read ({error.strerror or error}).", next_step="Check its permissions."
    )
