"""Finds jobs that were sent without their ids becoming known, in the account's list of transcripts.

One walk through the list serves all recordings in doubt, however many there are. A recording is served only by a walk
that began after it had settled: the service may still be accepting its job, or not show it yet, and a walk that is past
the newest rows would miss it. If such a walk does not show the job, it does not exist.

An upload has an address of its own, so a row of the list with that address is the job. Of a public URL there may be
other jobs: one counts that was created around the time of ours, has not failed, echoes exactly our options, is no other
recording's, and cannot be the job of another order for that URL. Should someone else have ordered just that, it is the
same transcript, and it is not paid again.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from assemblyai_tools.api.listing import PAGE_SIZE, TranscriptListItem, read_page
from assemblyai_tools.api.transcripts import transcript_request
from assemblyai_tools.async_client import AsyncClient
from assemblyai_tools.errors import BadRequestError, NotFoundError
from assemblyai_tools.flow import Flow
from assemblyai_tools.operations.creation import created_at, if_agreeing

SETTLE_SECONDS = 10.0
"""Seconds after which a job that the service has accepted is in its list. Later than a second has been seen; a single
call, too, looks for a job for so long."""

SLACK_SECONDS = 300.0
"""Seconds by which those of the service's machines that date replies and jobs may differ, at most."""

Rows = Sequence[TranscriptListItem]


@dataclass(slots=True, eq=False)
class Sought:
    """A job that may exist."""

    parameters: Mapping[str, Any]
    """As they were sent, with the audio's address."""
    sent: float
    """When it was sent, at the earliest, in Unix seconds on the service's clock; 0 if that is not known.

    This machine's clock does not count: it may be hours off, or may have been set since.
    """
    own_upload: bool
    may_be_known: bool = False
    """Whether the job of another recording, with the same order, is what is sought."""
    others: Sequence[Mapping[str, Any]] = ()
    """The parameters of other orders for the same audio, whose jobs are not this one."""
    settled: float = 0.0
    """From when on a walk may begin that tells, on the event loop's clock."""
    rows: "asyncio.Future[Rows]" = field(init=False, repr=False)
    """The list's rows about the audio."""

    @property
    def url(self) -> str:
        """The audio's address."""
        return str(self.parameters["audio_url"])


class Finder:
    """The walks of one client. `is_known` tells whether a job belongs to another recording."""

    def __init__(
        self,
        client: AsyncClient,
        is_known: Callable[[str], Awaitable[bool]],
        *,
        settle_seconds: float = SETTLE_SECONDS,
    ) -> None:
        self._client = client
        self._is_known = is_known
        self._settle_seconds = settle_seconds
        self._waiting: list[Sought] = []
        self._walking: asyncio.Task[None] | None = None
        self.walks = 0
        """How often the list was walked through."""

    async def find(self, sought: Sought) -> str | None:
        """The id of the job; None if it surely does not exist. Raises what a read of the list raised."""
        loop = asyncio.get_running_loop()
        sought.settled, sought.rows = loop.time() + self._settle_seconds, loop.create_future()
        self._waiting.append(sought)
        if self._walking is None or self._walking.done():
            self._walking = loop.create_task(self._walk_on())
        return await self._ours(sought, await sought.rows)

    async def aclose(self) -> None:
        """End the walk that is under way."""
        if self._walking:
            self._walking.cancel()
            await asyncio.gather(self._walking, return_exceptions=True)

    async def _walk_on(self) -> None:
        """Walk for as long as any job is sought, each time for those that have settled when the walk begins."""
        clock = asyncio.get_running_loop().time
        while self._waiting:
            settled = [one for one in self._waiting if one.settled <= clock()]
            if not settled:
                await asyncio.sleep(min(one.settled for one in self._waiting) - clock())
                continue
            self._waiting = [one for one in self._waiting if one not in settled]
            self.walks += 1
            try:
                found = await self._client.run(_walk(settled))
            except Exception as error:  # noqa: BLE001 - of any kind: those who wait for the walk get it
                for one in settled:
                    _settle(one, error)
            else:
                for one in settled:
                    _settle(one, found[one.url])

    async def _ours(self, sought: Sought, rows: Rows) -> str | None:
        if sought.own_upload:
            return rows[0].id if rows else None
        earliest = _earliest([sought])
        for row in rows:
            if row.status == "error" or created_at(row) < earliest:
                continue
            if not sought.may_be_known and await self._is_known(row.id):
                continue
            with suppress(BadRequestError, NotFoundError):  # it was deleted just now
                asked = if_agreeing(transcript_request(row.id), sought.parameters, sought.others)
                if await self._client.run(asked):
                    return row.id
        return None


def _settle(sought: Sought, outcome: Rows | Exception) -> None:
    if sought.rows.done():  # the caller was cancelled
        return
    if isinstance(outcome, Exception):
        sought.rows.set_exception(outcome)
    else:
        sought.rows.set_result(outcome)


def _earliest(sought: Sequence[Sought]) -> datetime:
    """When the oldest of these jobs can have been created, on the service's clock."""
    return datetime.fromtimestamp(max(0.0, min(one.sent for one in sought) - SLACK_SECONDS), UTC)


def _walk(sought: Sequence[Sought]) -> Flow[dict[str, list[TranscriptListItem]]]:
    """Read the list, newest first, until every job is found or older than all that are sought.

    To its end if it is not known when one was sent: better many pages than a job that is billed twice.
    """
    found: dict[str, list[TranscriptListItem]] = {one.url: [] for one in sought}
    unseen = {one.url for one in sought}
    others = {one.url for one in sought if not one.own_upload}  # there may be more than one row of each
    earliest = _earliest(sought)
    query: dict[str, str | int] = {"limit": PAGE_SIZE}
    while True:
        rows = (yield from read_page(query)).transcripts
        for row in rows:
            if row.audio_url in found:
                found[row.audio_url].append(row)
                unseen.discard(row.audio_url)
        is_last = len(rows) < PAGE_SIZE or created_at(rows[-1]) < earliest
        if is_last or not (unseen or others):
            return found
        query = {"limit": PAGE_SIZE, "before_id": rows[-1].id}
