"""What every route of the page does: refuse strangers, and tell the browser what it must not do with the reply."""

from collections.abc import Awaitable, Callable
from functools import wraps

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from assemblyai_emulator.errors import ApiError
from assemblyai_emulator.front import visitors
from assemblyai_emulator.routes import replies

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The Content-Security-Policy of the list."""

VIEWER_POLICY = "frame-ancestors 'none'"
"""Of a recording's page, beside the policy in it: an element cannot say who may frame its page."""

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

Handler = Callable[[Request], Awaitable[Response]]


def guarded(handler: Handler) -> Handler:
    """The handler, for browsers on this machine only. Others get a 403 with the reason."""

    @wraps(handler)
    async def handle(request: Request) -> Response:
        refused = visitors.refusal(request)
        if refused:
            return protected(PlainTextResponse(refused, 403))
        try:
            return protected(await handler(request))
        except ApiError as error:
            return protected(await replies.api_error(request, error))
        except HTTPException as error:
            return protected(await replies.http_error(request, error))

    return handle


def protected(reply: Response) -> Response:
    """The reply, with the headers of every reply of the page."""
    for name, value in _HEADERS.items():
        reply.headers.setdefault(name, value)
    return reply
