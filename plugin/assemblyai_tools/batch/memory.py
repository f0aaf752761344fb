"""What the user's ledger knows of a batch's recordings: neither `transcribe` nor another batch orders them again.

The ledger is a file of this machine. What comes of it is never a batch's failure: if it cannot be used, the batch goes
on without it, as a call does.
"""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any, Self, cast

from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.batch import audio_file
from assemblyai_tools.batch.recording import Recording
from assemblyai_tools.config import Settings
from assemblyai_tools.ledger.fingerprint import account_digest
from assemblyai_tools.ledger.ledger import Ledger, Owner, ledger_at
from assemblyai_tools.ledger_steps import (
    DropOrder,
    ForgetTranscript,
    LedgerStep,
    Order,
    PlaceOrder,
    RecordJob,
    RecordSending,
)
from assemblyai_tools.operations.links import direct_link
from assemblyai_tools.operations.recording import record_end
from assemblyai_tools.operations.transcribe_arguments import WEBHOOK_OPTIONS
from assemblyai_tools.transport.local_file import LocalFile

Parameters = Mapping[str, Any]
"""What is asked for a recording, as the API takes it, without the audio."""


class Memory:
    """The ledger of one start of a worker.

    That a job may exist from here on is written before it is sent. What else is noted is written in a thread, in its
    order, and nobody waits. Another thread places orders of jobs that exist, as it reads whole files for that.
    """

    def __init__(self, ledger: Ledger | None = None, account: str = "", hours: float = 0.0) -> None:
        self._ledger = ledger
        self._account = account
        self._hours = hours
        self._orders: dict[int, tuple[int, Owner]] = {}
        """The orders whose jobs are not known yet, by the recordings' numbers: each has its number in the ledger, and
        one for whom it is under way."""
        self._notes = _Notes("batch-ledger")
        self._adoptions = _Notes("batch-ledger-files")

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The memory of these settings: none if they name no file."""
        if not isinstance(settings.ledger, Path):
            return cls()
        account = account_digest(settings.base_url, settings.require_key())
        return cls(ledger_at(settings.ledger), account, settings.reuse_hours)

    async def place(self, row: Recording, parameters: Parameters) -> Order:
        """What was ordered before of the same audio with the same options; if nothing was, the order is placed.

        Raises a NotTheFileError for a file that is not what it was.
        """
        if self._ledger is None:
            return Order()
        owner = Owner()
        order = await asyncio.to_thread(self._placed, row, parameters, owner)
        if order.number is not None:
            self._orders[row.number] = order.number, owner
        return order

    async def sending(self, row: Recording, url: str) -> None:
        """The job is sent next, so that it may exist from here on."""
        if row.is_file and row.number in self._orders:
            await asyncio.to_thread(self._answer, RecordSending(self._orders[row.number][0], url))

    def created(self, row: Recording, parameters: Parameters, transcript_id: str) -> None:
        """The job's id is known."""
        order = self._orders.pop(row.number, None)
        if order is None:  # an earlier start placed the order
            if self._ledger:
                self._adoptions.put(partial(self._adopt, row, parameters, transcript_id))
        else:
            self._note(RecordJob(order[0], transcript_id))

    def leave(self, row: Recording) -> None:
        """Whether a job was created is not known: the next order of the same looks for it."""
        order = self._orders.pop(row.number, None)
        if order:
            order[1].release()

    def drop(self, row: Recording) -> None:
        """Nothing was created."""
        order = self._orders.pop(row.number, None)
        if order:
            self._note(DropOrder(order[0]))

    def ended(self, transcript: Transcript) -> None:
        """A transcript has ended: lists then tell how long it is, and its first words."""
        for step in record_end(transcript):
            self._note(cast("LedgerStep", step))

    async def forget(self, transcript_id: str) -> None:
        """The service does not have a transcript any more."""
        if self._ledger:
            await asyncio.to_thread(self._answer, ForgetTranscript(transcript_id))

    async def aclose(self) -> None:
        """Write what is noted. Orders whose jobs are not known are not under way any more."""
        await asyncio.to_thread(self._adoptions.end)
        await asyncio.to_thread(self._notes.end)
        for _, owner in self._orders.values():
            owner.release()

    def _note(self, step: LedgerStep) -> None:
        if self._ledger:
            self._notes.put(partial(self._answer, step))

    def _adopt(self, row: Recording, parameters: Parameters, transcript_id: str) -> None:
        """Place the order of a job that exists already. Of a file that changed since, nothing is known."""
        try:
            order = self._placed(row, parameters, Owner())
        except audio_file.NotTheFileError:
            return
        if order.number is not None:
            self._answer(RecordJob(order.number, transcript_id))

    def _placed(self, row: Recording, parameters: Parameters, owner: Owner) -> Order:
        options = {name: value for name, value in parameters.items() if name not in WEBHOOK_OPTIONS}
        if not row.is_file:
            return cast("Order", self._answer(PlaceOrder(direct_link(row.source), None, options), owner))
        audio_file.check(row.source, row.stamp)
        path = Path(row.source).resolve()
        source = LocalFile(path, path.stat(), (path.parent,))
        return cast("Order", self._answer(PlaceOrder(None, row.source, options), owner, source))

    def _answer(self, step: LedgerStep, owner: Owner | None = None, source: LocalFile | None = None) -> Any:
        if self._ledger is None:  # pragma: no cover - nothing is asked then
            return None
        return self._ledger.answer(
            step, self._account, owner=owner or Owner(), source=source, hours=self._hours
        )


class _Notes:
    """What a thread of this name writes, in its order. It begins with the first note."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._queue = SimpleQueue[Callable[[], object] | None]()
        self._thread: Thread | None = None

    def put(self, note: Callable[[], object]) -> None:
        """Have something written."""
        if self._thread is None:
            self._thread = Thread(target=self._write, name=self._name, daemon=True)
            self._thread.start()
        self._queue.put(note)

    def end(self) -> None:
        """Wait until all is written."""
        if self._thread:
            self._queue.put(None)
            self._thread.join()

    def _write(self) -> None:
        while (note := self._queue.get()) is not None:
            note()
