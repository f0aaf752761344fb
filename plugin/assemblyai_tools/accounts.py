"""Clients for many keys, for a server whose callers have their own accounts."""

import asyncio
import hashlib
import secrets
import time
from asyncio import AbstractEventLoop, Task, TimerHandle
from collections.abc import Callable
from contextlib import suppress
from itertools import takewhile
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary, WeakMethod

from assemblyai_tools.async_client import AsyncClient
from assemblyai_tools.config import Settings
from assemblyai_tools.transport.account import Account
from assemblyai_tools.waiting.watch import Watch

if TYPE_CHECKING:
    from assemblyai_tools.transport.pool import Pool

MOST_ACCOUNTS = 1_000
"""Accounts that are kept at most; one with a call under way is never dropped, and one that works last."""

IDLE_SECONDS = 600.0
"""Seconds that an account is kept after its last call began."""

TIDY_SECONDS = 30.0
"""Seconds between two looks for idle accounts and connections."""


class Accounts:
    """Finds the account of a key. Calls with one key share rate limits, polls and connections; other keys do not.

    Keys are not stored: an account is found by a digest that is useless outside this object. Get a client, or the
    account, for each call; threads and event loops may share this object. `like` is the client whose transport and
    language model the others use; its own key keeps its own account. `new_watch` makes the pollers of the others.
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
        self._lock = Lock()
        self._accounts: dict[bytes, tuple[Account, float]] = {}
        """Each account with the time of its last use, least recently used first."""
        self._closing: set[Task[None]] = set()
        self._tidying = WeakKeyDictionary[AbstractEventLoop, TimerHandle]()
        """The next look of each event loop."""

    def client(self, settings: Settings) -> AsyncClient:
        """A client with these settings, for a call in the running event loop."""
        account = self.account(settings)
        if account is not self._like.account:
            self._tidy_later(asyncio.get_running_loop())
        return self._like.with_settings(settings, account)

    def account(self, settings: Settings) -> Account:
        """The account of these settings, for a call that begins now, in any thread."""
        digest, now = self.digest(settings), self._clock()
        if digest == self.digest(self._like.settings):
            return self._like.account
        with self._lock:
            account, _ = self._accounts.pop(digest, (None, now))
            if account is None:
                account = Account(self._new_watch())
            self._accounts[digest] = account, now
            dropped = self._evicted(now)
        for one in dropped:
            self._close(one)
        return account

    def is_answered(self, settings: Settings) -> bool:
        """Whether the service ever did what a call with this key asked for, as far as the accounts kept can tell."""
        account, _ = self._accounts.get(self.digest(settings), (None, 0.0))
        return account.is_answered if account else False

    def digest(self, settings: Settings) -> bytes:
        """What an account is found by: equal for the same key and service."""
        key = settings.api_key.get_secret_value() if settings.api_key else ""
        return hashlib.blake2b(f"{settings.base_url}\n{key}".encode(), key=self._salt).digest()

    async def aclose(self) -> None:
        """Close the connections of the running event loop."""
        loop = asyncio.get_running_loop()
        timer = self._tidying.pop(loop, None)
        if timer:
            timer.cancel()
        for account, _ in list(self._accounts.values()):
            self._close_in(loop, account)
        await asyncio.gather(*(task for task in self._closing if task.get_loop() is loop))

    def _tidy_later(self, loop: AbstractEventLoop) -> None:
        if loop not in self._tidying:
            # A timer must not keep this object alive.
            self._tidying[loop] = loop.call_later(TIDY_SECONDS, _call, WeakMethod(self._tidy))

    def _tidy(self) -> None:
        """Drop the accounts that were idle for too long, and close the running loop's connections of the unused."""
        loop, now = asyncio.get_running_loop(), self._clock()
        self._tidying.pop(loop, None)
        with self._lock:
            resting = [(digest, *kept) for digest, kept in self._accounts.items() if not kept[0].running]
            for digest, _, used in resting:
                if now - used >= self._idle_seconds:
                    del self._accounts[digest]
        for _, account, used in resting:
            if now - used >= self._idle_seconds:
                self._close(account)
            else:
                self._close_in(loop, account)
        if self._accounts:
            self._tidy_later(loop)

    def _evicted(self, now: float) -> list[Account]:
        """Drop the accounts that were idle for too long and, if there are too many, some more.

        Those go first for which the service never did anything, as made-up keys must not displace good ones; among
        equals the least recently used.
        """
        *others, _ = list(self._accounts.items())
        idle = list(takewhile(lambda row: now - row[1][1] >= self._idle_seconds, others))
        dropped = [(digest, account) for digest, (account, _) in idle if not account.running]
        surplus = len(self._accounts) - len(dropped) - self._most
        if surplus > 0:
            resting = [(digest, one) for digest, (one, _) in others[len(idle) :] if not one.running]
            dropped += sorted(resting, key=lambda row: row[1].is_answered)[:surplus]
        for digest, _ in dropped:
            del self._accounts[digest]
        return [account for _, account in dropped]

    def _close(self, account: Account) -> None:
        """Close an account's connections, each in its own event loop."""
        here = _running_loop()
        if here:
            self._close_in(here, account)
        for loop in account.loops():
            with suppress(RuntimeError):  # the loop is closed, and its connections with it
                loop.call_soon_threadsafe(self._close_in, loop, account)

    def _close_in(self, loop: AbstractEventLoop, account: Account) -> None:
        """Close an account's connections of the running loop in the background; the next call opens new ones."""
        pool: Pool | None = account.pools.pop(loop, None)  # at once, so that no call that begins now uses it
        if pool is None:
            return
        closing = loop.create_task(pool.aclose())
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)


def _running_loop() -> AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _call(method: "WeakMethod[Callable[[], None]]") -> None:
    alive = method()
    if alive:
        alive()
