"""A queue of jobs in which accounts take turns."""

import asyncio
from collections import Counter, OrderedDict
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager


class FairQueue:
    """The ids of waiting jobs. Accounts take turns, and one account's jobs run in the order of `put`.

    So no job at the head of its account's line waits for more than one job of each other account. An account has at
    most `most_per_account` jobs running at a time, where that is given.
    """

    def __init__(self, most_per_account: int | None = None) -> None:
        self._most = most_per_account
        self._lines: OrderedDict[str, dict[str, None]] = OrderedDict()
        self._accounts: dict[str, str] = {}
        self._running: Counter[str] = Counter()
        self._changed = asyncio.Event()

    def put(self, account: str, job: str) -> None:
        """Add a job at the end of its account's line. A job that already waits keeps its place."""
        self._lines.setdefault(account, {})[job] = None
        self._accounts[job] = account
        self._changed.set()

    def remove(self, job: str) -> None:
        """Take a job out, wherever it stands. Does nothing if it does not wait."""
        account = self._accounts.pop(job, None)
        if account is not None:
            self._leave(account, job)

    def take(self) -> tuple[str, str] | None:
        """The account and the id of the next job, which counts as running until `done`. None if no job may run."""
        for account, line in self._lines.items():
            if self._most is None or self._running[account] < self._most:
                job = next(iter(line))
                self._lines.move_to_end(account)
                self._leave(account, job)
                del self._accounts[job]
                self._running[account] += 1
                return account, job
        return None

    def done(self, account: str) -> None:
        """One job of the account has ended."""
        self._running[account] -= 1
        if not self._running[account]:
            del self._running[account]
        self._changed.set()

    @asynccontextmanager
    async def turn(self) -> AsyncGenerator[str]:
        """Wait for the next job, and yield its id. The job counts as running until the block ends."""
        while (taken := self.take()) is None:
            self._changed.clear()
            await self._changed.wait()
        account, job = taken
        try:
            yield job
        finally:
            self.done(account)

    def _leave(self, account: str, job: str) -> None:
        line = self._lines[account]
        del line[job]
        if not line:
            del self._lines[account]
