"""Keeps requests under the account's rate limit, however many flows share it."""

import threading
from collections import deque
from collections.abc import Mapping

from assemblyai_tools.flow import Host


class RateLimit:
    """At most `limit` requests in any `seconds`. Threads may share one."""

    def __init__(self, limit: int, seconds: float) -> None:
        self._seconds = seconds
        self._slots: deque[float] = deque(maxlen=limit)
        self._lock = threading.Lock()

    def reserve(self, now: float) -> float:
        """Take the next free slot; returns how many seconds away it is."""
        with self._lock:
            full = len(self._slots) == self._slots.maxlen
            slot = max(now, self._slots[0] + self._seconds) if full else now
            self._slots.append(slot)
            return slot - now


def account_limits() -> Mapping[Host, RateLimit]:
    """An account's limits (https://www.assemblyai.com/docs/api-reference/overview), with a little headroom."""
    return {
        Host.API: RateLimit(19_500, 300),
        Host.LLM: RateLimit(30, 61),
        Host.STREAMING: RateLimit(19_500, 300),
    }
