"""Reads JSON request bodies. The content type does not matter."""

import json
from typing import Any, NoReturn, cast

from starlette.requests import Request

from assemblyai_emulator.errors import ApiError

_LARGEST_BYTES = 32 << 20
_DEEPEST = 100
"""Levels of nesting: far more than the API needs, and far fewer than would exhaust a parser's stack."""

_LARGEST_NUMBER = 2**63
_MOST_DIGITS = 20
"""Digits of a number that are read or shown."""


class _UnfitError(ValueError):
    """A body that cannot be used. The message says why."""


async def json_object(request: Request) -> dict[str, Any]:
    """Raises ApiError if the body is not a JSON object (400) or is above 32 MB (413). Both are unverified."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST_BYTES:
            raise ApiError(413, "The request body is larger than 32 MB. Upload audio at /v2/upload instead.")
    try:
        parsed = _parsed(body)
    except _UnfitError as error:
        raise ApiError(400, str(error)) from None
    if not isinstance(parsed, dict):
        raise ApiError(400, "The request body must be a JSON object.")
    return cast("dict[str, Any]", parsed)


def _parsed(body: bytearray) -> object:
    try:
        parsed: object = json.loads(
            body.decode("utf-8-sig"), parse_constant=_constant, parse_int=_whole, parse_float=_fraction
        )
    except _UnfitError:
        raise
    except UnicodeDecodeError:
        raise _UnfitError("The request body is not valid JSON: it is not UTF-8 text.") from None
    except RecursionError:
        raise _too_deep() from None
    except ValueError:
        raise _UnfitError("The request body is not valid JSON.") from None
    _check_depth(parsed)
    _check_characters(parsed)
    return parsed


def _check_depth(parsed: object) -> None:
    level = [parsed]
    for _ in range(_DEEPEST):
        level = [inner for value in level for inner in _inside(value)]
        if not level:
            return
    raise _too_deep()


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(cast("dict[str, object]", value).values())
    return cast("list[object]", value) if isinstance(value, list) else []


def _check_characters(parsed: object) -> None:
    """JSON can escape half of a surrogate pair, but that is not a character and cannot be encoded or stored."""
    try:
        json.dumps(parsed, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise _UnfitError(
            "The request body holds half of a surrogate pair (an escape from \\ud800 to \\udfff on its own), "
            "which is no character. Send the whole character."
        ) from None


def _too_deep() -> _UnfitError:
    return _UnfitError(f"The request body is nested more than {_DEEPEST} levels deep. Send it flatter.")


def _constant(name: str) -> NoReturn:
    raise _UnfitError(f"The request body is not valid JSON: {name} is not a JSON number.")


def _whole(digits: str) -> int:
    # Python refuses to parse thousands of digits.
    number = int(digits[:_MOST_DIGITS])
    if len(digits) > _MOST_DIGITS or abs(number) >= _LARGEST_NUMBER:
        raise _too_large(digits)
    return number


def _fraction(digits: str) -> float:
    number = float(digits)
    if abs(number) == float("inf"):
        raise _too_large(digits)
    return number


def _too_large(digits: str) -> _UnfitError:
    shown = digits if len(digits) <= _MOST_DIGITS else f"{digits[:_MOST_DIGITS]}..."
    return _UnfitError(f"The request body holds a number that is too large: {shown}")
