"""How a reply is written: the API's error bodies, and JSON under a content type that is not JSON's."""

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


async def client_left(_: Request, __: Exception) -> Response:
    """Nobody reads it; without it the log would show a bug."""
    return Response(status_code=400)


async def http_error(_: Request, error: Exception) -> Response:
    """Unknown routes, and known ones under another method, get the bare text that the service sends."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status in {404, 405}:
        return PlainTextResponse("Not found", 404)
    return JSONResponse({"error": str(error)}, status)


async def server_error(_: Request, __: Exception) -> Response:
    """A bug: the traceback is on stderr, the caller gets the service's sentence."""
    return JSONResponse({"error": "Internal server error. Please retry your request."}, 500)


def json_as_html(body: Any) -> Response:
    """Word search answers JSON but labels it HTML."""
    return Response(
        json.dumps(body, separators=(",", ":")), headers={"content-type": "text/html; charset=UTF-8"}
    )
