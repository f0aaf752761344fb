"""Who is calling, and so whose AssemblyAI account a call is for.

Over stdio it is always the person who started the server. Over HTTP a request may bring its own AssemblyAI key as a
Bearer token; it serves that request alone and is kept nowhere.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any, Self

from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from pydantic import SecretStr

from assemblyai_mcp.definitions import AnyOperation
from assemblyai_mcp.request_key import RequestKey, request_key_of
from assemblyai_mcp.webhook import Webhook
from assemblyai_tools import (
    AssemblyAIError,
    AsyncClient,
    AuthenticationError,
    ConfigurationError,
    FileAccessError,
    Settings,
)

_request_key: ContextVar[RequestKey | None] = ContextVar("request_key", default=None)
"""The holder and not the key itself: a connection keeps the context that it was opened in for as long as it is open."""

_SEND_KEY = (
    "The person who set up this connection must send a valid AssemblyAI key with every request, as the header "
    "'Authorization: Bearer KEY'."
)
_NO_FILES = (
    "Files of the server are not for its callers: give a public URL, and take texts and captions as results."
)


@dataclass(frozen=True, slots=True)
class Guests:
    """How requests with a key of their own are served."""

    may_use_files: bool
    """Whether they may read and write in the allowed folders: only if they come from this machine."""


class Callers:
    """Gives each request the client for its account.

    Without `guests`, whatever a request brings along is not looked at: it is for the server's own account.
    """

    def __init__(
        self, host: AsyncClient, *, guests: Guests | None = None, webhook: Webhook | None = None
    ) -> None:
        self._host = host
        self._guests = guests
        self._webhook = webhook

    @property
    def settings(self) -> Settings:
        return self._host.settings

    async def note_caller(self, ctx: ServerRequestContext[Any, Any], call_next: CallNext) -> HandlerResult:
        """Middleware: remember the key for as long as this one message is handled."""
        token = _request_key.set(request_key_of(ctx.request) if self._guests else None)
        try:
            return await call_next(ctx)
        finally:
            _request_key.reset(token)

    def client(self) -> AsyncClient:
        """The client for the account of the request that is being handled."""
        key = _key()
        if self._guests is None or (key is None and self.settings.api_key):
            return self._host
        if key is None:
            raise ConfigurationError(
                "This request brought no AssemblyAI API key, and the server has none.", next_step=_SEND_KEY
            )
        folders = self.settings.allowed_dirs if self._guests.may_use_files else ()
        settings = replace(self.settings, api_key=key, allowed_dirs=folders)
        return self._host.with_settings(settings, self._webhook.new_watch() if self._webhook else None)

    def told(self, error: AssemblyAIError) -> AssemblyAIError:
        """The error with a next step that the caller can take: a guest cannot change the server's settings."""
        if self._guests is None or _key() is None:
            return error
        if isinstance(error, AuthenticationError | ConfigurationError):
            error.next_step = _SEND_KEY
        if isinstance(error, FileAccessError) and not self._guests.may_use_files:
            error.next_step = _NO_FILES
        return error

    def with_webhook(self, operation: AnyOperation, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        """The arguments, with the server's own webhook where the operation can order one and the caller did not."""
        return self._webhook.ordered(operation, arguments) if self._webhook else arguments

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._host.aclose()


def _key() -> SecretStr | None:
    held = _request_key.get()
    return held.key if held else None
