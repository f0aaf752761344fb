"""The clients behind tools, steps, loaders and retrievers: created on first use, shared by as many as you like."""

import asyncio
from collections.abc import AsyncGenerator, Generator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import SecretStr

from assemblyai_tools.config import Settings
from assemblyai_tools.errors import AuthenticationError, ConfigurationError
from assemblyai_tools.flow import Flow
from assemblyai_tools.langchain import user_key
from assemblyai_tools.langchain.model import Model, async_completer, completer
from assemblyai_tools.operation import AnyOperation
from assemblyai_tools.waiting.progress import ProgressCallback, no_progress

if TYPE_CHECKING:
    from assemblyai_tools.accounts import Accounts
    from assemblyai_tools.async_client import AsyncClient
    from assemblyai_tools.client import Client
    from assemblyai_tools.streaming.events import Event
    from assemblyai_tools.streaming.sources import Audio

T = TypeVar("T")

_KEPT_SECONDS = 86_400.0
"""Seconds for which a user's account is kept after its last call: a day, as long as the ledger reuses an order."""


class Clients:
    """A blocking and an async client with the same settings (None: those of the environment).

    Threads and event loops may share one instance. `llm` is your own model; it reasons over transcripts in place of
    AssemblyAI's. `blocking` and `asynchronous` are existing clients to use.

    A call whose config has `{"configurable": {"assemblyai_api_key": key}}` is for that key's account: calls with one
    key share rate limits, polls and the ledger in memory, and calls with different keys share none of them.

    A deep copy has the same settings and model, and connections of its own. A pickled one loses its key and its
    connections; the key comes from the environment where it is unpickled.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        llm: Model | None = None,
        blocking: "Client | None" = None,
        asynchronous: "AsyncClient | None" = None,
    ) -> None:
        if llm is not None and not hasattr(llm, "invoke"):
            raise ConfigurationError(
                f"llm is {llm!r}, which is not a model.",
                next_step="Make one first: langchain.chat_models.init_chat_model(...), or a class such as ChatOpenAI.",
            )
        base = settings or Settings.from_env()
        self.settings = replace(base, llm="own") if llm is not None else base
        self._llm = llm
        self._given = blocking, asynchronous
        self._lost_key = False
        self._open()

    def _open(self) -> None:
        self._blocking, self._asynchronous = self._given
        self._accounts: Accounts | None = None
        self._lock = RLock()

    @property
    def blocking(self) -> "Client":
        """The blocking client of the settings' own account."""
        with self._lock:
            if self._blocking is None:
                # httpx is slow to import and only needed once a tool is called.
                from assemblyai_tools.client import Client  # noqa: PLC0415

                complete = completer(self._llm) if self._llm else None
                client = Client(self.settings, complete=complete)
                # Both clients have one account, so that neither pays for what the other has ordered.
                self._blocking = client.with_settings(client.settings, self.asynchronous.account)
            return self._blocking

    @property
    def asynchronous(self) -> "AsyncClient":
        """The async client of the settings' own account."""
        with self._lock:
            if self._asynchronous is None:
                from assemblyai_tools.async_client import AsyncClient  # noqa: PLC0415 - see above

                complete = async_completer(self._llm) if self._llm else None
                client = AsyncClient(self.settings, complete=complete)
                account = self._blocking.account if self._blocking else None
                self._asynchronous = client.with_settings(client.settings, account)
            return self._asynchronous

    @property
    def accounts(self) -> "Accounts":
        """The accounts of the users' keys."""
        with self._lock:
            if self._accounts is None:
                from assemblyai_tools.accounts import Accounts  # noqa: PLC0415 - see above

                self._accounts = Accounts(self.asynchronous, idle_seconds=_KEPT_SECONDS)
            return self._accounts

    def run(self, flow: Flow[T], *, on_progress: ProgressCallback = no_progress) -> T:
        """Run a flow for the account of the current call, blocking. Raises an AssemblyAIError."""
        with self._with_key() as key:
            return self._blocking_for(key).run(flow, on_progress=on_progress)

    async def arun(self, flow: Flow[T], *, on_progress: ProgressCallback = no_progress) -> T:
        """The same on asyncio."""
        with self._with_key() as key:
            client = await self._asynchronous_for(key)
            return await client.run(flow, on_progress=on_progress)

    def stream(self, audio: "Audio", **given: Any) -> Generator["Event"]:
        """The events of live speech for the account of the current call; the arguments are those of Client.stream."""
        with self._with_key() as key, self._blocking_for(key).stream(audio, **given) as events:
            yield from events

    async def astream(self, audio: "Audio", **given: Any) -> AsyncGenerator["Event"]:
        """The same on asyncio."""
        with self._with_key() as key:
            client = await self._asynchronous_for(key)
            # In a thread, as the first stream imports what it needs.
            stream = await asyncio.to_thread(client.stream, audio, **given)
            async with stream as events:
                async for event in events:
                    yield event

    def _blocking_for(self, key: SecretStr | None) -> "Client":
        """The blocking client of a user's key, or of the settings' own account."""
        client = self.blocking
        if key is None:
            return client
        settings = replace(client.settings, api_key=key)
        return client.with_settings(settings, self.accounts.account(settings))

    async def _asynchronous_for(self, key: SecretStr | None) -> "AsyncClient":
        """The same for asyncio."""
        client = await self.ready(accounts=key is not None)
        return client if key is None else self.accounts.client(replace(client.settings, api_key=key))

    async def astart(self, operation: AnyOperation, arguments: Mapping[str, Any]) -> Flow[Any]:
        """The flow of an operation for arguments from outside, checked without blocking the event loop."""
        client = await self.ready()
        return operation.perform(await client.validated(operation, arguments))

    def scope(self) -> bytes:
        """What tells the account of the current call from others, for a cache; it says nothing of the key."""
        key = self._user_key()
        return b"" if key is None else self.accounts.digest(replace(self.settings, api_key=key))

    async def ascope(self) -> bytes:
        """The same on asyncio."""
        await self.ready(accounts=True)
        return self.scope()

    async def ready(self, *, accounts: bool = False) -> "AsyncClient":
        """The async client. What is missing, perhaps the accounts too, is imported and made in a thread."""
        if self._asynchronous is None:
            await asyncio.to_thread(lambda: self.asynchronous)
        if accounts and self._accounts is None:
            await asyncio.to_thread(lambda: self.accounts)
        return self.asynchronous

    @contextmanager
    def _with_key(self) -> Generator[SecretStr | None]:
        """The user's key of the current call. An error about it says whose it is."""
        key = self._user_key()
        try:
            yield key
        except AuthenticationError as error:
            _say_whose_key(error, key)
            raise

    def _user_key(self) -> SecretStr | None:
        key = user_key.of_this_call()
        if key is None and self._lost_key:
            raise ConfigurationError(
                "This object was unpickled, keys are never pickled, and ASSEMBLYAI_API_KEY was not set here, so "
                "nothing was sent.",
                next_step=f"Set ASSEMBLYAI_API_KEY before it is unpickled. {user_key.ADVICE}",
            )
        return key

    def close(self) -> None:
        """Close the blocking client's connections, if it has opened any."""
        if self._blocking is not None:
            self._blocking.close()

    async def aclose(self) -> None:
        """Close the connections of the running event loop."""
        if self._accounts is not None:
            await self._accounts.aclose()
        if self._asynchronous is not None:
            await self._asynchronous.aclose()

    def __copy__(self) -> "Clients":
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> "Clients":
        blocking, asynchronous = deepcopy(self._given, memo)
        copied = Clients(self.settings, llm=self._llm, blocking=blocking, asynchronous=asynchronous)
        copied._lost_key = self._lost_key
        return copied

    def __getstate__(self) -> dict[str, Any]:
        return {"settings": replace(self.settings, api_key=None), "llm": self._llm}

    def __setstate__(self, state: dict[str, Any]) -> None:
        key = Settings.from_env().api_key
        self.settings = replace(state["settings"], api_key=key)
        self._llm = state["llm"]
        self._given = None, None
        self._lost_key = key is None
        self._open()


def _say_whose_key(error: AuthenticationError, key: SecretStr | None) -> None:
    """Correct the next step if the service refused a user's key: it is not in the environment."""
    if key is not None:
        error.next_step = user_key.ADVICE


def resolve_clients(
    clients: Clients | None = None,
    settings: Settings | None = None,
    api_key: SecretStr | str | None = None,
    llm: Model | None = None,
) -> Clients:
    """The given clients, or new ones made from the other arguments. Giving both is an error."""
    given = {"settings": settings, "api_key": api_key, "llm": llm}
    if clients is not None:
        extra = [name for name, value in given.items() if value is not None]
        if extra:
            raise ConfigurationError(
                f"{' and '.join(extra)} cannot be given together with clients, which have their own.",
                next_step=f"Give {extra[0]} to Clients instead.",
            )
        return clients
    chosen = settings or Settings.from_env()
    if api_key is not None:
        secret = api_key if isinstance(api_key, SecretStr) else SecretStr(api_key)
        chosen = replace(chosen, api_key=secret)
    return Clients(chosen, llm=llm)
