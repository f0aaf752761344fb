"""Clients for many keys, as a server needs them that serves callers with accounts of their own."""

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
"""Accounts that are kept while none of their calls is under way."""

IDLE_SECONDS = 600.0
"""Seconds after its last call for which an account is kept."""


class Accounts:
    """Finds the account of a key: its calls share rate limits, polls and connections; other keys share none of them.

    Keys are not kept: an account is found by a digest that means nothing outside this object. Ask for a client for each
    call. `like` is the client whose transport and language model the others use; its own key keeps its own account.
    `new_watch` makes the pollers of the others.
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
        self._kept: dict[bytes, tuple[Account, float]] = {}
        """Each account and when it was last asked for, the longest ago first."""
        self._closing: set[asyncio.Task[None]] = set()

    def client(self, settings: Settings) -> AsyncClient:
        """A client with these settings, for a call in the running event loop."""
        digest, now = self._digest(settings), self._clock()
        if digest == self._digest(self._like.settings):
            return self._like.with_settings(settings)
        account, _ = self._kept.pop(digest, (None, now))
        if account is None:
            account = Account(self._new_watch())
        self._kept[digest] = account, now
        self._drop_unused(now)
        return self._like.with_settings(settings, account)

    async def aclose(self) -> None:
        """Forget every account, and close its connections in the running event loop."""
        while self._kept:
            self._drop(next(iter(self._kept)))
        await asyncio.gather(*self._closing)

    def _drop_unused(self, now: float) -> None:
        """Drop the accounts that were unused for too long, and the longest unused if there are too many."""
        *others, _ = list(self._kept.items())
        for digest, (account, used) in others:
            if now - used < self._idle_seconds and len(self._kept) <= self._most:
                break
            if not account.running:
                self._drop(digest)

    def _drop(self, digest: bytes) -> None:
        account, _ = self._kept.pop(digest)
        loop = asyncio.get_running_loop()
        closing = loop.create_task(account.aclose(loop))
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)

    def _digest(self, settings: Settings) -> bytes:
        key = settings.api_key.get_secret_value() if settings.api_key else ""
        return hashlib.blake2b(f"{settings.base_url}\n{key}".encode(), key=self._salt).digest()
