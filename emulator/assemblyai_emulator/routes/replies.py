"""Error replies as the API sends them, and JSON with an HTML content type."""

import json
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from assemblyai_emulator.errors import ApiError, InvalidQueryError
from assemblyai_emulator.gateway.errors import GatewayError


async def api_error(_: Request, error: Exception) -> Response:
    status, text = (error.status, error.text) if isinstance(error, ApiError) else (500, str(error))
    return JSONResponse({"error": text}, status)


async def invalid_query(_: Request, error: Exception) -> Response:
    return JSONResponse({"detail": error.detail if isinstance(error, InvalidQueryError) else []}, 422)


async def gateway_error(_: Request, error: Exception) -> Response:
    if not isinstance(error, GatewayError):
        raise error
    return JSONResponse(error.body(), error.status)


async def reasoning_unavailable(_: Request, error: Exception) -> Response:
    return JSONResponse({"error": str(error)}, 502)


async def client_disconnected(_: Request, __: Exception) -> Response:
    """No client reads this reply. Without it, the log would show an unhandled error."""
    return Response(status_code=400)


async def http_error(_: Request, error: Exception) -> Response:
    """An unknown route or method gets the plain text that the service sends."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status in {404, 405}:
        return PlainTextResponse("Not found", 404)
    return JSONResponse({"error": str(error)}, status)


async def server_error(_: Request, __: Exception) -> Response:
    """A bug. The traceback goes to stderr, the client gets the service's error text."""
    return JSONResponse({"error": "Internal server error. Please retry your request."}, 500)


def json_as_html(body: Any) -> Response:
    """Word search replies with JSON, but its content type is HTML."""
    return Response(
        json.dumps(body, separators=(",", ":")), headers={"content-type": "text/html; charset=UTF-8"}
    )
