"""The open sessions of older clients: who holds how many, and which one makes room for another."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum

from starlette.types import Scope


class Standing(IntEnum):
    """What a session has shown. Any stranger can open sessions and list tools, also with made-up keys."""

    OPENED = 0
    """It was initialized, no more."""
    ASKED = 1
    """It made some other request."""
    PROVEN = 2
    """The service answered a call of it, so it has an account."""


_SHARE_OF_NEW = 0.2
"""The part of the sessions that those without a request may be before they are the first to go."""


@dataclass(frozen=True, slots=True)
class SessionBounds:
    """How many sessions may be open, and for how long."""

    most: int = 1_000
    """Of all callers."""
    most_of_caller: int = 100
    """With the same AssemblyAI key."""
    most_unproven_of_address: int = 250
    """From one network address. A proxy has one address for all its callers, so sessions that did work are not
    counted, and beyond the bound others of that address end instead of new ones being refused."""
    most_calls: int = 100
    """Requests of one session that are in progress."""
    idle_seconds: float = 300.0
    """Seconds without a request after which a session ends."""


@dataclass(eq=False, slots=True)
class Session:
    """One open session."""

    id: str
    caller: str | None
    """A digest of the key that opened it; None without a key."""
    address: str
    ending: Scope
    """The request that ends it."""
    used_at: float
    standing: Standing = Standing.OPENED
    calls: int = 0
    """Its requests in progress that have arrived whole, without event streams."""
    in_progress: set[str] = field(default_factory=set[str])
    """The ids of those requests, without notifications and answers."""
    streams: int = 0
    """Its open event streams, which carry no call."""

    @property
    def holder(self) -> str:
        return self.caller or self.address


@dataclass
class SessionTable:
    """All open sessions."""

    bounds: SessionBounds = field(default_factory=SessionBounds)
    clock: Callable[[], float] = time.monotonic
    _sessions: dict[str, Session] = field(default_factory=dict[str, Session])

    def __len__(self) -> int:
        return len(self._sessions)

    def find(self, session_id: str, caller: str | None) -> Session | None:
        """The session with this id, if this caller opened it."""
        self._forget_idle()
        session = self._sessions.get(session_id)
        return session if session and session.caller == caller else None

    def remove(self, session: Session) -> None:
        self._sessions.pop(session.id, None)

    def has_room(self, caller: str | None, *, proven: bool = False) -> bool:
        """Whether this caller may open a session, if need be in place of another one."""
        self._forget_idle()
        own = self._of_caller(caller)
        if len(own) >= self.bounds.most_of_caller and all(one.calls for one in own):
            return False
        return len(self) < self.bounds.most or bool(self._candidates(proven=proven))

    def add(self, new: Session, *, proven: bool = False) -> list[Session]:
        """Add a session that is being opened; gives those that must end for it.

        `proven` says that its caller is: nobody else takes the place of a session that did work. If all the others
        became busy since `has_room`, none ends: each of them has a connection, and those are bounded.
        """
        self._sessions[new.id] = new
        bounds = self.bounds
        ended: list[Session] = []
        own = self._of_caller(new.caller)
        if len(own) > bounds.most_of_caller:
            ended += self._end_one([one for one in own if not one.calls])
        near = [one for one in self._unproven() if one.address == new.address]
        if len(near) > bounds.most_unproven_of_address:
            ended += self._end_one(_idle_if_any(one for one in near if one is not new))
        if len(self) > bounds.most:
            ended += self._end_one(self._candidates(new, proven=proven))
        return ended

    def _candidates(self, new: Session | None = None, *, proven: bool) -> list[Session]:
        """The sessions that may end for a new one: those that did no work, or idle ones for a proven caller."""
        strangers = [one for one in self._unproven() if one is not new]
        if strangers or not proven:
            return _idle_if_any(strangers)
        return [
            one for one in self._sessions.values() if one is not new and not one.calls and not one.streams
        ]

    def _end_one(self, candidates: list[Session]) -> list[Session]:
        opened = [one for one in candidates if one.standing == Standing.OPENED]
        asked = [one for one in candidates if one.standing == Standing.ASKED]
        proven = [one for one in candidates if one.standing == Standing.PROVEN]
        # The youngest did nothing because they had no time for it, and a stranger can ask for something too.
        many = len(opened) > _SHARE_OF_NEW * len(candidates)
        groups = (opened, asked, proven) if many else (asked, opened, proven)
        held = Counter(one.holder for one in self._sessions.values())
        for group in filter(None, groups):
            # Those that did nothing are all strangers: one key or many, they go by age.
            worst = min(group, key=lambda one: (0 if group is opened else -held[one.holder], one.used_at))
            self.remove(worst)
            return [worst]
        return []

    def _of_caller(self, caller: str | None) -> list[Session]:
        return [one for one in self._sessions.values() if caller and one.caller == caller]

    def _unproven(self) -> Iterator[Session]:
        return (one for one in self._sessions.values() if one.standing < Standing.PROVEN)

    def _forget_idle(self) -> None:
        """Forget what the SDK has ended, or is about to."""
        before = self.clock() - self.bounds.idle_seconds
        for one in [one for one in self._sessions.values() if one.used_at <= before]:
            if not one.calls and not one.streams:
                self.remove(one)


def _idle_if_any(sessions: Iterable[Session]) -> list[Session]:
    """Those of them without a call in progress, or all of them if there are none."""
    given = list(sessions)
    return [one for one in given if not one.calls] or given
