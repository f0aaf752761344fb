"""Whether the program that the server talks to shows Apps.

An older client says so once, for its whole connection; since revision 2026-07-28 every request says it.
"""

from contextvars import ContextVar
from typing import Any

from mcp.server.apps import client_supports_apps
from mcp.server.context import CallNext, HandlerResult, ServerRequestContext

_shows_apps: ContextVar[bool] = ContextVar("shows_apps", default=False)


async def remember_host(ctx: ServerRequestContext[Any, Any], call_next: CallNext) -> HandlerResult:
    """Middleware: keep whether the client shows Apps while its message is handled."""
    token = _shows_apps.set(client_supports_apps(ctx))
    try:
        return await call_next(ctx)
    finally:
        _shows_apps.reset(token)


def host_shows_apps() -> bool:
    """Whether the client whose message is being handled shows Apps."""
    return _shows_apps.get()
