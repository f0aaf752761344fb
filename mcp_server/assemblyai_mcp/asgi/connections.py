"""Bounds what clients' connections can hold: how many are open, and how long each may wait for its client.

Uvicorn has neither bound. It waits for ever for the rest of a request, and accepts connections until the process may
open no more files. This builds on parts of its H11Protocol that it does not document, so pyproject.toml bounds its
version.
"""

import asyncio
import contextlib
import json
import resource
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Self

import h11
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from assemblyai_mcp.asgi.proof import PROOF, Proof
from assemblyai_mcp.asgi.streams import is_stream

ACCEPTED_AT_ONCE = 16
"""Connections that asyncio accepts before any code of ours runs."""

_WANTED_FILES = 8192
"""Open files that this process asks the system for."""

_OTHER_FILES = 64 + 4 * ACCEPTED_AT_ONCE
"""Open files that do not belong to a connection that is served, and connections that are not counted or closed yet."""

_FILES_EACH = 3
"""Open files of a call: its connection, one to the service, and the recording that it sends."""

_FEWEST = 8
_LEAST_BYTES = 16 * 1024
"""Bytes of a body that have to arrive within the time for a stalled body. What is shorter has to arrive whole."""

MOST_HELD = 128 * 1024 * 1024
"""Bytes of bodies, of all connections together, until each has its whole answer. Each body has a bound too."""

_NOT_COUNTED = 16 * 1024
"""Bytes of a request that arrives at once, up to which its body is not worth counting."""

_MOST_REFUSED = 32
"""Connections that are not served and stay until their clients have read why."""

_TEXT = json.dumps(
    {"error": "This server has as many calls in progress as it can take. Try again in a second."}
)
_BUSY = (
    "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\nRetry-After: 1\r\nConnection: close\r\n"
    f"Content-Length: {len(_TEXT)}\r\n\r\n{_TEXT}"
).encode()


class Doing(IntEnum):
    """What a client is doing with its connection. To make room for another one, the first of these is closed first."""

    SENDING_HEAD = 0
    PAUSING = 1
    """It has its answer and has not sent anything since. Uvicorn closes the connection after five seconds."""
    SENDING_BODY = 2
    NOT_READING = 3
    """Since the last look it has read nothing of what is to be sent to it."""
    LISTENING = 4
    """A stream over which the server may send messages. Its client opens it again, and nothing is lost."""
    WAITING = 5
    """A call of a stranger is in progress. It is closed if there is nothing else to close."""
    WORKING = 6
    """A call is in progress, of a caller who has the server's token or whom the service has answered. It is never
    closed to make room."""


_SECONDS = {Doing.SENDING_HEAD: 10.0, Doing.SENDING_BODY: 10.0, Doing.NOT_READING: 30.0}


@dataclass(frozen=True, slots=True)
class Limits:
    """How many connections are served, what they may hold together, and for how many seconds a client may do the same.

    `held` is in bytes of bodies.
    """

    served: int
    held: int = MOST_HELD
    seconds: Mapping[Doing, float] = field(default_factory=_SECONDS.copy)

    @classmethod
    def for_open_files(cls, most: int) -> Self:
        """Limits that keep this process below `most` open files."""
        return cls(served=max((most - _OTHER_FILES) // _FILES_EACH, _FEWEST))


def raise_open_files() -> int:
    """Raise this process's limit of open files as far as it needs and may, and return it."""
    soft, hard = (
        _WANTED_FILES if limit == resource.RLIM_INFINITY else limit
        for limit in resource.getrlimit(resource.RLIMIT_NOFILE)
    )
    wanted = min(_WANTED_FILES, hard)
    if soft < wanted:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(
                resource.RLIMIT_NOFILE, (wanted, resource.getrlimit(resource.RLIMIT_NOFILE)[1])
            )
            return wanted
    return min(soft, _WANTED_FILES)


class OpenConnections:
    """The connections that are served, in the order in which they were opened."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._open: dict[BoundedConnection, None] = {}
        self._refused: set[BoundedConnection] = set()
        self._held = 0

    def __len__(self) -> int:
        return len(self._open)

    def add(self, new: "BoundedConnection") -> bool:
        """Whether the connection can be served, if need be instead of another one that is closed for it."""
        if len(self._open) >= self.limits.served:
            spared = self._spared()
            if spared is None:
                return False
            self._give_up(spared)
        self._open[new] = None
        return True

    def _spared(self) -> "BoundedConnection | None":
        """The oldest of those whose clients wait for the least, or None if all are at work.

        Clients that have just begun with what they do come last: the next bytes of an honest one are on their way.
        """
        for fresh in (False, True):
            candidates = [one for one in self._open if one.is_fresh is fresh]
            oldest = min(candidates, key=lambda one: one.seems, default=None)
            if oldest and oldest.seems < Doing.WAITING:
                return oldest
            # All of them wait. Whose calls these are takes longer to find out.
            stranger = next((one for one in candidates if not one.is_proven), None)
            if stranger:
                return stranger
        return None

    def _give_up(self, connection: "BoundedConnection") -> None:
        self.remove(connection)
        connection.transport.abort()

    def may_linger(self, refused: "BoundedConnection") -> bool:
        """Whether a connection that is not served may stay until its client has read why."""
        if len(self._refused) < _MOST_REFUSED:
            self._refused.add(refused)
        return refused in self._refused

    def remove(self, connection: "BoundedConnection") -> None:
        self._open.pop(connection, None)
        self._refused.discard(connection)
        self.hold(connection, 0)

    def hold(self, connection: "BoundedConnection", held: int) -> None:
        """Count what is held of a connection's body. If all are too much, a stranger's longest one is given up.

        If strangers hold none, it is the connection that brings more.
        """
        self._held += held - connection.held
        connection.held = held
        if self._held > self.limits.held:
            longest_first = sorted((one for one in self._open if one.held), key=lambda one: -one.held)
            strangers = (one for one in longest_first if not one.is_proven)
            self._give_up(next(strangers, connection))

    def look(self, now: float) -> None:
        """Close the connections whose clients have kept them waiting for too long. Call this about once a second."""
        for connection in [*self._open, *self._refused]:
            connection.look(now)


class BoundedConnection(H11Protocol):
    """One connection of uvicorn, which knows what its client is doing and since when."""

    def __init__(
        self,
        others: OpenConnections,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        self._proof = Proof()
        super().__init__(config, server_state, {**app_state, PROOF: self._proof}, _loop)
        self._others = others
        self._received = 0
        self._is_refused = False
        self.held = 0
        """Bytes of the body of a call in progress, if it is worth counting."""
        self._unsent = 0
        self._reads = True
        self._same: tuple[Doing, object] | None = None
        """What the client was doing at the last look, and in which request; None before the first look."""
        self._is_settled = False
        """Whether that is what it was doing at the look before, too."""
        self._since = self.loop.time()
        self._received_then = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if not self._others.add(self):
            self._refuse()

    def connection_lost(self, exc: Exception | None) -> None:
        self._others.remove(self)
        super().connection_lost(exc)

    def _refuse(self) -> None:
        """Say that there is no room, and wait for a moment until the client has read it.

        Closing at once, with bytes of the client unread, resets the connection, and the client never sees the answer.
        """
        self._is_refused = True
        self.transport.write(_BUSY)
        if self._others.may_linger(self):
            self.transport.write_eof()
        else:
            self.transport.close()

    def data_received(self, data: bytes) -> None:
        if self._is_refused:
            return
        self._received += len(data)
        super().data_received(data)
        # Uvicorn declares that there is always a cycle, and begins with None.
        if self.cycle is None or self.cycle.response_complete:  # pyright: ignore[reportUnnecessaryComparison]
            return
        if self.held or self.conn.their_state is h11.SEND_BODY or len(data) > _NOT_COUNTED:
            self._others.hold(self, self.held + len(data))

    def on_response_complete(self) -> None:
        if self.held:
            self._others.hold(self, 0)
        super().on_response_complete()

    @property
    def is_proven(self) -> bool:
        """Whether the caller of the request at work is known to be no stranger."""
        return self._proof.is_given

    @property
    def doing(self) -> Doing:
        return Doing.WORKING if self.seems is Doing.WAITING and self.is_proven else self.seems

    @property
    def is_fresh(self) -> bool:
        """Whether the client did something else at one of the last two looks, so about a second ago."""
        return not self._is_settled or (self.seems, self.cycle) != self._same

    @property
    def seems(self) -> Doing:
        """What the client is doing, as if every caller were a stranger."""
        if not self._reads:
            return Doing.NOT_READING
        if self.conn.their_state is h11.IDLE:
            return Doing.SENDING_HEAD if self.timeout_keep_alive_task is None else Doing.PAUSING
        if self.conn.their_state is h11.SEND_BODY:
            return Doing.SENDING_BODY
        return Doing.LISTENING if self.scope and is_stream(self.scope) else Doing.WAITING

    def look(self, now: float) -> None:
        """Close this connection if its client has been doing the same for too long."""
        before, self._unsent = self._unsent, self.transport.get_write_buffer_size()
        self._reads = not before or self._unsent < before
        same = (self.seems, self.cycle)
        self._is_settled = same == self._same
        if self._is_refused and self._is_settled:
            self.transport.abort()
        elif same != self._same or (self.seems is Doing.SENDING_BODY and self._body_goes_on()):
            self._same, self._since, self._received_then = same, now, self._received
        elif now - self._since >= self._others.limits.seconds.get(self.seems, float("inf")):
            self.transport.abort()

    def _body_goes_on(self) -> bool:
        # Reading is paused while the app is busy with what has arrived. That is not the client's fault.
        return self.flow.read_paused or self._received - self._received_then >= _LEAST_BYTES
