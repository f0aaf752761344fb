"""The requests that create jobs: each is sent again only while its job surely does not exist."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.async_client import AsyncClient
from assemblyai_tools.batch import records
from assemblyai_tools.batch.database import Database
from assemblyai_tools.batch.failure import is_own
from assemblyai_tools.batch.memory import Memory
from assemblyai_tools.batch.order import Orders
from assemblyai_tools.batch.patience import PAUSES, Patience
from assemblyai_tools.batch.rate import Rate
from assemblyai_tools.batch.recording import Recording
from assemblyai_tools.errors import AssemblyAIError
from assemblyai_tools.flow import Flow, Request, fetch
from assemblyai_tools.operations.creation import may_exist_after

CREATE_SECONDS = 10.0
"""Seconds after which a request that creates a job fails, from the moment it is written: half an owner's lease."""

Sent = Transcript | AssemblyAIError | None
"""What came of sending a job: the job, the failure after which it may exist or which is its own, or it was put back."""


@dataclass(frozen=True, slots=True)
class Posts:
    """What sends the jobs of one worker, whose name is `me`."""

    database: Database
    client: AsyncClient
    me: str
    rate: Rate
    orders: Orders
    memory: Memory
    patience: Patience

    async def post(self, row: Recording) -> Sent:
        """Send the job of a row that is this owner's, again and again while it surely does not exist."""
        pauses = iter(PAUSES)
        while True:
            try:
                return await self.client.run(_creating(self.parameters(row)))
            except AssemblyAIError as error:
                if may_exist_after(error) or is_own(error):
                    return error
                failure = error
            if not await self.patience.may_pass(failure, pauses):
                await self._put_back(row)
                raise failure
            if not await self.may_send(row):
                return None

    async def may_send(self, row: Recording) -> bool:
        """Whether a job that does not exist may be sent now; if its batch was cancelled meanwhile, it is put back."""
        await self.patience.while_quiet()
        if not self.patience.is_halted():
            await self.rate.take()
        is_open = await self.database.run(partial(records.is_open, batch=row.batch))
        if self.patience.is_halted() or not is_open:
            await self._put_back(row)
        self.patience.check()
        return is_open

    def parameters(self, row: Recording) -> Mapping[str, Any]:
        """What is sent."""
        return {"audio_url": row.upload_url, **self.orders.of(row).parameters}

    async def _put_back(self, row: Recording) -> None:
        self.memory.drop(row)
        price = self.orders.of(row).price(row.seconds)
        await self.database.run(partial(records.not_sent, row=row, me=self.me, price=price))


def _creating(parameters: Mapping[str, Any]) -> Flow[Transcript]:
    """Create a job with one request: what to do if it fails depends on what others did meanwhile."""
    request = Request(
        "POST", "/v2/transcript", json=parameters, billed=True, timeout=CREATE_SECONDS, retry_for=0.0
    )
    return (yield from fetch(request, Transcript))
