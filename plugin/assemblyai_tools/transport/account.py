"""The state of an account: calls with the same API key share it, calls with different keys share none of it."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from assemblyai_tools.config import Settings
from assemblyai_tools.flow import Host
from assemblyai_tools.ledger.fingerprint import account_digest
from assemblyai_tools.ledger.ledger import Ledger, ledger_at
from assemblyai_tools.transport.rate_limit import RateLimit, account_limits
from assemblyai_tools.transport.service_clock import ServiceClock
from assemblyai_tools.waiting.watch import Watch


@dataclass(slots=True)
class Account:
    """An account's poller, rate limits, connections and ledger. It does not hold the key."""

    watch: Watch = field(default_factory=Watch)
    limits: Mapping[Host, RateLimit] = field(default_factory=account_limits)
    pools: WeakKeyDictionary[Any, Any] = field(default_factory=WeakKeyDictionary[Any, Any])
    """The async client's connections: a Pool for each event loop."""
    clock: ServiceClock = field(default_factory=ServiceClock)
    """The service's clock, as far as its replies tell."""
    memory: Ledger = field(default_factory=Ledger)
    """The ledger if the settings name no file."""
    is_answered: bool = False
    """Whether the service ever did what a call with this key asked for: a made-up key gets no such answer."""
    running: int = 0
    """Calls that are running."""
    _lock: Lock = field(default_factory=Lock, repr=False)
    _digest: str = ""

    def ledger(self, settings: Settings) -> Ledger | None:
        """The ledger under these settings; None if it is switched off."""
        if settings.ledger == "off":
            return None
        return self.memory if settings.ledger is None else ledger_at(settings.ledger)

    def digest(self, settings: Settings) -> str:
        """The name of this account in a ledger, from which the key cannot be told. It never changes."""
        if not self._digest:
            key = settings.api_key.get_secret_value() if settings.api_key else ""
            self._digest = account_digest(settings.base_url, key)
        return self._digest

    def loops(self) -> list[Any]:
        """The event loops that have connections."""
        return [loop for reference in self.pools.keyrefs() if (loop := reference()) is not None]

    async def aclose(self, loop: Any) -> None:
        """Close the connections of an event loop."""
        pool = self.pools.pop(loop, None)
        if pool is not None:
            await pool.aclose()

    @contextmanager
    def in_use(self) -> Generator[None]:
        """Count a call as under way."""
        with self._lock:
            self.running += 1
        try:
            yield
        finally:
            with self._lock:
                self.running -= 1
