"""One transcript that is waited for, by one caller or several."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

Waker: TypeAlias = Callable[[], object]
"""Ends a caller's sleep; it must neither block nor fail."""


@dataclass(slots=True)
class Waiter:
    """The state of one wait, and when its transcript is read next. Times are seconds of the caller's clock."""

    since: float
    """When the wait began."""
    next_read: float
    """When the transcript is read next, unless the list or a notification makes that unnecessary."""
    needs_first_read: bool
    """Whether the transcript may have ended before the wait began and has not been read since."""
    expects_notification: bool
    """Whether a webhook is to end the wait, so that reads are only a fallback."""
    ended: bool = False
    """Whether the list, a notification or a read says that the transcript has ended."""
    last_was_fallback: bool = False
    """Whether the last read was made although a notification was expected; cleared once it has found no end."""
    is_rescheduled: bool = False
    """Whether the next read has become due sooner since a caller last asked what to do."""
    callers: int = 1
    wakers: list[Waker] = field(default_factory=list[Waker])
    """How to wake the callers that sleep."""

    @property
    def should_wake(self) -> bool:
        """Whether a caller that is about to sleep should not, as what it should do has changed."""
        return self.ended or self.is_rescheduled

    @property
    def next_is_fallback(self) -> bool:
        """Whether the next read is made although a notification is expected."""
        return self.expects_notification and not self.needs_first_read

    def begin_read(self, next_read: float) -> None:
        """A caller reads the transcript now, and again at `next_read`."""
        self.last_was_fallback = self.next_is_fallback
        self.needs_first_read = False
        self.next_read = next_read

    def postpone(self, earliest: float) -> None:
        """Read the transcript no earlier than this."""
        self.next_read = max(self.next_read, earliest)

    def reschedule(self, earliest: float) -> None:
        """The next read is due sooner, though not before `earliest`: wake the callers."""
        self.postpone(earliest)
        self.is_rescheduled = True
        self.wake()

    def end(self) -> None:
        """The transcript has ended: wake the callers, which then read the result."""
        self.ended = True
        self.wake()

    def reopen(self, next_read: float) -> None:
        """A read contradicts the list or a notification, which reported the end: only reads count from now on."""
        self.ended = False
        self.expects_notification = False
        self.next_read = next_read

    def wake(self) -> None:
        """Wake the callers that sleep."""
        for waker in self.wakers:
            waker()
