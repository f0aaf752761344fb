"""Answers the steps that ask the ledger. It never stops a call: if it fails, it warns once and is not used any more."""

import logging
import time
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, Final

from assemblyai_tools.errors import ConfigurationError
from assemblyai_tools.ledger.fingerprint import Source, content_digest, options_digest, url_digest, url_name
from assemblyai_tools.ledger.process import runs_elsewhere, this_process
from assemblyai_tools.ledger_steps import (
    DropOrder,
    ForgetTranscript,
    Known,
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
)

if TYPE_CHECKING:
    from assemblyai_tools.ledger.store import Row, Store, Subject

NOT_AT_ONCE: Final = object()
"""The answer of `at_once` to a step for which the table must be asked."""

_FRESH_SECONDS = 5.0
"""Seconds for which names of speakers are taken from memory before a file is asked again: others may write to it."""

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
        self._under_way: dict[int, object] = {}
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
        self, step: LedgerStep, account: str, *, owner: object, source: Source | None, hours: float
    ) -> Any:
        """The answer to any step. `source` is what an order would upload, `hours` how old a reused order may be."""
        import sqlite3  # noqa: PLC0415 - most processes start without ordering anything

        try:
            if isinstance(step, PlaceOrder):
                subject = self._subject(step, source)
                with self._using() as store:
                    return self._order(store, step, account, subject, owner=owner, hours=hours)
            with self._using() as store:
                return self._answered(store, step, account)
        except (sqlite3.Error, OSError, ValueError) as error:
            self._give_up(error)
            return nothing_known(step)

    @contextmanager
    def _using(self) -> Generator["Store"]:
        from assemblyai_tools.ledger.store import Store  # noqa: PLC0415 - see above

        with self._lock:
            self._store = self._store or Store(self._path)
            self._is_empty = False
            yield self._store

    def _subject(self, step: PlaceOrder, source: Source | None) -> "Subject":
        """What an order is about. Reading a large file takes seconds, so a file that did not change is not read."""
        from assemblyai_tools.ledger.store import Subject  # noqa: PLC0415 - see above

        options = options_digest(step.options)
        if source is None:
            url = step.url or ""
            return Subject(url_digest(url), options, url_name(url))
        if not isinstance(source, Path):
            return Subject(content_digest(source), options, step.file.name)
        stamp = _stamp(source)
        with self._using() as store:
            audio = store.digest_of(str(source), stamp)
        return Subject(audio or content_digest(source), options, source.name, str(source), stamp)

    def release(self, owner: object) -> None:
        """A call ended, however it ended: its orders are not under way any more."""
        if not self._under_way:
            return
        left = [number for number, by in list(self._under_way.items()) if by is owner]
        for number in left:
            self._under_way.pop(number, None)
        if left and self._path:  # in a thread, as this runs on the event loop of a cancelled call
            Thread(target=self._let_go, args=(left,), daemon=True).start()

    def _let_go(self, numbers: Sequence[int]) -> None:
        """Tell other processes that these orders are not under way here any more."""
        import sqlite3  # noqa: PLC0415 - see above

        with suppress(sqlite3.Error, OSError), self._using() as store:
            for number in numbers:
                store.change(number, holder=None)

    def _answered(self, store: "Store", step: LedgerStep, account: str) -> Any:
        match step:
            case RecordSending(int(number), upload_url):
                store.send(number, upload_url)
            case RecordJob(int(number), transcript_id):
                store.adopt(account, number, transcript_id)
                self._under_way.pop(number, None)
            case DropOrder(int(number)):
                store.drop(number)
                self._under_way.pop(number, None)
            case RecordTranscript(transcript_id, status, known):
                store.record(account, known(), self._clock())
                self._recorded.add((account, transcript_id, status))
            case ForgetTranscript(transcript_id):
                store.forget(account, transcript_id)
                self._load_speakers(store, account)
            case KnownTranscripts(transcript_ids):
                return store.known(account, transcript_ids)
            case KnownFiles(paths):
                return _known_files(store, account, paths)
            case SpeakerNames(transcript_id):
                return self._load_speakers(store, account).get(transcript_id, {})
            case NameSpeakers(transcript_id, names):
                store.name_speakers(account, transcript_id, names, self._clock())
                self._load_speakers(store, account)
            case _:  # about an order that was placed without a ledger
                pass
        return None

    def _order(
        self,
        store: "Store",
        step: PlaceOrder,
        account: str,
        subject: "Subject",
        *,
        owner: object,
        hours: float,
    ) -> Order:
        """Find the same order of before, or commit the intention; two processes cannot both find nothing."""
        now = self._clock()
        with store.transaction():
            before = store.newest(account, subject)
            recent = before is not None and now - before.ordered <= hours * _HOUR
            order = self._found(before, now, again=step.again) if before and recent else None
            if order is None:
                # What needs no upload is sent at once.
                state = "intended" if step.url is None else "sent"
                upload = store.unused_upload(account, subject.audio, now - hours * _HOUR)
                order = Order(store.intend(account, subject, now, state=state), upload_url=upload)
            else:
                store.note_copy(account, subject, now)
            if order.number is not None:
                store.change(order.number, holder=this_process())
                self._under_way[order.number] = owner
        return order

    def _found(self, before: "Row", now: float, *, again: bool) -> Order | None:
        """What an order of before means for the same one now; None if it does not count."""
        if before.state in _IN_DOUBT and self._is_under_way(before, now):
            return Order(busy=True)
        if before.state == "sent":
            return Order(before.number, in_doubt_since=before.ordered, upload_url=before.upload_url)
        if before.state in _REUSED and not again:
            return Order(transcript_id=before.transcript_id)
        return None

    def _is_under_way(self, before: "Row", now: float) -> bool:
        elsewhere = now - before.ordered < _HOUR and runs_elsewhere(before.holder)
        return before.number in self._under_way or elsewhere

    def _load_speakers(self, store: "Store", account: str) -> Mapping[str, dict[str, str]]:
        names = store.speakers(account)
        self._speakers[account] = self._clock(), names
        return names

    def _give_up(self, error: Exception) -> None:
        if not self._failed:
            _log.warning(
                "The ledger %s cannot be used, so calls go on without it: %s", self._path or "", error
            )
        self._failed = True


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


def _known_files(store: "Store", account: str, paths: Iterable[str]) -> dict[str, Known]:
    found: dict[str, Known] = {}
    for path in paths:
        with suppress(OSError):  # it is gone by now
            file = Path(path).resolve()
            known = store.known_file(account, str(file), _stamp(file))
            if known:
                found[path] = known
    return found


def _stamp(file: Path) -> str:
    """What changes with a file's content."""
    seen = file.stat()
    return f"{seen.st_size}:{seen.st_mtime_ns}"
