"""One worker's time at work on a batch, from its first sign of life to its last."""

import asyncio
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from sqlalchemy import Connection

from assemblyai_tools.batch import copies, records
from assemblyai_tools.batch.database import Database
from assemblyai_tools.batch.engine import ALONE, Chunk, Engine
from assemblyai_tools.batch.fenced_client import FencedClient
from assemblyai_tools.batch.finder import SETTLE_SECONDS, Finder
from assemblyai_tools.batch.memory import Memory
from assemblyai_tools.batch.order import Orders
from assemblyai_tools.batch.outage import Outage
from assemblyai_tools.batch.owners import LEASE, LostLeaseError, Owners
from assemblyai_tools.batch.rate import Rate
from assemblyai_tools.batch.recording import Recording
from assemblyai_tools.batch.refusals import AllRefusedError, put_back
from assemblyai_tools.batch.submission import CONCURRENCY, Submission
from assemblyai_tools.batch.worker import LIST_SECONDS, TICK_SECONDS, Lands, OnProgress, Worker
from assemblyai_tools.config import Settings
from assemblyai_tools.errors import AssemblyAIError

CHUNK = 100
"""Recordings in a chunk: the engine's cost for each then does not count."""


_REFILL_TICKS = 30
"""Looks after which what is to be done is put into the queue although the worker is busy: it may have been retried."""

_MOST_IDLE_TICKS = 8
"""The same for a worker that has nothing to do, at most."""


@dataclass(slots=True, kw_only=True)
class Shift:
    """What a worker needs; `client_options` are an AsyncClient's."""

    database: Database
    batch: str
    account: str
    settings: Settings
    orders: Orders
    landing: Lands
    rate: float
    concurrency: int = CONCURRENCY
    on_progress: OnProgress = lambda _counts: None
    client_options: Mapping[str, Any] = field(default_factory=dict[str, Any])
    settle_seconds: float = SETTLE_SECONDS
    lease: float = LEASE
    tick_seconds: float = TICK_SECONDS

    async def work(self) -> Mapping[str, int]:
        """Work until nothing is left to do, on any machine; gives the number of recordings in each state.

        Raises an AssemblyAIError that concerns all recordings: what is there to do can then be gone on with.
        """
        while True:
            try:
                return await self._once()
            except LostLeaseError as error:  # it slept for long: it begins anew, as another owner
                self.database.trouble(f"{error.message} It begins anew.")

    async def _once(self) -> Mapping[str, int]:
        owners = Owners(self.database, Engine.recover, lease=self.lease)
        await asyncio.to_thread(owners.begin)
        client = FencedClient(
            replace(self.settings, ledger="off"),
            owners.fresh,
            Outage(self.database.trouble),
            **self.client_options,
        )
        memory = Memory.of(self.settings)
        finder = Finder(client, self._is_known, settle_seconds=self.settle_seconds)
        try:
            rate = Rate(self.database, self.account, self.rate)
            await rate.begin()
            submission = Submission(
                database=self.database,
                client=client,
                owners=owners,
                finder=finder,
                rate=rate,
                orders=self.orders,
                memory=memory,
                concurrency=self.concurrency,
                settle_seconds=self.settle_seconds,
            )
            shown = min(LIST_SECONDS, self.settle_seconds)
            return await self._run(owners, Worker(submission, self.landing, list_seconds=shown))
        finally:
            await finder.aclose()
            await client.aclose()
            await memory.aclose()
            await asyncio.to_thread(owners.end)

    async def _run(self, owners: Owners, worker: Worker) -> Mapping[str, int]:
        name = owners.me if self.database.is_shared else ALONE
        engine = Engine(self.database, name, poll_seconds=self.tick_seconds)
        await engine.work(self.batch, worker.run_chunk)
        try:
            owners.start_beating()
            counts = await self._watch(owners, engine, worker)
        finally:
            await worker.drain()
            await engine.end()
        stopped = worker.stopped_by
        if isinstance(stopped, AllRefusedError):  # no recording has failed
            await self.database.run(partial(put_back, batch=self.batch, reason=stopped.reason))
        elif stopped:
            raise stopped
        await asyncio.to_thread(self.landing.finish, self.batch, self._rows())
        if stopped:
            raise stopped
        return counts

    async def _watch(self, owners: Owners, engine: Engine, worker: Worker) -> Mapping[str, int]:
        """See to it that all that is to be done is in the queue, until nothing is, or the work stops."""
        look = _Look(self.batch, await self.database.run(partial(copies.has_copies, batch=self.batch)))
        tick, due = 0, 0
        while True:
            try:
                owners.check_lease()
                counts, settled = await self.database.run(look)
                self.on_progress(counts)
                if worker.stopping.is_set() or not any(counts.get(state) for state in records.AT_WORK):
                    return counts
                if settled or tick >= (due if worker.is_idle else _REFILL_TICKS):
                    put = await engine.enqueue(self.batch, await self.database.run(self._chunks))
                    # If the others have it all, it looks ever more seldom.
                    tick, due = 0, 1 if put or not worker.is_idle else min(2 * due + 1, _MOST_IDLE_TICKS)
            except AssemblyAIError as error:
                worker.stop(error)
                return {}
            tick += 1
            with suppress(TimeoutError):
                await asyncio.wait_for(worker.stopping.wait(), self.tick_seconds)

    def _chunks(self, connection: Connection) -> list[Chunk]:
        """The chunks in which there is something to do."""
        firsts = records.chunks_at_work(connection, self.batch, CHUNK)
        return [(first, first + CHUNK - 1) for first in firsts]

    async def _is_known(self, transcript_id: str) -> bool:
        return await self.database.run(partial(records.is_known, transcript_id=transcript_id))

    def _rows(self) -> Iterator[Recording]:
        """All rows in their order, some at a time."""
        after = 0
        while rows := self.database.run_here(partial(records.page, batch=self.batch, after=after)):
            yield from rows
            after = rows[-1].number


@dataclass(slots=True)
class _Look:
    """The counts, after copies of recordings that have ended have become what those are; and how many did."""

    batch: str
    has_copies: bool
    _settled_at: Mapping[str, int] = field(default_factory=dict[str, int])
    """The counts when there was nothing to settle: as long as they stay, no other recording has ended."""

    def __call__(self, connection: Connection) -> tuple[dict[str, int], int]:
        counts = records.counts(connection, self.batch)
        if not self.has_copies or counts == self._settled_at:
            return counts, 0
        settled = copies.settle_copies(connection, self.batch, time.time())
        if settled:
            return records.counts(connection, self.batch), settled
        self._settled_at = counts
        return counts, 0
