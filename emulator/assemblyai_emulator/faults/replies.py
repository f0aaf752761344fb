"""The replies that faults send."""

import json
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from assemblyai_emulator.faults.fault import Fault
from assemblyai_emulator.gateway.errors import GatewayError, GatewayUnauthorizedError

_TEXTS = {
    401: "Authentication error, API token missing/invalid",
    403: "Cannot access uploaded file",
    404: "Not found",
    429: "Too Many Requests",
    500: "Internal server error. Please retry your request.",
}
_GATEWAY_TEXTS = {429: "too many requests for this action"}
_NO_ACCESS = "Your account does not have access to this LLM Gateway model"
_HTML = "<!DOCTYPE html>\n<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>\n"


def reply(fault: Fault, path: str) -> Response:
    """The reply for a fault. `path` decides which host's JSON an error has."""
    if fault.kind == "wrong-shape":
        return _json(200, ["this", "is", "no", "reply", "of", "the", "API"])
    if fault.kind == "html-200":
        return Response(_HTML.format(title="Welcome"), 200, media_type="text/html")
    if fault.kind == "refusal-200":
        return _json(200, GatewayError(400, "invalid request body", (_NO_ACCESS,)).body())
    response = _failure(fault, path)
    if fault.retry_after is not None:
        response.headers["Retry-After"] = fault.retry_after
    return response


def _failure(fault: Fault, path: str) -> Response:
    phrase = _reason_phrase(fault.status)
    if fault.body == "empty":
        return Response(status_code=fault.status)
    if fault.body == "html":
        html = _HTML.format(title=f"{fault.status} {phrase}")
        return Response(html, fault.status, media_type="text/html")
    if fault.body == "text":
        return Response(_TEXTS.get(fault.status, phrase), fault.status, media_type="text/plain")
    return _json(fault.status, _body(fault.status, path))


def _body(status: int, path: str) -> dict[str, Any]:
    text = _TEXTS.get(status, _reason_phrase(status))
    if path.startswith("/v1/"):
        return _gateway_error(status, text).body()
    if path == "/v3/token":
        return {"detail": text}
    return {"error": text}


def _gateway_error(status: int, text: str) -> GatewayError:
    if status == HTTPStatus.UNAUTHORIZED:
        return GatewayUnauthorizedError(key_given=True)
    return GatewayError(status, _GATEWAY_TEXTS.get(status, text))


def _reason_phrase(status: int) -> str:
    return HTTPStatus(status).phrase if status in {known.value for known in HTTPStatus} else "Error"


def _json(status: int, body: Any) -> Response:
    return Response(json.dumps(body), status, media_type="application/json")
