"""The clients behind tools, steps, loaders and retrievers: created on first use, shared by as many as you like."""

from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING

from pydantic import SecretStr

from assemblyai_tools.config import Settings
from assemblyai_tools.errors import ConfigurationError
from assemblyai_tools.langchain.model import Model, async_completer, completer

if TYPE_CHECKING:
    from assemblyai_tools.async_client import AsyncClient
    from assemblyai_tools.client import Client


class Clients:
    """A blocking and an async client with the same settings (None: those of the environment).

    Threads and event loops may share one instance. `llm` is your own model; it reasons over transcripts in place of
    AssemblyAI's. `blocking` and `asynchronous` are existing clients to use.
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
        self._blocking = blocking
        self._asynchronous = asynchronous
        self._lock = Lock()

    @property
    def blocking(self) -> "Client":
        with self._lock:
            if self._blocking is None:
                # httpx is slow to import and only needed once a tool is called.
                from assemblyai_tools.client import Client  # noqa: PLC0415

                complete = completer(self._llm) if self._llm else None
                self._blocking = Client(self.settings, complete=complete)
            return self._blocking

    @property
    def asynchronous(self) -> "AsyncClient":
        with self._lock:
            if self._asynchronous is None:
                from assemblyai_tools.async_client import AsyncClient  # noqa: PLC0415 - see above

                complete = async_completer(self._llm) if self._llm else None
                self._asynchronous = AsyncClient(self.settings, complete=complete)
            return self._asynchronous

    def close(self) -> None:
        """Close the blocking client's connections, if it has opened any."""
        if self._blocking is not None:
            self._blocking.close()

    async def aclose(self) -> None:
        """Close the connections of the running event loop."""
        if self._asynchronous is not None:
            await self._asynchronous.aclose()


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
