"""Temporary tokens for streaming, which is all of streaming that there is offline.

The tokens are real: random, and gone when their time is over. But nothing here listens to a live stream, so
the sockets refuse: first a bad token, in the service's words, and then streaming itself.
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

    It left the published API in June 2025; released SDKs still call it.
    """
    service = services(request)
    account = service.accounts.authenticate(request)
    seconds = parameters.expires_in(await json_object(request))
    return JSONResponse({"token": await service.database.run(tokens.issue, account, seconds)})


async def token(request: Request) -> Response:
    """https://www.assemblyai.com/docs/api-reference/streaming-api/generate-streaming-token.

    The limit of a session's length is checked and then unused, for there are no sessions.
    """
    service = services(request)
    given = parameters.token_query(request.query_params, request.headers.get("authorization"))
    try:
        account = service.accounts.authenticate(request, bearer=True)
    except UnauthorizedError:
        # What the service says here is unverified; these are its words for a bad key on the socket.
        return JSONResponse({"detail": "Invalid API key"}, 401)
    issued = await service.database.run(tokens.issue, account, given.expires_in_seconds)
    return JSONResponse({"token": issued, "expires_in_seconds": given.expires_in_seconds})


async def socket(request: Request) -> Response:
    """Where a streaming client would connect: it learns here, before any audio is sent, that it cannot."""
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
