"""Asks the user's ledger whether the same audio was ordered before, by `transcribe` or by another batch."""

from dataclasses import replace
from typing import Literal, TypeAlias

from assemblyai_tools.batch.lookup import Lookup
from assemblyai_tools.batch.memory import Memory
from assemblyai_tools.batch.order import Orders
from assemblyai_tools.batch.recording import Recording
from assemblyai_tools.errors import AssemblyAIError
from assemblyai_tools.operations.links import direct_link
from assemblyai_tools.transport.service_clock import ServiceClock

Busy: TypeAlias = Literal["busy"]
"""Another process is placing the same order right now; its outcome is not known yet."""


class Earlier:
    """Orders of before. `delay` are the seconds after which a job that the list does not show counts as absent."""

    def __init__(
        self,
        memory: Memory,
        orders: Orders,
        lookup: Lookup,
        clock: ServiceClock,
        *,
        delay: float,
    ) -> None:
        self._memory = memory
        self._orders = orders
        self._lookup = lookup
        self._clock = clock
        self._delay = delay

    async def find(self, row: Recording) -> str | Busy | None:
        """The transcript of the same audio and options that any program on this machine ordered.

        Raises a NotTheFileError, which is the recording's own, and what a read of the list raises, which is not.
        """
        parameters = self._orders.of(row).parameters
        order = await self._memory.place(row, parameters)
        if order.busy:
            return "busy"
        if order.in_doubt_since is None:
            return order.transcript_id
        url = order.upload_url or direct_link(row.source)
        try:
            now = self._clock.now()
            # The ledger's times are this machine's; if its clock was set back since, nothing is known of them.
            sent = now - order.age if now and order.age >= 0 else 0.0
            sought = replace(row, upload_url=url, sent=sent)
            asked = {"audio_url": url, **parameters}
            # A job that another batch knows by now was ordered for the same, so it is the answer.
            found = await self._lookup.find(sought, asked, self._delay, since=sent, may_be_known=True)
        except AssemblyAIError:
            self._memory.leave(row)
            raise
        if found:
            self._memory.created(row, parameters, found)
        return found
