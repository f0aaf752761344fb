"""Reads JSON request bodies, whatever content type they claim."""

import json
from typing import Any, cast

from starlette.requests import Request

from assemblyai_emulator.errors import ApiError

_LARGEST_BYTES = 32 << 20


async def json_object(request: Request) -> dict[str, Any]:
    """Raises ApiError for a body that is no JSON object (400) or above 32 MB (413). Both are unverified."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST_BYTES:
            raise ApiError(413, "The request body is larger than 32 MB. Upload audio at /v2/upload instead.")
    try:
        parsed = json.loads(body)
    except ValueError:
        raise ApiError(400, "The request body is not valid JSON.") from None
    if not isinstance(parsed, dict):
        raise ApiError(400, "The request body must be a JSON object.")
    return cast("dict[str, Any]", parsed)
