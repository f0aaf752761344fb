"""Keeps under a rate: so many requests in so many seconds, however many flows share it."""

import threading
from collections import deque


class Pace:
    """At most `limit` requests in any `seconds`. Threads may share one."""

    def __init__(self, limit: int, seconds: float) -> None:
        self._seconds = seconds
        self._slots: deque[float] = deque(maxlen=limit)
        self._lock = threading.Lock()

    def reserve(self, now: float) -> float:
        """Take the next free slot; the result is how many seconds away it is."""
        with self._lock:
            full = len(self._slots) == self._slots.maxlen
            slot = max(now, self._slots[0] + self._seconds) if full else now
            self._slots.append(slot)
            return slot - now
