"""Looks for the job that was sent for a recording, and again after a while, as a list may lag behind."""

import time
from collections.abc import Mapping
from functools import partial
from typing import Any

from assemblyai_tools.batch.database import Database
from assemblyai_tools.batch.finder import Finder, Sought
from assemblyai_tools.batch.patience import PAUSES, Patience
from assemblyai_tools.batch.recording import Recording
from assemblyai_tools.batch.rivals import other_orders
from assemblyai_tools.errors import AssemblyAIError
from assemblyai_tools.transport.service_clock import ServiceClock


class Lookup:
    """The searches of one worker."""

    def __init__(
        self,
        database: Database,
        finder: Finder,
        clock: ServiceClock,
        patience: Patience,
    ) -> None:
        self._database = database
        self._finder = finder
        self._clock = clock
        self._patience = patience

    async def find(
        self,
        row: Recording,
        parameters: Mapping[str, Any],
        delay: float,
        *,
        since: float = 0.0,
        may_be_known: bool = False,
    ) -> str | None:
        """The id of the job that was sent for this row, if the list shows it; another recording's only if it may be.

        If it does not, it is looked at again `delay` seconds after `since` (by the service's clock; 0: after now).
        """
        others = await self._database.run(partial(other_orders, row=row))
        sought = partial(
            Sought,
            parameters,
            row.sent or 0.0,
            own_upload=row.is_file,
            may_be_known=may_be_known,
            others=others,
        )
        began = time.monotonic()
        found = await self._look(sought())
        now = self._clock.now() or time.time()  # a service that tells no time is taken to have this machine's
        passed = now - since if since else time.monotonic() - began
        wait = delay - max(passed, 0.0)
        if found or wait <= 0:
            return found
        await self._patience.pause(wait)
        self._patience.check()
        return await self._look(sought())

    async def _look(self, sought: Sought) -> str | None:
        pauses = iter(PAUSES)
        while True:
            try:
                return await self._finder.find(sought)
            except AssemblyAIError as error:
                if not await self._patience.may_pass(error, pauses):
                    raise
            self._patience.check()
