"""Parses the requests of the two token routes."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, Field, ValidationError

from assemblyai_emulator.errors import ApiError, InvalidQueryError

SHORTEST_REALTIME_SECONDS = 60
"""The shortest lifetime of a realtime token."""

LONGEST_REALTIME_SECONDS = 10 * 365 * 24 * 3600
"""The longest: ten years. The service's limit is not published; the store needs one."""


class TokenQuery(BaseModel):
    """The query of GET /v3/token."""

    expires_in_seconds: Annotated[int, Field(ge=1, le=600)]
    max_session_duration_seconds: Annotated[int, Field(ge=60, le=10_800)] = 10_800


def token_query(query: Mapping[str, str], authorization: str | None) -> TokenQuery:
    """Raises InvalidQueryError with every error in the query, and with a missing header, as recorded."""
    missing = [] if authorization else [_missing("header", "authorization")]
    try:
        parsed = TokenQuery.model_validate(dict(query))
    except ValidationError as error:
        raise InvalidQueryError([*_detail(error), *missing]) from None
    if missing:
        raise InvalidQueryError(missing)
    return parsed


def expires_in(body: Mapping[str, Any]) -> int:
    """The lifetime in seconds from POST /v2/realtime/token. Raises ApiError (400); its text is unverified."""
    seconds = body.get("expires_in")
    if type(seconds) is not int or not SHORTEST_REALTIME_SECONDS <= seconds <= LONGEST_REALTIME_SECONDS:
        raise ApiError(
            400,
            f"expires_in must be a whole number of seconds from {SHORTEST_REALTIME_SECONDS} to "
            f"{LONGEST_REALTIME_SECONDS}.",
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
