"""Who is calling, and so which AssemblyAI account a call is for.

Over stdio it is always the person who started the server. Over HTTP a request may bring its own AssemblyAI key as a
Bearer token. The key is used for that request only and is stored nowhere.
"""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any, Self

from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from pydantic import SecretStr

from assemblyai_mcp.definitions import AnyOperation
from assemblyai_mcp.request_key import RequestKey, digest_of, request_key_of
from assemblyai_mcp.webhook import Webhook
from assemblyai_tools import (
    Accounts,
    AssemblyAIError,
    AsyncClient,
    AuthenticationError,
    ConfigurationError,
    FileAccessError,
    Settings,
    Watch,
)

_KEPT_SECONDS = 86_400.0
"""Seconds for which a caller's account is kept, with what the caller ordered; its connections are closed sooner."""

STRANGERS = "strangers"
"""The share of all accounts that are not known; no digest of a key."""

_request_key: ContextVar[RequestKey | None] = ContextVar("request_key", default=None)
"""The holder and not the key itself: a connection keeps the context that it was opened in for as long as it is open."""

_SEND_KEY = (
    "The person who set up this connection must send a valid AssemblyAI key with every request, as the header "
    "'Authorization: Bearer KEY'."
)
_NO_FILES = (
    "Callers cannot use the files of this server: give a public URL, and take texts and captions as results."
)


@dataclass(frozen=True, slots=True)
class Guests:
    """What callers with their own AssemblyAI key may do."""

    may_use_files: bool
    """Whether they may read and write in the allowed folders: only if they are on this machine."""


class Callers:
    """Gives each request the client for its account.

    Without `guests`, the key of a request is ignored: every request is for the server's own account.
    """

    def __init__(
        self, own_client: AsyncClient, *, guests: Guests | None = None, webhook: Webhook | None = None
    ) -> None:
        self._own_client = own_client
        self._guests = guests
        self._webhook = webhook
        self._accounts = Accounts(
            own_client, new_watch=webhook.new_watch if webhook else Watch, idle_seconds=_KEPT_SECONDS
        )

    @property
    def settings(self) -> Settings:
        return self._own_client.settings

    async def remember_key(self, ctx: ServerRequestContext[Any, Any], call_next: CallNext) -> HandlerResult:
        """Middleware: make the request's key available while its message is handled."""
        token = _request_key.set(request_key_of(ctx.request) if self._guests else None)
        try:
            return await call_next(ctx)
        finally:
            _request_key.reset(token)

    def client(self) -> AsyncClient:
        """The client for the current request's account."""
        key = key_of_this_request()
        if self._guests is None or (key is None and self.settings.api_key):
            return self._own_client
        if key is None:
            raise ConfigurationError(
                "This request brought no AssemblyAI API key, and the server has none.", next_step=_SEND_KEY
            )
        folders = self.settings.allowed_dirs if self._guests.may_use_files else ()
        settings = replace(self.settings, api_key=key, allowed_dirs=folders)
        return self._accounts.client(settings)

    def api_key(self) -> SecretStr:
        """The key of the current request's account; raises a ConfigurationError if there is none."""
        key = self.client().settings.api_key
        if key is None:
            raise ConfigurationError("The server has no AssemblyAI API key.")
        return key

    def is_proven(self, key: SecretStr | None) -> bool:
        """Whether the service answered a call of the account that a request with this key is for."""
        if key is None or key == self.settings.api_key:
            return self._own_client.is_answered
        return self._accounts.is_answered(replace(self.settings, api_key=key))

    def is_known(self) -> bool:
        """Whether the current request is for the server's own account, or for one that the service has answered."""
        key = key_of_this_request()
        return key is None or self.is_proven(key)

    def account(self) -> str:
        """What stands for the current request's account: a digest of its key, or "server" for the server's own."""
        return _account(key_of_this_request())

    def share(self) -> str:
        """In whose share of a memory to keep something for the current request: its account's, or that of strangers.

        A made-up key costs nothing, so all keys that the service has not answered have one share together.
        """
        return self.account() if self.is_known() else STRANGERS

    def account_of(self, request: Any) -> str:
        """The same for an HTTP request, or None over stdio, before its message is handled."""
        held = request_key_of(request) if self._guests else None
        return _account(held.key if held else None)

    def with_next_step(self, error: AssemblyAIError) -> AssemblyAIError:
        """The error with a next step that the caller can take: a guest cannot change the server's settings."""
        if self._guests is None or key_of_this_request() is None:
            return error
        if isinstance(error, AuthenticationError | ConfigurationError):
            error.next_step = _SEND_KEY
        if isinstance(error, FileAccessError) and not self._guests.may_use_files:
            error.next_step = _NO_FILES
        return error

    def with_webhook(self, operation: AnyOperation, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        """The arguments plus the server's own webhook, if the operation takes one and the caller gave none."""
        return self._webhook.added_to(operation, arguments) if self._webhook else arguments

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._accounts.aclose()
        await self._own_client.aclose()


def key_of_this_request() -> SecretStr | None:
    """The key that the request at work has brought along."""
    held = _request_key.get()
    return held.key if held else None


@contextmanager
def outliving() -> Generator[None]:
    """A task that is started in here keeps the key of the request at work until it ends, even if the request ends."""
    token = _request_key.set(RequestKey(key_of_this_request()))
    try:
        yield
    finally:
        _request_key.reset(token)


def _account(key: SecretStr | None) -> str:
    return digest_of(key) if key else "server"
