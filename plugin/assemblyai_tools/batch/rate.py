"""The account's rate over all machines: one row says when the next job may be sent.

The engine's own limiter counts the starts of workflows, not requests, so it is of no use here.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from sqlalchemy import Connection, case, insert, select, update
from sqlalchemy.exc import IntegrityError

from assemblyai_tools.batch.database import Database
from assemblyai_tools.batch.owners import living
from assemblyai_tools.batch.tables import RATES

LIVE_RATE = 15.0
"""Jobs a second on AssemblyAI's hosts: 20,000 requests in five minutes are allowed, and a job takes three or four."""

OTHER_RATE = 1_000.0
"""Jobs a second elsewhere: an emulator has no limit."""

RESERVED_SECONDS = 0.1
"""Seconds of starts that are reserved at once, but one start at least: that few would still be sent after a 429."""

QUIET_SECONDS = 5.0
"""Seconds of silence after a 429 that does not say how long."""

_MOST_QUIET_SECONDS = 300.0
"""Seconds of silence that a worker who begins alone still waits for: the service counts requests in five minutes."""

_BACK_SECONDS = 1.0
"""Seconds by which the clock must have gone back for times of before to count no more."""

_TOLD_SECONDS = 10.0
"""A wait of at least so many seconds is told, once."""

Q = RATES.c


class Rate:
    """Gives each job its time. `account` names the account, `per_second` is its jobs a second."""

    def __init__(
        self,
        database: Database,
        account: str,
        per_second: float,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._database = database
        self._account = account
        self._step = 1 / per_second
        self._at_once = max(1, round(per_second * RESERVED_SECONDS))
        self._sleep = sleep
        self._slots = deque[float]()
        """When the starts that are reserved are due, on the event loop's clock."""
        self._turn = asyncio.Lock()
        self._seen = float("-inf")
        """The last time that the database's clock told."""
        self._is_told = False

    async def begin(self) -> None:
        """Add the account's row. What workers reserved that live no more counts no more."""
        try:
            await self._database.run(self._add, alone=True)
        except IntegrityError:  # another machine did at the same time
            return

    async def take(self) -> None:
        """Wait until a job may be sent."""
        clock = asyncio.get_running_loop().time
        async with self._turn:
            if not self._slots:
                first = clock() + await self._database.run(self._reserve, alone=True)
                self._slots.extend(first + number * self._step for number in range(self._at_once))
            due = self._slots.popleft()
        wait = due - clock()
        if wait >= _TOLD_SECONDS and not self._is_told:
            self._is_told = True
            self._database.trouble(f"The rate lets the next job be sent in {wait:.0f} s.")
        if wait > 0:
            await self._sleep(wait)

    async def quiet(self, seconds: float) -> None:
        """The service said 429: no machine sends anything for so many seconds."""
        self._slots.clear()

        def keep(connection: Connection) -> None:
            until = self._now(connection) + seconds
            row = update(RATES).where(Q.account == self._account)
            connection.execute(row.where(Q.quiet_until < until).values(quiet_until=until))

        await self._database.run(keep, alone=True)

    async def quiet_left(self) -> float:
        """Seconds for which nothing may be sent; 0 or less if it may."""

        def left(connection: Connection) -> float:
            now = self._now(connection)
            until = connection.execute(select(Q.quiet_until).where(Q.account == self._account)).scalar_one()
            return float(until) - now

        return await self._database.run(left)

    def _add(self, connection: Connection) -> None:
        known = connection.execute(select(Q.account).where(Q.account == self._account)).first()
        if not known:
            connection.execute(insert(RATES).values(account=self._account, next_at=0.0, quiet_until=0.0))
        now = self._now(connection)
        if living(connection, now) <= 1:  # this one
            self._bound(connection, now)

    def _now(self, connection: Connection) -> float:
        """The database's clock. If it was set back, the times of before are far ahead, and count no more."""
        now = self._database.now(connection)
        if now < self._seen - _BACK_SECONDS:
            self._bound(connection, now)
        self._seen = now
        return now

    def _bound(self, connection: Connection, now: float) -> None:
        """Forget the starts that are reserved, and a silence that is longer than the service means any."""
        most = now + _MOST_QUIET_SECONDS
        quiet = case((Q.quiet_until > most, most), else_=Q.quiet_until)
        row = update(RATES).where(Q.account == self._account)
        connection.execute(row.values(next_at=0.0, quiet_until=quiet))

    def _reserve(self, connection: Connection) -> float:
        """Seconds until the first of the starts that this reserves."""
        now = self._now(connection)
        later = case((Q.next_at > Q.quiet_until, Q.next_at), else_=Q.quiet_until)
        begins = case((later > now, later), else_=now)
        row = update(RATES).where(Q.account == self._account)
        row = row.values(next_at=begins + self._at_once * self._step).returning(Q.next_at)
        return float(connection.execute(row).scalar_one()) - self._at_once * self._step - now
