"""Temporary tokens for streaming, and the sockets of live speech.

The tokens are real: they are random and they expire.
"""

import asyncio
from typing import NoReturn

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.websockets import WebSocket, WebSocketDisconnect

from assemblyai_emulator.errors import ApiError, StreamError, UnauthorizedError
from assemblyai_emulator.live import session
from assemblyai_emulator.live.dialect import Dialect
from assemblyai_emulator.live.hearing import HEADER
from assemblyai_emulator.live.session import Session
from assemblyai_emulator.live.v2 import V2
from assemblyai_emulator.live.v3 import V3
from assemblyai_emulator.parameters import streaming as parameters
from assemblyai_emulator.routes.request_bodies import json_object
from assemblyai_emulator.services import Services, services
from assemblyai_emulator.store import tokens


async def realtime_token(request: Request) -> Response:
    """POST /v2/realtime/token: `{"expires_in": seconds}` gives `{"token"}`.

    It was removed from the published API in June 2025, but released SDKs still call it.
    """
    service = services(request)
    account = service.accounts.authenticate(request)
    seconds = parameters.expires_in(await json_object(request))
    return JSONResponse({"token": await service.database.run(tokens.issue, account, seconds)})


async def token(request: Request) -> Response:
    """https://www.assemblyai.com/docs/api-reference/streaming-api/generate-streaming-token."""
    service = services(request)
    given = parameters.token_query(request.query_params, request.headers.get("authorization"))
    try:
        account = service.accounts.authenticate(request, bearer=True)
    except UnauthorizedError:
        # The service's reply is unverified. This is its error text for a bad key on the socket.
        return JSONResponse({"detail": "Invalid API key"}, 401)
    lifetime, longest = given.expires_in_seconds, given.max_session_duration_seconds
    issued = await service.database.run(tokens.issue, account, lifetime, longest)
    return JSONResponse({"token": issued, "expires_in_seconds": given.expires_in_seconds})


async def not_a_handshake(_: Request) -> NoReturn:
    """A plain request for a socket."""
    raise ApiError(426, "This is the address of a WebSocket: connect with ws:// and a WebSocket client.")


async def socket(websocket: WebSocket) -> None:
    """`/v3/ws`. As on the service, the socket opens first, and an Error says what is wrong with the request."""
    await _serve(websocket, V3())


async def realtime_socket(websocket: WebSocket) -> None:
    """`/v2/realtime/ws`, which the live service has ended."""
    await _serve(websocket, V2())


async def _serve(websocket: WebSocket, dialect: Dialect) -> None:
    try:
        await websocket.accept()
        try:
            await _session(websocket, dialect)
        except StreamError as error:
            await session.fail(websocket, dialect, error)
    except WebSocketDisconnect:
        pass  # the client has left, which ends its session
    except asyncio.CancelledError:
        pass  # the server stops, and its grace is over: uvicorn would log this as an error of the application


async def _session(websocket: WebSocket, dialect: Dialect) -> None:
    service = services(websocket)
    longest_seconds = await _authorized(websocket, service)
    scenario = service.live.scenario(websocket.headers.get(HEADER))
    given = dialect.parameters(websocket.query_params, speakers=scenario is not None)
    running = Session(websocket, dialect, given, longest_seconds, service.live.ear.model)
    await running.run(lambda settings: service.live.open(settings, scenario))


async def _authorized(websocket: WebSocket, service: Services) -> int:
    """How many seconds the session may last. A token may stand in the header too, as an SDK has it.

    Raises StreamError (1008).
    """
    given = websocket.query_params.get("token")
    named = given or websocket.headers.get("authorization", "").removeprefix("Bearer ").strip()
    if not named:
        raise StreamError.unauthorized("Missing Authorization header")
    if found := await service.database.run(tokens.find, named):
        return found.session_seconds
    if given is not None:
        raise StreamError.unauthorized("the token is invalid or has expired")
    try:
        service.accounts.authenticate(websocket, bearer=True)
    except UnauthorizedError:
        raise StreamError.unauthorized("Invalid API key") from None
    return tokens.LONGEST_SESSION_S
