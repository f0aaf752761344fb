"""Between the engine's calls and httpx: what both clients share."""

from pathlib import Path
from typing import Any

import httpx

from assemblyai_tools.engine import Answer, Call, Progress
from assemblyai_tools.retry import Lost

CHUNK = 1 << 20
"""Bytes read from a file at a time: fewer, larger writes than httpx's own 64 kB."""

_CONNECT_SECONDS = 10.0
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


def request_arguments(call: Call) -> dict[str, Any]:
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
        "timeout": httpx.Timeout(call.timeout, connect=_CONNECT_SECONDS),
    }


def uploaded(file: Path, sent: int, size: int) -> Progress:
    return Progress("uploading", f"uploading {file.name}", min(1.0, sent / size))


def answer(response: httpx.Response) -> Answer:
    return Answer(response.status_code, {k.lower(): v for k, v in response.headers.items()}, response.content)


def lost(error: httpx.RequestError) -> Lost:
    reason = str(error) or type(error).__name__
    return Lost(sent=not isinstance(error, _NEVER_SENT), reason=reason)
