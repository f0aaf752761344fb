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
from assemblyai_tools.waiting.schedule import READS_PER_SECOND, SHORTEST_PAUSE, next_pause
from assemblyai_tools.waiting.webhook_trust import WEBHOOK_PAUSE, WebhookTrust

ENDED = frozenset({"completed", "error"})

LIST_PAUSE = 0.93
"""Seconds between two looks at the list, each of as many pages as it takes."""

MOST_PAGES = 20
"""Pages of the list a second, of all waiters together."""

LONGEST_LOOK = 10.0
"""Seconds after which a look at the list that has not come back counts as failed."""

LIST_HOLIDAY = 10.0
"""Seconds of single reads after a look at the list has failed."""

_USUAL_LOOK = 0.1
_LONG_LOOK = 1.0
_SOON = 0.01
"""Seconds that a look at the list may take: the others sleep as long as the last one took, then ever a third more."""

Turn: TypeAlias = Literal["read", "list"] | float
"""What a waiter should do now: read its transcript, look at the list for all, or sleep for some seconds."""

Waker: TypeAlias = Callable[[], object]


@dataclass(slots=True)
class _Waiter:
    since: float
    next_look: float
    looked: bool
    announced: bool
    ended: bool = False
    unlisted: bool = False
    is_precaution: bool = False
    """Whether the read that is under way is one."""
    alarmed: bool = False
    """Whether its turn has changed since it was told."""
    callers: int = 1
    wakers: list[Waker] = field(default_factory=list[Waker])

    @property
    def in_list(self) -> bool:
        return not (self.ended or self.unlisted)

    @property
    def expects_news(self) -> bool:
        return self.announced and not self.unlisted

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
        self._listed = 0
        self._next_list = 0.0
        self._holiday_until = 0.0
        self._looking_since: float | None = None
        self._look_took = _USUAL_LOOK
        self._depth = 1

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
            announced = webhook is not None and webhook == self.webhook
            first_look = now + (WEBHOOK_PAUSE if announced else SHORTEST_PAUSE) if fresh else now
            waiter = _Waiter(now, first_look, looked=fresh, announced=announced)
            self._waiters[transcript_id] = waiter
            self._listed += 1
            if self._early.take(transcript_id):
                self._end(waiter)

    def leave(self, transcript_id: str) -> None:
        """Stop waiting, for whatever reason."""
        with self._lock:
            waiter = self._waiters[transcript_id]
            waiter.callers -= 1
            if not waiter.callers:
                self._listed -= waiter.in_list
                del self._waiters[transcript_id]
            if not self._waiters:
                self._depth = 1

    def turn(self, transcript_id: str, now: float) -> Turn:
        """What this waiter should do now."""
        with self._lock:
            waiter = self._waiters[transcript_id]
            waiter.alarmed = False
            if waiter.ended:
                return "read"
            if waiter.looked and self._is_for_list(waiter, now):
                return self._turn_at_list(now)
            due = self._due(waiter)
            if now < due:
                # After the holiday, the list may know more than the next read of one's own.
                on_holiday = waiter.in_list and now < self._holiday_until
                return (min(due, self._holiday_until) if on_holiday else due) - now
            waiter.is_precaution = waiter.looked and waiter.expects_news
            waiter.looked = True
            waiter.next_look = now + self._pause(waiter, now)
            return "read"

    def _is_for_list(self, waiter: _Waiter, now: float) -> bool:
        if self._looking_since is not None and now - self._looking_since >= LONGEST_LOOK:
            self._close_list(now)
        return (
            waiter.in_list and self._is_worth_a_list and not waiter.announced and now >= self._holiday_until
        )

    @property
    def _is_worth_a_list(self) -> bool:
        """For no more waiters than the list has pages to read, reading each of them is less."""
        return self._listed > self._depth

    def _due(self, waiter: _Waiter) -> float:
        is_fallback = waiter.looked and waiter.expects_news
        return waiter.next_look + (self._trust.extra_pause if is_fallback else 0)

    def _pause(self, waiter: _Waiter, now: float) -> float:
        """Seconds until this waiter reads again by itself."""
        if waiter.expects_news:
            return WEBHOOK_PAUSE
        by_list = self._listed if self._is_worth_a_list and now >= self._holiday_until else 0
        readers = len(self._waiters) - by_list
        return next_pause(now - waiter.since, readers)

    def _turn_at_list(self, now: float) -> Turn:
        if self._looking_since is not None:
            looking = now - self._looking_since
            return max(_SOON, self._look_took - looking, looking / 3)
        if now < self._next_list:
            return self._next_list - now
        self._looking_since = now
        return "list"

    def saw_one(self, transcript_id: str, status: str, now: float) -> None:
        """A read came back."""
        with self._lock:
            waiter = self._waiters[transcript_id]
            if status in ENDED:
                was_lost = waiter.is_precaution and not waiter.ended
                self._end(waiter)
                if was_lost and self._trust.notification_lost():
                    self._resume_fallback_polls(now)
            elif waiter.ended:  # the list or a webhook was ahead of the read; look again a little later
                waiter.ended, waiter.unlisted = False, True
                waiter.next_look = now + SHORTEST_PAUSE
            else:
                # From the reply on: however long each takes, no three looks arrive within a second.
                waiter.next_look = max(waiter.next_look, now + self._pause(waiter, now))

    @property
    def depth(self) -> int:
        """How many pages of the list had to be read the last time."""
        return self._depth

    def wanted(self) -> Collection[str]:
        """The ids that a look at the list is for."""
        with self._lock:
            return {name for name, waiter in self._waiters.items() if waiter.in_list}

    def saw_list(self, statuses: Mapping[str, str], depth: int, now: float) -> None:
        """A look at the list came back: end those that ended, and give up on the list for those not in it.

        `depth` is the last of its pages, counted from 1, that showed anyone who is waited for.
        """
        with self._lock:
            started = now if self._looking_since is None else self._looking_since
            for name, waiter in self._waiters.items():
                status = statuses.get(name)
                if status in ENDED:
                    self._end(waiter)
                elif status is None and waiter.in_list and waiter.since < started:
                    waiter.unlisted = True
                    self._listed -= 1
            self._looking_since, self._look_took = None, min(_LONG_LOOK, now - started)
            self._depth = depth
            self._next_list = now + max(LIST_PAUSE, depth / MOST_PAGES)

    def list_failed(self, now: float) -> None:
        """A look at the list failed: everyone reads singly for a while."""
        with self._lock:
            self._close_list(now)

    def list_abandoned(self) -> None:
        """Whoever looked at the list stopped waiting: the next one who is due looks instead."""
        with self._lock:
            self._looking_since = None

    def _close_list(self, now: float) -> None:
        self._looking_since = None
        self._holiday_until = now + LIST_HOLIDAY

    def notify(self, transcript_id: str) -> None:
        """A webhook says that a transcript has ended; if nobody waits for it yet, this is buffered."""
        with self._lock:
            waiter = self._waiters.get(transcript_id)
            if waiter:
                if waiter.expects_news and not waiter.ended:
                    self._trust.notification_arrived()
                self._end(waiter)
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
        affected = [waiter for waiter in self._waiters.values() if waiter.expects_news and not waiter.ended]
        for index, waiter in enumerate(affected):
            waiter.next_look = max(waiter.next_look, now + index / READS_PER_SECOND)
            waiter.alarmed = True
            waiter.wake()

    def _end(self, waiter: _Waiter) -> None:
        self._listed -= waiter.in_list
        waiter.ended = True
        waiter.wake()
