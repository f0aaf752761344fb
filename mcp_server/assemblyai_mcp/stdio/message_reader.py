"""What the SDK does not do over stdio: it answers malformed lines, and lets a client go back to the older handshake."""

from contextvars import Context
from types import TracebackType
from typing import Any, Protocol, Self, cast

import anyio
from mcp.shared.message import SessionMessage
from mcp.types import INVALID_REQUEST, PARSE_ERROR, ErrorData, JSONRPCError, JSONRPCRequest
from pydantic import ValidationError


class ReadStream(Protocol):
    """The stream of what the SDK read: a message, or the exception raised while parsing one."""

    async def receive(self) -> SessionMessage | Exception: ...
    async def aclose(self) -> None: ...


class WriteStream(Protocol):
    """The stream of messages that the SDK writes to stdout."""

    async def send(self, item: SessionMessage, /) -> None: ...


class MessageReader:
    """Yields the client's messages in order. Answers a malformed one with an error and does not yield it.

    A client that waits only a second for the answer to `server/discover` sends `initialize` next if this process starts
    slower than that. The SDK serves a connection in the way of its first request, and would refuse that handshake. So
    the messages end before it: serve them once more, and they begin with it.
    """

    def __init__(self, inner: ReadStream, answers: WriteStream) -> None:
        self._inner = inner
        self._answers = answers
        self._discovering: bool | None = None
        """Whether all requests so far were `server/discover`; None before the first."""
        self.handshake: SessionMessage | None = None
        """The `initialize` request that comes next, after which the connection has to be served anew."""

    @property
    def last_context(self) -> Context | None:
        """The context in which the last message was received; the SDK runs its handler in it."""
        return getattr(self._inner, "last_context", None)

    async def receive(self) -> SessionMessage | Exception:
        if self.handshake is not None:
            handshake, self.handshake, self._discovering = self.handshake, None, False
            return handshake
        while isinstance(item := await self._inner.receive(), Exception):
            await self._answers.send(SessionMessage(refusal(item)))
        if self._is_handshake_after_discovery(item):
            self.handshake = item
            raise anyio.EndOfStream
        return item

    def _is_handshake_after_discovery(self, item: SessionMessage) -> bool:
        if not isinstance(item.message, JSONRPCRequest):
            return False
        if self._discovering and item.message.method == "initialize":
            return True
        self._discovering = self._discovering is not False and item.message.method == "server/discover"
        return False

    async def aclose(self) -> None:
        if self.handshake is None:
            await self._inner.aclose()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> SessionMessage | Exception:
        try:
            return await self.receive()
        except anyio.EndOfStream:
            raise StopAsyncIteration from None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        await self.aclose()


def refusal(problem: Exception) -> JSONRPCError:
    """The protocol's error for a line that could not be parsed, with the line's id if it has a valid one."""
    errors = problem.errors(include_url=False) if isinstance(problem, ValidationError) else []
    if any(error["type"] == "json_invalid" for error in errors) or not errors:
        not_json = ErrorData(code=PARSE_ERROR, message="Parse error: this line is not JSON.")
        return JSONRPCError(jsonrpc="2.0", id=None, error=not_json)
    invalid = ErrorData(
        code=INVALID_REQUEST, message="Invalid request: this is not a JSON-RPC request or notification."
    )
    return JSONRPCError(jsonrpc="2.0", id=_id_in(errors[0]["input"]), error=invalid)


def _id_in(message: Any) -> str | int | None:
    given = cast("dict[str, Any]", message).get("id") if isinstance(message, dict) else None
    return given if isinstance(given, str | int) and not isinstance(given, bool) else None
