"""Lists that are never cut into pages."""

from typing import Any

from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.shared.exceptions import MCPError
from mcp.types import INVALID_PARAMS


async def refuse_cursors(ctx: ServerRequestContext[Any, Any], call_next: CallNext) -> HandlerResult:
    """Middleware: a list with a cursor is an error, as the protocol says of one that no page gave.

    The SDK ignores cursors. A client that goes on with one of another server would read the same page for ever.
    """
    if ctx.method.endswith("/list") and (ctx.params or {}).get("cursor") is not None:
        raise MCPError(
            INVALID_PARAMS, f"Unknown cursor: {ctx.method} has one page. Ask again without a cursor."
        )
    return await call_next(ctx)
