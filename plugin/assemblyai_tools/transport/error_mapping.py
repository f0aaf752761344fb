"""Maps a failed call (status, headers and body) to an error that says what to do."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from assemblyai_tools.errors import (
    AssemblyAIError,
    ConnectionFailedError,
    UnexpectedReplyError,
    advice_on_language,
    error_class,
)
from assemblyai_tools.flow import Request
from assemblyai_tools.text import flat, without_secrets
from assemblyai_tools.transport.call import Answer
from assemblyai_tools.transport.retry import Lost

_FIRST_ERROR = 400
"""The lowest HTTP status that is an error."""

_FIRST_SERVER_ERROR = 500
"""The lowest HTTP status that is the server's error."""

_LONGEST_ERROR = 900
"""Characters of the service's reason that an error shows."""

_ADVICE = (
    (
        "transcript id not found",
        "No transcript of this account has this id; list_transcripts shows those it has.",
    ),
    (
        "uploaded file",
        "An upload can only be used with the key that made it: upload the file again with this key.",
    ),
)
"""Words in the service's reason, and a next step that fits better than the usual one for the status."""

_BILLED = "It may have been accepted all the same, so repeating it could be billed twice."
"""The next step after a failure of a billed call that the service may have accepted."""

Json = Mapping[str, Any]


def failure_of(
    outcome: Answer | Lost, request: Request, without_key: Callable[[str], str]
) -> AssemblyAIError:
    """The error for a call that failed for good."""
    where = f"{request.method} {request.path}"
    if isinstance(outcome, Lost):
        return _lost(outcome, request, where)
    if outcome.status < _FIRST_ERROR:
        return UnexpectedReplyError(
            f"{where} was answered with HTTP {outcome.status}, a redirect, which the API does not use.",
            next_step="Check the service address (ASSEMBLYAI_BASE_URL).",
        )
    body = _json_object(outcome.body)
    # Mask the key before cutting: a cut through the key would leave a part of it.
    text = without_secrets(flat(without_key(_reason(body, outcome.body))))[:_LONGEST_ERROR].rstrip(".")
    message = f"{text} (HTTP {outcome.status})." if text else f"{where} failed with HTTP {outcome.status}."
    error = error_class(outcome.status)(message, status=outcome.status, retry_after=retry_after(outcome))
    if request.billed and outcome.status >= _FIRST_SERVER_ERROR:
        error.retryable, error.next_step = False, _BILLED
    error.next_step = _advice(text, request) or error.next_step
    request_id = body.get("request_id") or outcome.headers.get("x-request-id")
    error.request_id = str(request_id) if request_id else None
    return error


def _advice(reason: str, request: Request) -> str | None:
    """A next step that fits this reason better than the usual one for the status."""
    known = next((step for sign, step in _ADVICE if sign in reason), None)
    creates = (request.method, request.path) == ("POST", "/v2/transcript")
    return known or (advice_on_language(reason) if creates else None)


def retry_after(answer: Answer) -> float | None:
    """Seconds that the service asks to wait; None if it gives a date, or nothing."""
    value = answer.headers.get("retry-after", "")
    return float(value) if value.isascii() and value.isdigit() else None


def _lost(outcome: Lost, request: Request, where: str) -> ConnectionFailedError:
    error = ConnectionFailedError(f"No reply to {where}: {outcome.reason}.")
    if outcome.sent and request.billed:
        error.retryable, error.next_step = False, _BILLED
    return error


def _json_object(body: bytes) -> Json:
    try:
        return _object(json.loads(body))
    except (ValueError, RecursionError):
        return {}


def reason_in(raw: bytes) -> str:
    """The reason in an error's body; empty if there is none."""
    return _reason(_json_object(raw), raw)


def _reason(body: Json, raw: bytes) -> str:
    """The reason in any of the service's error formats, or a plain text body; empty for a web page or an empty body.

    {"error": text}; {"error": {"message": text}}; {"code", "message", "metadata": {"errors": [...]}};
    {"detail": [{"loc": [...], "msg": text}]}
    """
    if not body:
        text = raw.decode("utf-8", errors="replace").strip()
        return "" if text.startswith(("<", "{", "[")) else text
    error = body.get("error")
    if isinstance(error, str):
        return error
    if _object(error):
        return _reason(_object(error), b"")
    if _list(body.get("detail")):
        return "; ".join(_detail(item) for item in _list(body["detail"]))
    parts = [body.get("message"), *_metadata_errors(body)]
    return ". ".join(dict.fromkeys(part.rstrip(".") for part in parts if isinstance(part, str)))


def _metadata_errors(body: Json) -> Sequence[Any]:
    metadata = _object(body.get("metadata"))
    return [_object(item).get("message") or item for item in _list(metadata.get("errors"))]


def _detail(item: Any) -> str:
    fields = _object(item)
    where = ".".join(str(part) for part in _list(fields.get("loc")))
    reason = str(fields.get("msg", "not accepted")) if fields else str(item)
    return f"{where}: {reason}" if where else reason


def _object(value: Any) -> Json:
    return cast("Json", value) if isinstance(value, dict) else {}


def _list(value: Any) -> Sequence[Any]:
    return cast("Sequence[Any]", value) if isinstance(value, list) else []
