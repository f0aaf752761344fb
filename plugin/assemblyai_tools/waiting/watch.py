"""Who waits for which transcript, and whose turn it is to look: shared by all flows of one client.

One waiting transcript is read by itself. Several are looked up together in the list of transcripts, 200 to a
request, by whichever waiter is due; the others read what it saw. What the list does not show is read singly.
A webhook notification ends a wait at once. No network and no clock in here; threads may share one.
"""

import threading
from collections.abc import Callable, Collection, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from assemblyai_tools.flow import WebhookHeader
from assemblyai_tools.waiting.early_notifications import EarlyNotifications
from assemblyai_tools.waiting.list_polling import ListPolling
from assemblyai_tools.waiting.schedule import READS_PER_SECOND, SHORTEST_PAUSE, next_pause
from assemblyai_tools.waiting.webhook_trust import WEBHOOK_PAUSE, WebhookTrust

ENDED = frozenset({"completed", "error"})

Turn: TypeAlias = Literal["read", "list"] | float
"""What a waiter should do now: read its transcript, look at the list for all, or sleep for some seconds."""

Waker: TypeAlias = Callable[[], object]


@dataclass(slots=True)
class _Waiter:
    since: float
    next_look: float
    looked: bool
    expects_notification: bool
    ended: bool = False
    is_precaution: bool = False
    """Whether the read that is under way is one."""
    alarmed: bool = False
    """Whether its turn has changed since it was told."""
    callers: int = 1
    wakers: list[Waker] = field(default_factory=list[Waker])

    def wake(self) -> None:
        for waker in self.wakers:
            waker()


class Watch:
    """The shared state of all waits."""

    def __init__(self) -> None:
        self.webhook: WebhookHeader | None = None
        """The header that a receiver who shares this watch asks for; a transcript with the same is announced."""
        self._lock = threading.Lock()
        self._waiters: dict[str, _Waiter] = {}
        self._early = EarlyNotifications()
        self._trust = WebhookTrust()
        self._list = ListPolling()

    def join(
        self, transcript_id: str, now: float, *, fresh: bool = False, webhook: WebhookHeader | None = None
    ) -> None:
        """Begin to wait; the first look at a transcript that is not fresh is due at once.

        `webhook` is the header of the webhook that was ordered for it; if a receiver shares this watch and asks for
        the same, looking is only a precaution.
        """
        with self._lock:
            waiter = self._waiters.get(transcript_id)
            if waiter:
                waiter.callers += 1
                return
            expected = webhook is not None and webhook == self.webhook
            first_look = now + (WEBHOOK_PAUSE if expected else SHORTEST_PAUSE) if fresh else now
            waiter = _Waiter(now, first_look, looked=fresh, expects_notification=expected)
            self._waiters[transcript_id] = waiter
            self._list.add(transcript_id, now)
            if self._early.take(transcript_id):
                self._end(transcript_id)

    def leave(self, transcript_id: str) -> None:
        """Stop waiting, for whatever reason."""
        with self._lock:
            waiter = self._waiters[transcript_id]
            waiter.callers -= 1
            if not waiter.callers:
                self._list.drop(transcript_id)
                del self._waiters[transcript_id]
            if not self._waiters:
                self._list.forget_depth()

    def turn(self, transcript_id: str, now: float) -> Turn:
        """What this waiter should do now."""
        with self._lock:
            waiter = self._waiters[transcript_id]
            waiter.alarmed = False
            if waiter.ended:
                return "read"
            if waiter.looked:
                self._list.fail_overdue(now)
                if self._list.covers(transcript_id, now) and not waiter.expects_notification:
                    return self._list.claim(now)
            due = self._due(waiter)
            if now < due:
                # When the list is polled again, it may show more than the next read of this one would.
                return min(due, self._list.resumes(transcript_id, now)) - now
            waiter.is_precaution = waiter.looked and waiter.expects_notification
            waiter.looked = True
            waiter.next_look = now + self._pause(waiter, now)
            return "read"

    def _due(self, waiter: _Waiter) -> float:
        is_fallback = waiter.looked and waiter.expects_notification
        return waiter.next_look + (self._trust.extra_pause if is_fallback else 0)

    def _pause(self, waiter: _Waiter, now: float) -> float:
        """Seconds until this waiter reads again by itself."""
        if waiter.expects_notification:
            return WEBHOOK_PAUSE
        return next_pause(now - waiter.since, len(self._waiters) - self._list.covered(now))

    def saw_one(self, transcript_id: str, status: str, now: float) -> None:
        """A read came back."""
        with self._lock:
            waiter = self._waiters[transcript_id]
            if status in ENDED:
                was_lost = waiter.is_precaution and not waiter.ended
                self._end(transcript_id)
                if was_lost and self._trust.notification_lost():
                    self._resume_fallback_polls(now)
            elif waiter.ended:  # the list or a webhook was ahead of the read; look again a little later
                waiter.ended, waiter.expects_notification = False, False
                waiter.next_look = now + SHORTEST_PAUSE
            else:
                # From the reply on: however long each takes, no three looks arrive within a second.
                waiter.next_look = max(waiter.next_look, now + self._pause(waiter, now))

    @property
    def depth(self) -> int:
        """How many pages of the list had to be read the last time."""
        return self._list.depth

    def wanted(self) -> Collection[str]:
        """The ids that a look at the list is for."""
        with self._lock:
            return set(self._list.ids)

    def saw_list(self, statuses: Mapping[str, str], depth: int, now: float) -> None:
        """A look at the list came back: end those that ended, and give up on the list for those not in it.

        `depth` is the last of its pages, counted from 1, that showed anyone who is waited for.
        """
        with self._lock:
            for name in self._waiters:
                if statuses.get(name) in ENDED:
                    self._end(name)
            for name in self._list.succeeded(statuses, depth, now):
                self._waiters[name].expects_notification = False

    def list_failed(self, now: float) -> None:
        """A look at the list failed: everyone reads singly for a while."""
        with self._lock:
            self._list.failed(now)

    def list_abandoned(self) -> None:
        """Whoever looked at the list stopped waiting: the next one who is due looks instead."""
        with self._lock:
            self._list.abandoned()

    def notify(self, transcript_id: str) -> None:
        """A webhook says that a transcript has ended; if nobody waits for it yet, this is buffered."""
        with self._lock:
            waiter = self._waiters.get(transcript_id)
            if waiter:
                if waiter.expects_notification and not waiter.ended:
                    self._trust.notification_arrived()
                self._end(transcript_id)
            else:
                self._early.add(transcript_id)

    @contextmanager
    def waking(self, transcript_id: str, waker: Waker) -> Generator[None]:
        """Call `waker` as soon as its turn has changed, at once if it already has; it must neither block nor fail."""
        with self._lock:
            waiter = self._waiters[transcript_id]
            waiter.wakers.append(waker)
            if waiter.ended or waiter.alarmed:
                waker()
        try:
            yield
        finally:
            with self._lock:
                waiter.wakers.remove(waker)

    def _resume_fallback_polls(self, now: float) -> None:
        """A notification was lost, so other waiters may have missed theirs: they poll one after the other."""
        affected = [
            waiter for waiter in self._waiters.values() if waiter.expects_notification and not waiter.ended
        ]
        for index, waiter in enumerate(affected):
            waiter.next_look = max(waiter.next_look, now + index / READS_PER_SECOND)
            waiter.alarmed = True
            waiter.wake()

    def _end(self, transcript_id: str) -> None:
        self._list.drop(transcript_id)
        waiter = self._waiters[transcript_id]
        waiter.ended = True
        waiter.wake()
