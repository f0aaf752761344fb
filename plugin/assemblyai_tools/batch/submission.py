"""Sends a recording, so that its job is created once however often, and wherever, this is interrupted.

What may be billed is committed before it is sent: the audio's address, the owner, the time. The job's id is committed
after. If the reply is lost, or the owner dies in between, the job is looked for before it is created again.
"""

import asyncio
import time
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Literal

from sqlalchemy.exc import IntegrityError

from assemblyai_tools.async_client import AsyncClient
from assemblyai_tools.batch import records
from assemblyai_tools.batch.addresses import Addresses
from assemblyai_tools.batch.admission import Admitted, admit
from assemblyai_tools.batch.audio_file import NotTheFileError
from assemblyai_tools.batch.database import Database
from assemblyai_tools.batch.earlier import Earlier
from assemblyai_tools.batch.failure import is_own, problem_of
from assemblyai_tools.batch.finder import SETTLE_SECONDS, Finder
from assemblyai_tools.batch.lookup import Lookup
from assemblyai_tools.batch.memory import Memory
from assemblyai_tools.batch.order import Orders
from assemblyai_tools.batch.owners import Owners
from assemblyai_tools.batch.patience import Patience, Sleep
from assemblyai_tools.batch.posts import Posts, Sent
from assemblyai_tools.batch.rate import Rate
from assemblyai_tools.batch.recording import Recording
from assemblyai_tools.batch.records import Price
from assemblyai_tools.batch.refusals import Refusals
from assemblyai_tools.batch.reuse import reuse
from assemblyai_tools.errors import AssemblyAIError
from assemblyai_tools.operations.creation import may_exist_after

CONCURRENCY = 16
"""Recordings that are sent at once."""

_DOUBTS = (4.0, 12.0, 12.0)
"""For each time that a job is sent and may exist after a failure: how many times the list's delay after that it counts
as absent. How late the live list may be is not known, so it is waited longer and longer. After the last, it failed."""

_OWNER_PAUSE = 1.0
"""Seconds between two looks at a row that another owner is sending."""

_BEGIN_PAUSE = 1.0
"""Seconds between two looks whether a recording may be begun by now."""

_BEGIN_SECONDS = 60.0
"""Seconds for which a recording waits to be begun. Then others have their turn, which may be what it waits for."""

_NOT_ITS_OWN = "The service answered with job {}, which is another recording's."


Waits = Literal["full", "busy"]
"""Why a row is not begun yet: there is no room for it below the maximum, or another process places the same order."""


@dataclass(slots=True, kw_only=True)
class Submission:
    """What sending needs."""

    database: Database
    client: AsyncClient
    owners: Owners
    finder: Finder
    rate: Rate
    orders: Orders
    memory: Memory = field(default_factory=Memory)
    concurrency: int = CONCURRENCY
    """Recordings that are sent at once. One that is looked for is not counted."""
    settle_seconds: float = SETTLE_SECONDS
    """Seconds after which a job that the service has accepted is usually in its list."""
    sleep: Sleep = asyncio.sleep
    halted: bool = False
    """Whether nothing is sent any more."""
    _slots: asyncio.Semaphore = field(init=False)
    _refusals: Refusals = field(init=False)
    _room: asyncio.Lock = field(init=False, default_factory=asyncio.Lock)
    """Held by the recording that waits for room below the maximum, while the others wait for their turn."""
    _patience: Patience = field(init=False)
    _posts: Posts = field(init=False)
    _addresses: Addresses = field(init=False)
    _lookup: Lookup = field(init=False)
    _earlier: Earlier = field(init=False)

    def __post_init__(self) -> None:
        self._refusals = Refusals(self.database)
        self._slots = asyncio.Semaphore(self.concurrency)
        self._patience = Patience(self.rate, self.database.trouble, lambda: self.halted, self.sleep)
        self._posts = Posts(
            self.database,
            self.client,
            self.owners.me,
            self.rate,
            self.orders,
            self.memory,
            self._patience,
        )
        self._addresses = Addresses(self.client, self._patience)
        clock = self.client.account.clock
        self._lookup = Lookup(self.database, self.finder, clock, self._patience)
        delay = _DOUBTS[0] * self.settle_seconds
        self._earlier = Earlier(self.memory, self.orders, self._lookup, clock, delay=delay)

    async def submit(self, row: Recording) -> Recording:
        """The row with its job's id, or as it ended: failed, held, cancelled; or new if it could not be begun for long.

        Two may do this for a row at once.

        Raises an AssemblyAIError that concerns all recordings; the row is then left as it can be gone on with.
        """
        while row.state in {"new", "creating"}:
            before = row
            row = await (self._begin(row) if row.state == "new" else self._go_on(row))
            if row.state == "new" and row == before:
                break
        return row

    async def fail(
        self, row: Recording, problem: str, message: str, *, billed: bool = False, in_doubt: bool = False
    ) -> Recording:
        """End a row. What is surely not billed does not count against the batch's maximum."""
        if in_doubt:
            self.memory.leave(row)
        self.memory.drop(row)
        is_reserved = row.sent is not None and not (billed or in_doubt)
        back = self.orders.of(row).price(row.seconds) if is_reserved else Price()
        await self.database.run(
            partial(
                records.failed,
                row=row,
                problem=problem,
                message=message,
                at=time.time(),
                unbilled=back,
                in_doubt=in_doubt,
            )
        )
        if problem == "refused":
            await self._refusals.note(row, message)
        return await self.now(row)

    async def now(self, row: Recording) -> Recording:
        """The row as it is now."""
        return await self.database.run(partial(records.get, batch=row.batch, number=row.number))

    async def _begin(self, row: Recording) -> Recording:
        """Upload and send a row, if it may be begun. While it may not yet, it waits, but not for ever."""
        begun = await self._begun(row)
        until = time.monotonic() + _BEGIN_SECONDS
        async with self._room if begun == "full" else nullcontext():
            while isinstance(begun, str):
                if time.monotonic() >= until:
                    return row
                await self._patience.pause(_BEGIN_PAUSE)
                self._patience.check()
                # The ledger is not asked again, which may mean to read a large file, before there is room.
                if begun != "full" or await self._admitted(row) != "wait":
                    begun = await self._begun(row)
        now, outcome = begun
        return now if outcome is None else await self._settled(now, outcome)

    async def _begun(self, row: Recording) -> tuple[Recording, Sent] | Waits:
        """The row as it is now, and what came of sending it; or what it waits for, which takes no slot."""
        async with self._slots:
            await self._patience.while_quiet()
            self._patience.check()
            try:
                known = await self._earlier.find(row)
            except NotTheFileError as error:
                return await self.fail(row, problem_of(error), str(error)), None
            if known == "busy":
                return "busy"
            if known:
                taken: bool = await self.database.run(partial(reuse, row=row, transcript_id=known))
                if taken:
                    return await self.now(row), None
            try:
                admitted = await self._admitted(row)
                if admitted != "begin":
                    self.memory.drop(row)
                    return "full" if admitted == "wait" else (await self.now(row), None)
                url = await self._addresses.of(row)
            except AssemblyAIError as error:
                self.memory.drop(row)
                if not is_own(error):
                    raise
                return await self.fail(row, problem_of(error), str(error)), None
            return await self._claimed(row, url)

    async def _claimed(self, row: Recording, url: str) -> tuple[Recording, Sent]:
        """The row as it is now, and what came of sending its job, which is written down before."""
        await self.rate.take()
        await self.memory.sending(row, url)
        # By the service's clock, with which the jobs in its list are dated; 0 if no reply has told it yet.
        me, at = self.owners.me, self.client.account.clock.now() or 0.0
        price = self.orders.of(row).price(row.seconds)
        claimed = await self.database.run(partial(records.claim, row=row, me=me, url=url, at=at, price=price))
        if claimed != "creating":
            self.memory.drop(row)
            return await self.now(row), None
        row = replace(row, state="creating", owner=me, upload_url=url, sent=at)
        outcome = await self._posts.post(row)
        return (row, outcome) if outcome else (await self.now(row), None)

    async def _admitted(self, row: Recording) -> Admitted:
        price = self.orders.of(row).price(row.seconds)
        return await self.database.run(partial(admit, row=row, price=price))

    async def _go_on(self, row: Recording) -> Recording:
        """The row's job may exist: its owner is sending it, or died."""
        if row.owner != self.owners.me:
            if await self.database.run(partial(self.owners.is_alive, owner=row.owner)):
                await self.sleep(_OWNER_PAUSE)
                return await self.now(row)
            if not await self.database.run(partial(records.take_over, row=row, me=self.owners.me)):
                return await self.now(row)
            row = replace(row, owner=self.owners.me)
        found = await self._found(row, _DOUBTS[0] * self.settle_seconds, since=row.sent or 0.0)
        if found:
            return await self._known(row, found)
        return await self._settled(row, await self._posted_again(row))

    async def _posted_again(self, row: Recording) -> Sent:
        """Send a job that surely does not exist."""
        async with self._slots:
            return await self._posts.post(row) if await self._posts.may_send(row) else None

    async def _settled(self, row: Recording, outcome: Sent) -> Recording:
        """What became of a job that was sent; it is sent again only if it surely does not exist."""
        sent = 1
        while isinstance(outcome, AssemblyAIError):
            if not may_exist_after(outcome):
                return await self.fail(row, problem_of(outcome), str(outcome), in_doubt=sent > 1)
            found = await self._found(row, _DOUBTS[sent - 1] * self.settle_seconds)
            if found:
                return await self._known(row, found)
            if sent == len(_DOUBTS):
                return await self.fail(row, problem_of(outcome), str(outcome), in_doubt=True)
            outcome = await self._posted_again(row)
            sent += 1
        return await self._known(row, outcome.id, posted=True) if outcome else await self.now(row)

    def remember(self, row: Recording) -> None:
        """The user's ledger gets to know a job that exists."""
        self.memory.created(row, self.orders.of(row).parameters, str(row.transcript_id))

    async def all_sent(self) -> None:
        """Wait until nothing is being sent, and let nothing more be."""
        self.halted = True
        for _ in range(self.concurrency):
            await self._slots.acquire()

    async def _known(self, row: Recording, transcript_id: str, *, posted: bool = False) -> Recording:
        """The job's id is known, from the list or (`posted`) from the reply to the request that created it."""
        self._refusals.accepted()
        commit = partial(records.created, row=row, me=self.owners.me, transcript_id=transcript_id)
        try:
            won = await self.database.run(commit)
        except IntegrityError:  # it is another recording's: no two have one job
            # Only of a public address the list shows others' jobs too: the next look passes over this one.
            if row.is_file or posted:
                return await self.fail(row, "service", _NOT_ITS_OWN.format(transcript_id), in_doubt=True)
            return await self.now(row)
        row = replace(row, state="created", transcript_id=transcript_id)
        self.remember(row)
        return row if won else await self.now(row)

    async def _found(self, row: Recording, delay: float, *, since: float = 0.0) -> str | None:
        return await self._lookup.find(row, self._posts.parameters(row), delay, since=since)
