"""Answers the steps that ask the ledger. It never stops a call: if it fails, it warns once and is not used any more."""

import logging
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, Final

from assemblyai_tools.errors import ConfigurationError
from assemblyai_tools.ledger.fingerprint import Source
from assemblyai_tools.ledger.process import runs_elsewhere, this_process
from assemblyai_tools.ledger.subject import storable, subject_of
from assemblyai_tools.ledger_steps import (
    DropOrder,
    ForgetTranscript,
    KnownFiles,
    KnownTranscripts,
    LedgerStep,
    NameSpeakers,
    Order,
    PlaceOrder,
    RecordJob,
    RecordSending,
    RecordTranscript,
    SpeakerNames,
    TranscribedFile,
)

if TYPE_CHECKING:
    from assemblyai_tools.ledger.store import Row, Store

NOT_AT_ONCE: Final = object()
"""The answer of `at_once` to a step for which the table must be asked."""

_FRESH_SECONDS = 5.0
"""Seconds for which names of speakers are taken from memory before a file is asked again: others may write to it."""

_MOST_RECORDED = 10_000
"""Ends of transcripts that are kept in mind, so that they are not written again."""

_DAY = 86_400.0
"""Seconds for which an order in doubt counts, and for which an upload is kept for another try."""

_HOUR = 3600.0
"""Seconds of an hour. No upload takes longer: after that, another process is not waited for."""

_REUSED = ("created", "completed")
"""The states of an order that is not ordered again."""

_IN_DOUBT = ("intended", "sent")
"""The states of an order whose job is not known."""

_log = logging.getLogger(__name__)


class Ledger:
    """A ledger in a file, or in memory (`path` is None). Threads may share one.

    `answer` blocks on the disk; `at_once` does not. Times are Unix seconds.
    """

    def __init__(self, path: Path | None = None, *, clock: Callable[[], float] = time.time) -> None:
        self._path = path
        self._clock = clock
        self._lock = Lock()
        self._store: Store | None = None
        self._failed = False
        self._warned = False
        self._under_way: dict[int, Owner] = {}
        """The orders that calls of this process are creating, with their owners."""
        self._speakers: dict[str, tuple[float, dict[str, dict[str, str]]]] = {}
        """Names of speakers by account, with the time when they were read."""
        self._recorded: set[tuple[str, str, str]] = set()
        """Accounts, ids and statuses of the transcripts whose end is recorded."""
        self._is_empty = path is None
        """Whether there is surely no row."""

    def at_once(self, step: LedgerStep, account: str) -> Any:
        """The answer from memory, or `NOT_AT_ONCE`."""
        if self._failed:
            return nothing_known(step)
        match step:
            case SpeakerNames(transcript_id):
                read, names = self._speakers.get(account, (0.0, {}))
                fresh = self._path is None or self._clock() - read < _FRESH_SECONDS
                return names.get(transcript_id, {}) if fresh else NOT_AT_ONCE
            case RecordTranscript(transcript_id, status) if (
                account,
                transcript_id,
                status,
            ) in self._recorded:
                return None
            case KnownTranscripts() | KnownFiles() if self._is_empty:
                return {}
            case _:
                return NOT_AT_ONCE

    def answer(
        self, step: LedgerStep, account: str, *, owner: "Owner", source: Source | None, hours: float
    ) -> Any:
        """The answer to any step. `source` is what an order would upload, `hours` how old a reused order may be."""
        import sqlite3  # noqa: PLC0415 - most processes start without ordering anything

        try:
            if isinstance(step, PlaceOrder):
                return self._order(step, account, source, owner=owner, hours=hours)
            with self._using() as store:
                return self._answered(store, step, account)
        except (sqlite3.Error, _CannotOpenError) as error:
            # Another process that writes for long stops this step only.
            passes = isinstance(error, sqlite3.OperationalError) and "locked" in str(error)
            self._go_on_without(error, for_good=not passes)
            return nothing_known(step)

    @contextmanager
    def _using(self) -> Generator["Store"]:
        from assemblyai_tools.ledger.store import Store  # noqa: PLC0415 - see above

        with self._lock:
            try:
                self._store = self._store or Store(self._path)
            except OSError as error:
                raise _CannotOpenError(str(error)) from error
            self._is_empty = False
            yield self._store

    def release(self, owner: "Owner") -> None:
        """The orders of a call that ended are not under way any more."""
        left = [number for number, by in list(self._under_way.items()) if by is owner]
        for number in left:
            self._under_way.pop(number, None)
        if left and self._path:  # in a thread, as this runs on the event loop of a cancelled call
            Thread(target=self._let_go, args=(left,), daemon=True).start()

    def _let_go(self, numbers: Sequence[int]) -> None:
        """Tell other processes that these orders are not under way here any more."""
        import sqlite3  # noqa: PLC0415 - see above

        with suppress(sqlite3.Error, _CannotOpenError), self._using() as store:
            for number in numbers:
                store.change(number, holder=None)

    def _answered(self, store: "Store", step: LedgerStep, account: str) -> Any:
        match step:
            case RecordSending(int(number), upload_url):
                store.send(number, upload_url)
            case RecordJob(int(number), transcript_id):
                store.adopt(account, number, transcript_id)
                self._under_way.pop(number, None)
                self._forget_end(transcript_id)
            case DropOrder(int(number)):
                store.drop(number)
                self._under_way.pop(number, None)
            case RecordTranscript(transcript_id, status, known):
                store.record(account, known(), self._clock())
                self._keep_in_mind(account, transcript_id, status)
            case ForgetTranscript(transcript_id):
                store.forget(account, transcript_id)
                self._forget_end(transcript_id)
                self._load_speakers(store, account)
            case _:
                return self._looked_up(store, step, account)
        return None

    def _looked_up(self, store: "Store", step: LedgerStep, account: str) -> Any:
        """The answer to a step that asks or names; None for one about an order that was placed without a ledger."""
        match step:
            case KnownTranscripts(transcript_ids):
                return store.known(account, transcript_ids)
            case KnownFiles(files):
                found = {
                    shown: store.known_file(account, storable(path), stamp)
                    for shown, (path, stamp) in files.items()
                }
                return {shown: known for shown, known in found.items() if known}
            case TranscribedFile(transcript_id):
                return store.file_of(account, transcript_id)
            case SpeakerNames(transcript_id):
                return self._load_speakers(store, account).get(transcript_id, {})
            case NameSpeakers(transcript_id, changes):
                store.name_speakers(account, transcript_id, changes, self._clock())
                return self._load_speakers(store, account).get(transcript_id, {})
            case _:
                return None

    def _keep_in_mind(self, account: str, transcript_id: str, status: str) -> None:
        if len(self._recorded) >= _MOST_RECORDED:
            self._recorded.clear()
        self._recorded.add((account, transcript_id, status))

    def _forget_end(self, transcript_id: str) -> None:
        self._recorded -= {one for one in self._recorded if one[1] == transcript_id}

    def _order(
        self, step: PlaceOrder, account: str, source: Source | None, *, owner: "Owner", hours: float
    ) -> Order:
        """Find the same order of before, or commit the intention; two processes cannot both find nothing."""
        subject = subject_of(step, source, self._known_digest)
        if subject is None:
            return Order()
        now = self._clock()
        with self._using() as store, store.transaction():
            before = store.newest(account, subject)
            order = self._found(before, now, hours, again=step.again) if before else None
            if order is None:
                # What needs no upload is sent at once.
                state = "intended" if step.url is None else "sent"
                upload = store.unused_upload(account, subject.audio, now - _DAY)
                order = Order(store.intend(account, subject, now, state=state), upload_url=upload)
            else:
                store.note_copy(account, subject, now)
            if order.number is not None:
                self._under_way[order.number] = owner
                owner.ledger = self
                if owner.released:  # the call was cancelled while its file was read
                    self._under_way.pop(order.number, None)
                store.change(order.number, holder=None if owner.released else this_process())
        return order

    def _known_digest(self, path: str, stamp: str) -> str | None:
        with self._using() as store:
            return store.digest_of(path, stamp)

    def _found(self, before: "Row", now: float, hours: float, *, again: bool) -> Order | None:
        """What an order of before means for the same one now; None if it does not count."""
        age = now - before.ordered
        if before.state in _IN_DOUBT and age < _DAY:
            if self._is_under_way(before, now):
                return Order(busy=True)
            if before.state == "sent":
                return Order(
                    before.number, in_doubt_since=before.ordered, age=age, upload_url=before.upload_url
                )
        if before.state in _REUSED and age <= hours * _HOUR and not again:
            return Order(transcript_id=before.transcript_id)
        return None

    def _is_under_way(self, before: "Row", now: float) -> bool:
        elsewhere = now - before.ordered < _HOUR and runs_elsewhere(before.holder)
        return before.number in self._under_way or elsewhere

    def _load_speakers(self, store: "Store", account: str) -> Mapping[str, dict[str, str]]:
        names = store.speakers(account)
        self._speakers[account] = self._clock(), names
        return names

    def _go_on_without(self, error: Exception, *, for_good: bool) -> None:
        if not self._warned:
            name = self._path or "in memory"
            _log.warning("The ledger %s cannot be used, so calls go on without it: %s", name, error)
        self._warned = True
        self._failed = self._failed or for_good


@dataclass(slots=True)
class Owner:
    """One call, for which orders are under way until it is released."""

    released: bool = False
    ledger: Ledger | None = None
    """Where it has orders, if it has any."""

    def release(self) -> None:
        """The call ended, however it ended."""
        self.released = True
        if self.ledger:
            self.ledger.release(self)


class _CannotOpenError(Exception):
    """The file cannot be created or opened."""


@cache
def ledger_at(path: Path) -> Ledger:
    """The ledger in a file; the clients of a process share it."""
    return Ledger(path)


def nothing_known(step: LedgerStep) -> Any:
    """The answer without a ledger."""
    match step:
        case PlaceOrder():
            return Order()
        case KnownTranscripts() | KnownFiles() | SpeakerNames():
            return {}
        case NameSpeakers():
            return ConfigurationError(
                "There is no ledger in which names could be remembered.",
                next_step="The person who runs this must allow one (unset ASSEMBLYAI_LEDGER, or see the log).",
            )
        case _:
            return None
