"""Sealing the state of a question, so that it counts only for the call and the account that it was made for."""

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.request_state import RequestStateSecurity
from mcp.shared.exceptions import MCPError
from pydantic import SecretStr

from assemblyai_mcp.consent.questions import VALID_SECONDS

_KEY_BYTES = 32


def sealed_for(account_of: Callable[[Any], str], keys: Sequence[SecretStr] = ()) -> RequestStateSecurity:
    """How the SDK seals states: bound to the tool, its arguments and the account of the request.

    The first key seals and each one opens. Without keys, one is made that only this process has.
    """
    return RequestStateSecurity(
        keys=[key.get_secret_value() for key in keys] or [os.urandom(_KEY_BYTES)],
        # Longer than an answer counts: `Questions` can say why one came too late, and its clock can be set.
        ttl=2 * VALID_SECONDS,
        bind_principal=lambda ctx: account_of(ctx.request),
    )


async def ask_again(ctx: ServerRequestContext[Any, Any], call_next: CallNext) -> HandlerResult:
    """Middleware around the SDK's seal: a call with a state that does not open is a call without a state.

    The SDK answers it with a protocol error, which ends the run of many agents. So the person is asked again.
    """
    try:
        return await call_next(ctx)
    except MCPError as error:
        if ctx.method != "tools/call" or error.data != {"reason": "invalid_request_state"}:
            raise
    params = {name: value for name, value in (ctx.params or {}).items() if name != "requestState"}
    return await call_next(replace(ctx, params=params))
