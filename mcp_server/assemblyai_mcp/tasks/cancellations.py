"""The tasks that were cancelled in this process."""

from dataclasses import dataclass, field
from hashlib import sha256

MOST = 20_000
"""Cancellations that are remembered: a few megabytes. The oldest is forgotten first, and its task goes on."""


@dataclass
class Cancellations:
    """Remembers what was cancelled. The protocol lets a task go on all the same, as it does in other workers."""

    most: int = MOST
    _cancelled: dict[bytes, None] = field(default_factory=dict[bytes, None])
    """The oldest first."""

    def note(self, task_id: str) -> None:
        self._cancelled[_digest(task_id)] = None
        if len(self._cancelled) > self.most:
            del self._cancelled[next(iter(self._cancelled))]

    def has(self, task_id: str) -> bool:
        return _digest(task_id) in self._cancelled


def _digest(task_id: str) -> bytes:
    return sha256(task_id.encode()).digest()
