"""Temporary tokens for streaming, the only part of streaming that works offline.

The tokens are real: they are random and they expire. But nothing here decodes a live stream, so the sockets refuse
every client: a bad token with the service's error text, any other with the reason.
"""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from assemblyai_emulator.errors import ApiError, UnauthorizedError
from assemblyai_emulator.parameters import streaming as parameters
from assemblyai_emulator.routes.request_bodies import json_object
from assemblyai_emulator.services import services
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
    """https://www.assemblyai.com/docs/api-reference/streaming-api/generate-streaming-token.

    `max_session_duration_seconds` is validated but has no effect: there are no sessions.
    """
    service = services(request)
    given = parameters.token_query(request.query_params, request.headers.get("authorization"))
    try:
        account = service.accounts.authenticate(request, bearer=True)
    except UnauthorizedError:
        # The service's reply is unverified. This is its error text for a bad key on the socket.
        return JSONResponse({"detail": "Invalid API key"}, 401)
    issued = await service.database.run(tokens.issue, account, given.expires_in_seconds)
    return JSONResponse({"token": issued, "expires_in_seconds": given.expires_in_seconds})


async def socket(request: Request) -> Response:
    """Where a streaming client connects. It is refused here, before it sends any audio."""
    service = services(request)
    given = request.query_params.get("token")
    if given is None:
        service.accounts.authenticate(request)
    elif await service.database.run(tokens.account_of, given) is None:
        raise ApiError(401, "Unauthorized Connection: the token is invalid or has expired.")
    raise ApiError(
        400,
        "Streaming is not available in the offline emulator: its decoder reads whole files. "
        "Upload the recording and send it to POST /v2/transcript, or stream to the real API.",
    )
