"""Reads what the two token routes are asked for."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, Field, ValidationError

from assemblyai_emulator.errors import ApiError, InvalidQueryError

SHORTEST_REALTIME_SECONDS = 60


class TokenQuery(BaseModel):
    """GET /v3/token; both in seconds."""

    expires_in_seconds: Annotated[int, Field(ge=1, le=600)]
    max_session_duration_seconds: Annotated[int, Field(ge=60, le=10_800)] = 10_800


def token_query(query: Mapping[str, str], authorization: str | None) -> TokenQuery:
    """Raises InvalidQueryError with every fault of the query, and with a missing header, as recorded."""
    missing = [] if authorization else [_missing("header", "authorization")]
    try:
        found = TokenQuery.model_validate(dict(query))
    except ValidationError as error:
        raise InvalidQueryError([*_detail(error), *missing]) from None
    if missing:
        raise InvalidQueryError(missing)
    return found


def expires_in(body: Mapping[str, Any]) -> int:
    """The lifetime in seconds that POST /v2/realtime/token is asked for. Raises ApiError (400); texts unverified."""
    seconds = body.get("expires_in")
    if type(seconds) is not int or seconds < SHORTEST_REALTIME_SECONDS:
        raise ApiError(
            400, f"expires_in must be a whole number of seconds, {SHORTEST_REALTIME_SECONDS} or more."
        )
    return seconds


def _detail(error: ValidationError) -> list[dict[str, Any]]:
    return [
        _missing("query", str(fault["loc"][0]))
        if fault["type"] == "missing"
        else {**fault, "loc": ["query", *fault["loc"]]}
        for fault in error.errors(include_url=False)
    ]


def _missing(where: str, name: str) -> dict[str, Any]:
    return {"type": "missing", "loc": [where, name], "msg": "Field required", "input": None}
