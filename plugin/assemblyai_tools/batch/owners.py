"""Who works: one owner for each start of a worker, so that what an earlier start left is never taken for one's own.

Each owner gives a sign of life each second, from a thread that no long work can hold up. On SQLite one worker at a time
may run: it holds a lock on a file beside the database, so all other owners are dead, and its signs only tell people
that it works. On Postgres an owner that is silent for longer than its lease is taken over by one of the others.
"""

import asyncio
import os
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Event, Thread
from uuid import uuid4

from sqlalchemy import Connection, delete, insert, or_, select, update
from sqlalchemy.exc import SQLAlchemyError

from assemblyai_tools.batch.database import Database
from assemblyai_tools.batch.file_lock import FileLock
from assemblyai_tools.batch.tables import OWNERS
from assemblyai_tools.errors import AssemblyAIError
from assemblyai_tools.ledger.process import runs_elsewhere

LEASE = 20.0
"""Seconds of silence after which an owner counts as dead: twice as long as a request that creates a job may take."""

FRESH_SHARE = 0.4
"""The share of the lease for which an owner may still create a job after a sign of life. The rest is longer than a
request that creates a job may take, so it has ended, or failed, before the owner counts as dead."""

BEAT = 1.0
"""Seconds between two signs of life."""

_LIVE_PAUSE = 0.5
"""Seconds between two looks whether the own sign of life is fresh again."""

_BOOT_CLOCK: int = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
"""Linux's clock that goes on while the machine is asleep; macOS's monotonic one does so itself."""

O = OWNERS.c  # noqa: E741 - as in the queries of the other tables


def awake_or_not() -> float:
    """Seconds that have passed, also while the machine was asleep: Linux's monotonic clock stands still then."""
    return time.clock_gettime(_BOOT_CLOCK)


class LostLeaseError(AssemblyAIError):
    """Others have taken over this worker's recordings, as it gave no sign of life."""


class Owners:
    """The owner of this start, and the others. `on_dead` is called in the thread with the owners just taken over."""

    def __init__(
        self,
        database: Database,
        on_dead: Callable[[Sequence[str]], object],
        *,
        lease: float = LEASE,
        clock: Callable[[], float] = awake_or_not,
    ) -> None:
        self.me = uuid4().hex
        self._database = database
        self._on_dead = on_dead
        self._lease = lease
        self._fresh = lease * FRESH_SHARE
        self._clock = clock
        self._last_beat = clock()
        self._is_lost = False
        self._recovered: set[str] = set()
        """Taken over, and given to `on_dead`."""
        self._lock: FileLock | None = None
        self._stop = Event()
        self._thread: Thread | None = None

    def begin(self) -> None:
        """Take the lock (SQLite), and give the first sign of life."""
        if self._database.path:
            self._lock = FileLock(self._database.path)
        try:
            self._database.run_here(self._register)
        except BaseException:
            self._unlock()
            raise
        self._last_beat = self._clock()

    def start_beating(self) -> None:
        """Give signs of life from now on, and look for the dead."""
        self._thread = Thread(target=self._beat_on, name="batch-heartbeat", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """End this start: others may go on with what it leaves, at once."""
        self._stop.set()
        if self._thread:
            self._thread.join()
        if not self._is_lost:
            with suppress(AssemblyAIError, SQLAlchemyError):  # then the lease ends by itself
                self._database.run_here(self._give_up, patience=0.0)
        self._unlock()

    def _unlock(self) -> None:
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def is_fresh(self) -> bool:
        """Whether this owner may create a job now: nobody can have taken over its recordings."""
        if self._lock is not None:
            return self._lock.is_held()
        return not self._is_lost and self._silence() < self._fresh

    def check_lease(self) -> None:
        """Raise a LostLeaseError if others may have taken over this owner's work: it may never create a job again."""
        if self._lock is not None and not self._lock.is_held():
            raise LostLeaseError("The file that says that this worker runs was removed, so others may run.")
        if self._is_lost or (self._lock is None and self._silence() >= self._lease):
            raise LostLeaseError(
                "This worker was silent for too long, so others may have taken over its work."
            )

    async def fresh(self) -> None:
        """Wait until this owner may create a job. Raises a LostLeaseError if it never may again."""
        while not self.is_fresh():
            self.check_lease()
            await asyncio.sleep(_LIVE_PAUSE)

    def is_alive(self, connection: Connection, owner: str | None) -> bool:
        """Whether another owner may still create a job."""
        if self._lock is not None:
            return owner == self.me
        row = connection.execute(select(O.beat, O.taken_by).where(O.owner == owner)).first()
        return row is not None and row.taken_by is None

    def beat(self) -> None:
        """Give a sign of life, and take over the work of those that gave none for longer than their lease."""
        began = self._clock()
        is_alive = self._database.run_here(self._alive, patience=0.0)
        if self._lock is not None:
            return
        if not is_alive:
            self._is_lost = True
            return
        self._last_beat = began
        dead = self._database.run_here(self._taken_over, patience=0.0)
        if dead:
            self._on_dead(dead)
            self._recovered.update(dead)

    def _silence(self) -> float:
        """Seconds since the last sign of life."""
        return self._clock() - self._last_beat

    def _beat_on(self) -> None:
        is_told = False
        while not (self._stop.wait(BEAT) or self._is_lost):
            try:
                self.beat()
                is_told = False
            except Exception as error:  # noqa: BLE001 - of any kind: the next beat may get through
                if not is_told:
                    self._database.trouble(
                        f"No sign of life could be given: {getattr(error, 'message', error)}"
                    )
                is_told = True

    def _register(self, connection: Connection) -> None:
        if self._lock is not None:  # all that were before are dead
            connection.execute(delete(OWNERS))
        now = self._database.now(connection)
        host, process = os.uname().nodename, os.getpid()
        known = connection.execute(select(O.owner).where(O.owner == self.me)).first()
        if not known:  # the transaction may be repeated
            connection.execute(
                insert(OWNERS).values(owner=self.me, host=host, process=process, beat=now, taken_by=None)
            )

    def _give_up(self, connection: Connection) -> None:
        connection.execute(update(OWNERS).where(O.owner == self.me).values(beat=0.0))

    def _alive(self, connection: Connection) -> bool:
        now = self._database.now(connection)
        mine = update(OWNERS).where(O.owner == self.me, O.taken_by.is_(None)).values(beat=now)
        return connection.execute(mine).rowcount == 1

    def _taken_over(self, connection: Connection) -> list[str]:
        """The owners that this one took over, and did not recover yet: of several survivors one only gets each.

        Also those that the dead had taken over, as they may have died before they recovered them; and those of an
        earlier beat whose end never became known.
        """
        silent = self._database.now(connection) - self._lease
        found = select(O.owner).where(O.taken_by.is_(None), O.beat < silent, O.owner != self.me)
        # What another one has locked it is taking over just now, or it is asleep: this beat does not wait for it.
        dead = list(connection.execute(found.with_for_update(skip_locked=True)).scalars())
        if dead:
            theirs = or_(O.owner.in_(dead), O.taken_by.in_(dead))
            connection.execute(update(OWNERS).where(theirs).values(taken_by=self.me))
        mine = connection.execute(select(O.owner).where(O.taken_by == self.me)).scalars()
        return [owner for owner in mine if owner not in self._recovered]


def living(connection: Connection, now: float) -> int:
    """How many workers there are at `now` (the database's clock): those that gave a sign of life lately.

    One of this machine whose process has ended is none, although it gave one just before it was killed.
    """
    fresh = select(O.host, O.process).where(O.beat > now - LEASE, O.taken_by.is_(None))
    here = os.uname().nodename
    return sum(host != here or _runs(process) for host, process in connection.execute(fresh))


def _runs(process: int) -> bool:
    return process == os.getpid() or runs_elsewhere(f"{os.uname().nodename}:{process}")
