"""When to poll the list of transcripts, 200 to a page, instead of reading each one: one waiter polls it for all."""

from collections.abc import Collection
from math import inf
from typing import Literal

LIST_PAUSE = 0.93
"""Seconds between two polls of the list, each of as many pages as it takes."""

PAGES_PER_SECOND = 20
"""Pages of the list a second, of all waiters together."""

LIST_TIMEOUT = 10.0
"""Seconds that a poll of the list may take; after that it counts as failed."""

LIST_BACK_OFF = 10.0
"""Seconds without polls of the list after one has failed."""

_FIRST_ESTIMATE = 0.1
"""Seconds that a poll of the list is expected to take before one has been timed."""

_LONGEST_ESTIMATE = 1.0
"""Seconds that a poll of the list is expected to take, at most, however long the last one took."""

_SHORTEST_SLEEP = 0.01
"""Seconds that the other waiters sleep, at least, while one polls the list."""


class ListPolling:
    """The transcripts that polls of the list cover, and when the next poll is due."""

    def __init__(self) -> None:
        self.depth = 1
        """The last page, counted from 1, that showed a covered transcript in the last poll."""
        self.polling_since: float | None = None
        """When the poll that is under way began; None if there is none."""
        self._added: dict[str, float] = {}
        """When each transcript was added."""
        self._next_poll = 0.0
        self._backs_off_until = 0.0
        self._estimate = _FIRST_ESTIMATE

    @property
    def ids(self) -> Collection[str]:
        """The transcripts that polls cover."""
        return self._added.keys()

    def add(self, transcript_id: str, now: float) -> None:
        """Cover this transcript."""
        self._added[transcript_id] = now

    def drop(self, transcript_id: str) -> None:
        """Stop covering this transcript, if it was covered."""
        self._added.pop(transcript_id, None)

    def covered(self, now: float) -> int:
        """How many transcripts are polled by the list instead of by reads now.

        Zero during a back-off. Also zero if there are no more transcripts than pages of the list to read, as reading
        each transcript then costs no more.
        """
        is_used = now >= self._backs_off_until and len(self._added) > self.depth
        return len(self._added) if is_used else 0

    def covers(self, transcript_id: str, now: float) -> bool:
        """Whether this transcript is polled by the list instead of by reads now."""
        return transcript_id in self._added and self.covered(now) > 0

    def resumes(self, transcript_id: str, now: float) -> float:
        """When a back-off ends that affects this transcript; infinity if there is none."""
        backs_off = transcript_id in self._added and now < self._backs_off_until
        return self._backs_off_until if backs_off else inf

    def claim(self, now: float) -> Literal["list"] | float:
        """Begin a poll ("list") if one is due and none is under way; otherwise return the seconds to sleep.

        While another waiter polls, sleep until its poll is expected back, then for a third of the time that it has
        taken so far.
        """
        if self.polling_since is not None:
            so_far = now - self.polling_since
            return max(_SHORTEST_SLEEP, self._estimate - so_far, so_far / 3)
        if now < self._next_poll:
            return self._next_poll - now
        self.polling_since = now
        return "list"

    def succeeded(self, shown: Collection[str], depth: int, now: float) -> set[str]:
        """A poll came back: drop the transcripts that it should have shown but did not, and return them.

        A transcript that was added after the poll began is kept, as the next poll may show it.
        """
        began = now if self.polling_since is None else self.polling_since
        missing = {name for name, added in self._added.items() if name not in shown and added < began}
        for name in missing:
            self.drop(name)
        self.polling_since, self._estimate = None, min(_LONGEST_ESTIMATE, now - began)
        self.depth = depth
        self._next_poll = now + max(LIST_PAUSE, depth / PAGES_PER_SECOND)
        return missing

    def failed(self, now: float) -> None:
        """A poll failed: back off."""
        self.polling_since = None
        self._backs_off_until = now + LIST_BACK_OFF

    def fail_overdue(self, now: float) -> None:
        """Count a poll that takes too long as failed."""
        if self.polling_since is not None and now - self.polling_since >= LIST_TIMEOUT:
            self.failed(now)

    def abandoned(self) -> None:
        """The waiter that polled left: the next one that is due polls instead."""
        self.polling_since = None

    def forget_depth(self) -> None:
        """Nobody waits any more; the next transcripts to wait for will be on the first page."""
        self.depth = 1
