"""The answer to a request that does not reach the SDK, or that the SDK did not answer in time."""

from starlette.responses import JSONResponse

_RETRY_AFTER = {503: {"Retry-After": "60"}, 429: {"Retry-After": "1"}}


def rpc_error(message: str, code: int, status: int) -> JSONResponse:
    """A JSON-RPC error with this HTTP status. Its id is null: the request may not have been read."""
    error = {"jsonrpc": "2.0", "id": None, "error": {"code": code, "message": message}}
    return JSONResponse(error, status, _RETRY_AFTER.get(status))
