"""Sends a recording, so that its job is created once however often, and wherever, this is interrupted.

What may be billed is committed before it is sent: the audio's address, the owner, the time. The job's id is committed
after. If the reply is lost, or the owner dies in between, the job is looked for before it is created again.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.api.upload import upload
from assemblyai_tools.async_client import AsyncClient
from assemblyai_tools.batch import audio_file, records
from assemblyai_tools.batch.database import Database
from assemblyai_tools.batch.failure import is_own, problem_of
from assemblyai_tools.batch.finder import Finder, Sought
from assemblyai_tools.batch.memory import Memory
from assemblyai_tools.batch.order import Orders
from assemblyai_tools.batch.owners import Owners
from assemblyai_tools.batch.rate import Rate
from assemblyai_tools.batch.recording import Recording
from assemblyai_tools.batch.records import Price
from assemblyai_tools.batch.refusals import Refusals
from assemblyai_tools.batch.reuse import reuse
from assemblyai_tools.errors import AssemblyAIError, PermissionDeniedError, RateLimitedError
from assemblyai_tools.flow import Content, Flow, Request, fetch
from assemblyai_tools.operations.creation import may_exist_after
from assemblyai_tools.operations.links import direct_link

CONCURRENCY = 16
"""Recordings that are sent at once."""

CREATE_SECONDS = 10.0
"""Seconds without progress after which a request that creates a job fails: half an owner's lease."""

_PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 60.0, 60.0)
"""Seconds before each further try of what failed and did nothing."""

_REFUSED_SECONDS = 60.0
"""Seconds of silence after a 403; a second one for the same recording stops all work."""

_TRIES = 5
"""How often a job is sent, at most, if the service fails each time and the list shows that it does not exist."""

_OWNER_PAUSE = 1.0
"""Seconds between two looks at a row that another owner is sending."""

_BUSY_LOOKS = 60
"""Looks at the ledger for an order that another process is placing, before it is not waited for any more."""

Sleep = Callable[[float], Awaitable[None]]


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
    sleep: Sleep = asyncio.sleep
    halted: bool = False
    """Whether nothing is sent any more."""
    _slots: asyncio.Semaphore = field(init=False)
    _refusals: Refusals = field(init=False)

    def __post_init__(self) -> None:
        self._refusals = Refusals(self.database)
        self._slots = asyncio.Semaphore(self.concurrency)

    async def submit(self, row: Recording) -> Recording:
        """The row with its job's id, or as it ended: failed, held, cancelled. Two may do this for a row at once.

        Raises an AssemblyAIError that concerns all recordings; the row is then left as it can be gone on with.
        """
        while row.state in {"new", "creating"}:
            row = await (self._begin(row) if row.state == "new" else self._go_on(row))
        return row

    async def fail(self, row: Recording, problem: str, message: str, *, billed: bool = False) -> Recording:
        """End a row. What was not billed does not count against the batch's maximum."""
        self.memory.drop(row)
        is_reserved = row.sent is not None and not billed
        back = self.orders.of(row).price(row.seconds) if is_reserved else Price()
        await self.database.run(
            partial(records.failed, row=row, problem=problem, message=message, at=time.time(), unbilled=back)
        )
        if problem == "refused":
            await self._refusals.note(row, message)
        return await self.now(row)

    async def now(self, row: Recording) -> Recording:
        """The row as it is now."""
        return await self.database.run(partial(records.get, batch=row.batch, number=row.number))

    async def _begin(self, row: Recording) -> Recording:
        price = self.orders.of(row).price(row.seconds)
        async with self._slots:
            self._check_halted()
            try:
                known = await self._known_before(row)
                if known:
                    await self.database.run(partial(reuse, row=row, transcript_id=known))
                    return await self.now(row)
                url = await self._address(row)
            except AssemblyAIError as error:
                self.memory.drop(row)
                if not is_own(error):
                    raise
                return await self.fail(row, problem_of(error), str(error))
            me, at = self.owners.me, time.time()
            claimed = await self.database.run(
                partial(records.claim, row=row, me=me, url=url, at=at, price=price)
            )
            if claimed != "creating":
                self.memory.drop(row)
                return await self.now(row)
            self.memory.sending(row, url)
            row = replace(row, state="creating", owner=me, upload_url=url, sent=at)
            outcome = await self._post(row)
        return await self._settled(row, outcome)

    async def _go_on(self, row: Recording) -> Recording:
        """The row's job may exist: its owner is sending it, or died."""
        if row.owner != self.owners.me:
            if await self.database.run(partial(self.owners.is_alive, owner=row.owner)):
                await self.sleep(_OWNER_PAUSE)
                return await self.now(row)
            if not await self.database.run(partial(records.take_over, row=row, me=self.owners.me)):
                return await self.now(row)
            row = replace(row, owner=self.owners.me)
        found = await self._found(row)
        if found:
            return await self._known(row, found)
        return await self._settled(row, await self._posted_again(row))

    async def _posted_again(self, row: Recording) -> Transcript | AssemblyAIError:
        """Send a job that surely does not exist."""
        async with self._slots:
            if self.halted:
                await self._not_sent(row)
            self._check_halted()
            return await self._post(row)

    async def _post(self, row: Recording) -> Transcript | AssemblyAIError:
        """Send the job of a row that is this owner's, once."""
        await self.rate.take()
        try:
            return await self.client.run(_creating(self._parameters(row)))
        except AssemblyAIError as error:
            return error

    async def _settled(self, row: Recording, outcome: Transcript | AssemblyAIError) -> Recording:
        """What became of a job that was sent; it is sent again only if it surely does not exist."""
        tries, pauses = 1, iter(_PAUSES)
        while isinstance(outcome, AssemblyAIError):
            if may_exist_after(outcome):
                found = await self._found(row)
                if found:
                    return await self._known(row, found)
                if tries >= _TRIES:
                    return await self.fail(row, problem_of(outcome), str(outcome))
                tries += 1
            elif is_own(outcome):
                return await self.fail(row, problem_of(outcome), str(outcome))
            elif not await self._may_pass(outcome, pauses):
                await self._not_sent(row)
                raise outcome
            outcome = await self._posted_again(row)
        return await self._known(row, outcome.id)

    async def all_sent(self) -> None:
        """Wait until nothing is being sent, and let nothing more be."""
        self.halted = True
        for _ in range(self.concurrency):
            await self._slots.acquire()

    def _check_halted(self) -> None:
        if self.halted:
            raise AssemblyAIError("The work has stopped before this recording was sent.")

    async def _may_pass(self, failure: AssemblyAIError, pauses: Iterator[float]) -> bool:
        """Wait before another try; False if it would be of no use."""
        if isinstance(failure, RateLimitedError):
            await self.rate.quiet(failure.retry_after)
            return True
        if isinstance(failure, PermissionDeniedError):
            # Above its limit the service may also say 403, as it does to a key that may never do this.
            is_first = next(pauses, None) == _PAUSES[0]
            if is_first:
                await self.rate.quiet(_REFUSED_SECONDS)
            return is_first
        pause = next(pauses, None) if failure.retryable else None
        if pause is None:
            return False
        await self.sleep(pause)
        return True

    async def _known_before(self, row: Recording) -> str | None:
        """The transcript that the same audio and options led to, whoever on this machine ordered it."""
        parameters = self.orders.of(row).parameters
        looks, order = 1, await self.memory.place(row, parameters)
        while order.busy and looks < _BUSY_LOOKS:
            await self.sleep(_OWNER_PAUSE)
            self._check_halted()
            looks, order = looks + 1, await self.memory.place(row, parameters)
        if order.in_doubt_since is None:
            return order.transcript_id
        url = order.upload_url or direct_link(row.source)
        try:
            found = await self._found(replace(row, upload_url=url, sent=order.in_doubt_since))
        except AssemblyAIError:
            self.memory.leave(row)
            raise
        if found:
            self.memory.created(row, parameters, found)
        return found

    async def _not_sent(self, row: Recording) -> None:
        self.memory.drop(row)
        price = self.orders.of(row).price(row.seconds)
        await self.database.run(partial(records.not_sent, row=row, me=self.owners.me, price=price))

    async def _known(self, row: Recording, transcript_id: str) -> Recording:
        """The job's id is known."""
        self._refusals.accepted()
        self.memory.created(row, self.orders.of(row).parameters, transcript_id)
        won = await self.database.run(
            partial(records.created, row=row, me=self.owners.me, transcript_id=transcript_id)
        )
        known = replace(row, state="created", transcript_id=transcript_id)
        return known if won else await self.now(row)

    async def _found(self, row: Recording) -> str | None:
        """The id of the job that was sent for this row, if it exists."""
        sought = Sought(self._parameters(row), row.sent or 0.0, own_upload=row.is_file)
        pauses = iter(_PAUSES)
        while True:
            try:
                return await self.finder.find(sought)
            except AssemblyAIError as error:
                if not await self._may_pass(error, pauses):
                    raise

    def _parameters(self, row: Recording) -> Mapping[str, Any]:
        return {"audio_url": row.upload_url, **self.orders.of(row).parameters}

    async def _address(self, row: Recording) -> str:
        """The audio's address: that of an upload of its own, or the public one."""
        if not row.is_file:
            return direct_link(row.source)
        small = await asyncio.to_thread(audio_file.read, row.source, row.stamp)
        if small is not None:
            return await self._uploaded(self.client, Content(small, Path(row.source).name))
        # Only this file may be read by the call, whatever the settings allow: it was named when the batch was started.
        file = await asyncio.to_thread(Path(row.source).resolve)
        settings = replace(self.client.settings, allowed_dirs=(file.parent,))
        url = await self._uploaded(self.client.with_settings(settings), str(file))
        await asyncio.to_thread(audio_file.check, row.source, row.stamp)
        return url

    async def _uploaded(self, client: AsyncClient, audio: str | Content) -> str:
        pauses = iter(_PAUSES)
        while True:
            try:
                return await client.run(upload(audio))
            except AssemblyAIError as error:
                if not await self._may_pass(error, pauses):
                    raise


def _creating(parameters: Mapping[str, Any]) -> Flow[Transcript]:
    """Create a job with one request: what to do if it fails depends on what others did meanwhile."""
    request = Request(
        "POST", "/v2/transcript", json=parameters, billed=True, timeout=CREATE_SECONDS, retry_for=0.0
    )
    return (yield from fetch(request, Transcript))
