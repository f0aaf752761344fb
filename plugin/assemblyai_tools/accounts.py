"""Clients for many keys, for a server whose callers have their own accounts."""

import asyncio
import hashlib
import secrets
import time
from collections.abc import Callable

from assemblyai_tools.async_client import AsyncClient
from assemblyai_tools.config import Settings
from assemblyai_tools.transport.account import Account
from assemblyai_tools.waiting.watch import Watch

MOST_ACCOUNTS = 1_000
"""Accounts that are kept at most; one with a call under way is never dropped."""

IDLE_SECONDS = 600.0
"""Seconds that an account is kept after its last call began."""

TIDY_SECONDS = 30.0
"""Seconds between two looks for idle accounts and connections."""


class Accounts:
    """Finds the account of a key. Calls with one key share rate limits, polls and connections; other keys do not.

    Keys are not stored: an account is found by a digest that is useless outside this object. Get a client for each
    call, always in the same event loop. `like` is the client whose transport and language model the others use; its own
    key keeps its own account. `new_watch` makes the pollers of the others.
    """

    def __init__(
        self,
        like: AsyncClient,
        *,
        new_watch: Callable[[], Watch] = Watch,
        most: int = MOST_ACCOUNTS,
        idle_seconds: float = IDLE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._like = like
        self._new_watch = new_watch
        self._most = most
        self._idle_seconds = idle_seconds
        self._clock = clock
        self._salt = secrets.token_bytes(32)
        self._accounts: dict[bytes, tuple[Account, float]] = {}
        """Each account with the time of its last use, least recently used first."""
        self._closing: set[asyncio.Task[None]] = set()
        self._tidying: asyncio.TimerHandle | None = None

    def client(self, settings: Settings) -> AsyncClient:
        """A client with these settings, for a call in the running event loop."""
        digest, now = self._digest(settings), self._clock()
        if digest == self._digest(self._like.settings):
            return self._like.with_settings(settings)
        account, _ = self._accounts.pop(digest, (None, now))
        if account is None:
            account = Account(self._new_watch())
        self._accounts[digest] = account, now
        self._evict(now)
        self._tidy_later()
        return self._like.with_settings(settings, account)

    async def aclose(self) -> None:
        """Drop every account and close its connections."""
        if self._tidying:
            self._tidying.cancel()
        while self._accounts:
            self._drop(next(iter(self._accounts)))
        await asyncio.gather(*self._closing)

    def _tidy_later(self) -> None:
        if self._tidying is None:
            self._tidying = asyncio.get_running_loop().call_later(TIDY_SECONDS, self._tidy)

    def _tidy(self) -> None:
        """Drop the accounts that were idle for too long, and close the connections of those without a call."""
        self._tidying = None
        now = self._clock()
        for digest, (account, used) in list(self._accounts.items()):
            if account.running:
                continue
            if now - used >= self._idle_seconds:
                self._drop(digest)
            else:
                self._close(account)
        if self._accounts:
            self._tidy_later()

    def _evict(self, now: float) -> None:
        """Drop the accounts that were idle for too long and, if there are too many, the least recently used."""
        *others, _ = list(self._accounts.items())
        for digest, (account, used) in others:
            if now - used < self._idle_seconds and len(self._accounts) <= self._most:
                break
            if not account.running:
                self._drop(digest)

    def _drop(self, digest: bytes) -> None:
        account, _ = self._accounts.pop(digest)
        self._close(account)

    def _close(self, account: Account) -> None:
        """Close an account's connections in the background; the next call opens new ones."""
        loop = asyncio.get_running_loop()
        pool = account.pools.pop(loop, None)  # at once, so that a call that begins meanwhile cannot use it
        if pool is None:
            return
        closing = loop.create_task(pool.aclose())
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)

    def _digest(self, settings: Settings) -> bytes:
        key = settings.api_key.get_secret_value() if settings.api_key else ""
        return hashlib.blake2b(f"{settings.base_url}\n{key}".encode(), key=self._salt).digest()
