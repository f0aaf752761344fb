"""Who waits for which transcript, and what each waiter does next: shared by all flows of one client.

A single waiter polls by reading its transcript. Several share polls of the list of transcripts, 200 to a page: one of
them requests it and all use what it shows. A transcript that the list does not show is read. A webhook notification
ends a wait at once. There is no network and no clock in here.
"""

import threading
from collections.abc import Collection, Generator, Mapping
from contextlib import contextmanager
from typing import Literal, TypeAlias

from assemblyai_tools.flow import WebhookHeader
from assemblyai_tools.waiting.early_notifications import EarlyNotifications
from assemblyai_tools.waiting.list_polling import ListPolling
from assemblyai_tools.waiting.schedule import READS_PER_SECOND, SHORTEST_PAUSE, next_pause
from assemblyai_tools.waiting.waiter import Waiter, Waker
from assemblyai_tools.waiting.webhook_trust import WEBHOOK_PAUSE, WebhookTrust

ENDED = frozenset({"completed", "error"})
"""The statuses that a transcript keeps."""

Turn: TypeAlias = Literal["read", "list"] | float
"""What a waiter does next: read its transcript, poll the list for all, or sleep for so many seconds."""


class Watch:
    """The waits of one client, or of several that share it. Threads may share one."""

    def __init__(self) -> None:
        self.webhook: WebhookHeader | None = None
        """The header that the receiver of notifications requires.

        A wait expects a notification if its transcript was ordered with the same header.
        """
        self._lock = threading.Lock()
        self._waiters: dict[str, Waiter] = {}
        self._list = ListPolling()
        self._trust = WebhookTrust()
        self._early = EarlyNotifications()

    def join(
        self, transcript_id: str, now: float, *, fresh: bool = False, webhook: WebhookHeader | None = None
    ) -> None:
        """Begin to wait; unless the transcript is fresh, its first read is due at once.

        `webhook` is the header of the webhook that was ordered for it. If a receiver that shares this watch requires
        the same, a notification is expected and polls are only a fallback.
        """
        with self._lock:
            waiter = self._waiters.get(transcript_id)
            if waiter:
                waiter.callers += 1
                return
            expected = webhook is not None and webhook == self.webhook
            first_pause = WEBHOOK_PAUSE if expected else SHORTEST_PAUSE
            self._waiters[transcript_id] = Waiter(
                since=now,
                next_read=now + first_pause if fresh else now,
                needs_first_read=not fresh,
                expects_notification=expected,
            )
            self._list.add(transcript_id, now)
            if self._early.take(transcript_id):
                self._end(transcript_id)

    def leave(self, transcript_id: str) -> None:
        """Stop waiting, for any reason."""
        with self._lock:
            waiter = self._waiters[transcript_id]
            waiter.callers -= 1
            if not waiter.callers:
                self._list.drop(transcript_id)
                del self._waiters[transcript_id]
            if not self._waiters:
                self._list.forget_depth()

    def turn(self, transcript_id: str, now: float) -> Turn:
        """What this waiter does next."""
        with self._lock:
            waiter = self._waiters[transcript_id]
            waiter.is_rescheduled = False
            if waiter.ended:
                return "read"
            if not waiter.needs_first_read:
                self._list.fail_overdue(now)
                if self._list.covers(transcript_id, now) and not waiter.expects_notification:
                    return self._list.claim(now)
            due = self._due(waiter)
            if now < due:
                # A poll of the list after its back-off may show the end before the next read would.
                return min(due, self._list.resumes(transcript_id, now)) - now
            waiter.begin_read(now + self._pause(waiter, now))
            return "read"

    def _due(self, waiter: Waiter) -> float:
        return waiter.next_read + (self._trust.extra_pause if waiter.next_is_fallback else 0.0)

    def _pause(self, waiter: Waiter, now: float) -> float:
        """Seconds between two reads of this transcript."""
        if waiter.expects_notification:
            return WEBHOOK_PAUSE
        return next_pause(now - waiter.since, len(self._waiters) - self._list.covered(now))

    def saw_one(self, transcript_id: str, status: str, now: float) -> None:
        """A read came back."""
        with self._lock:
            waiter = self._waiters[transcript_id]
            if status in ENDED:
                was_lost = waiter.last_was_fallback and not waiter.ended
                self._end(transcript_id)
                if was_lost and self._trust.notification_lost():
                    self._resume_fallback_polls(now)
                return
            # The next read may be the one at the deadline, which is no fallback and begins without a call to `turn`.
            waiter.last_was_fallback = False
            if waiter.ended:  # the read lags behind the list or the notification
                waiter.reopen(now + SHORTEST_PAUSE)
            else:
                # The pause begins with the reply: however slow replies are, no second sees three reads.
                waiter.postpone(now + self._pause(waiter, now))

    @property
    def depth(self) -> int:
        """How many pages the last poll of the list had to read."""
        return self._list.depth

    def wanted(self) -> Collection[str]:
        """The ids that a poll of the list should show."""
        with self._lock:
            return set(self._list.ids)

    def saw_list(self, statuses: Mapping[str, str], depth: int, now: float) -> None:
        """A poll of the list came back: end the waits whose transcripts ended; those that are missing are read.

        `depth` is the last of its pages, counted from 1, that showed any transcript that is waited for.
        """
        with self._lock:
            for transcript_id in self._waiters:
                if statuses.get(transcript_id) in ENDED:
                    self._end(transcript_id)
            for transcript_id in self._list.succeeded(statuses, depth, now):
                self._waiters[transcript_id].expects_notification = False

    def list_failed(self, now: float) -> None:
        """A poll of the list failed: back off, and read each transcript meanwhile."""
        with self._lock:
            self._list.failed(now)

    def list_abandoned(self) -> None:
        """The waiter that polled the list stopped waiting: the next one that is due polls instead."""
        with self._lock:
            self._list.abandoned()

    def notify(self, transcript_id: str) -> None:
        """A webhook says that a transcript has ended; without a waiter yet, it is buffered."""
        with self._lock:
            waiter = self._waiters.get(transcript_id)
            if not waiter:
                self._early.add(transcript_id)
                return
            if waiter.expects_notification and not waiter.ended:
                self._trust.notification_arrived()
            self._end(transcript_id)

    @contextmanager
    def waking(self, transcript_id: str, waker: Waker) -> Generator[None]:
        """Call `waker` when `turn` would give another answer, at once if it already would.

        It must neither block nor fail.
        """
        with self._lock:
            waiter = self._waiters[transcript_id]
            waiter.wakers.append(waker)
            if waiter.should_wake:
                waker()
        try:
            yield
        finally:
            with self._lock:
                waiter.wakers.remove(waker)

    def _resume_fallback_polls(self, now: float) -> None:
        """A notification was lost, and other waiters may have missed theirs: read their transcripts one by one."""
        expecting = [one for one in self._waiters.values() if one.expects_notification and not one.ended]
        for index, waiter in enumerate(expecting):
            waiter.reschedule(now + index / READS_PER_SECOND)

    def _end(self, transcript_id: str) -> None:
        self._list.drop(transcript_id)
        self._waiters[transcript_id].end()
