"""Many waits at once against a simulated service, on a clock that jumps from event to event."""

import heapq
import json
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from math import inf

from assemblyai_tools.errors import ConnectionFailedError
from assemblyai_tools.flow import Await, Pause, Reply
from assemblyai_tools.waiting.wait import wait_for
from assemblyai_tools.waiting.watch import Watch

HOOK = ("X-Hook", "a secret")


@dataclass(eq=False)
class Waited:
    """One wait: what was asked for, and what became of it."""

    id: str
    seconds: float
    started: float
    flow: object = None
    ended: float | None = None
    reply: Reply | None = None
    steps: Counter = field(default_factory=Counter)
    doing: str = ""
    sleep: object = None

    @property
    def status(self):
        return self.reply.status if self.reply else None

    @property
    def late(self):
        """Seconds beyond the agreed ones."""
        return self.ended - self.started - self.seconds


@dataclass
class Simulation:
    """`ends` maps each transcript, oldest first, to the time at which it is completed."""

    ends: dict
    latency: float = 0.1
    hidden: set = field(default_factory=set)
    """What the list does not show."""
    list_fails: object = lambda _now: False
    list_latency: float | None = None
    lag: float = 0.0
    """Seconds by which single reads are behind the list and the notifications."""
    watch: Watch = field(default_factory=Watch)
    now: float = 1000.0
    waits: list = field(default_factory=list)
    requests: list = field(default_factory=list)
    """(time, "read" or "list") of every request."""

    def __post_init__(self):
        self.begin, self._order, self._events = self.now, count(), []

    def at(self, seconds, action):
        heapq.heappush(self._events, (self.begin + seconds, next(self._order), action))

    def wait(self, transcript_id, seconds, *, at=0.0, fresh=False):
        waited = Waited(transcript_id, seconds, self.begin + at)
        waited.flow = wait_for(
            Await(transcript_id, seconds, fresh, webhook=HOOK),
            self.watch,
            lambda: self.now,
        )
        self.waits.append(waited)
        self.at(at, lambda: self._resume(waited, None))
        return waited

    def notify(self, transcript_id, at):
        self.at(at, lambda: self.watch.notify(transcript_id))

    def abandon(self, waited, at):
        self.at(at, lambda: self.leave(waited))

    def leave(self, waited):
        if waited.ended is None:
            waited.ended, waited.doing = self.now, "left"
            self._wake(waited)
            waited.flow.close()

    def run(self):
        while self._events:
            time, _, action = heapq.heappop(self._events)
            self.now = max(self.now, time)
            action()
        assert all(waited.ended is not None for waited in self.waits)
        return self

    def count(self, kind):
        return sum(asked == kind for _, asked in self.requests)

    @property
    def left_behind(self):
        return (self.watch._waiters, self.watch.wanted(), self.watch._list.polling_since)

    def _resume(self, waited, outcome):
        if waited.ended is not None:
            return
        self._wake(waited)
        try:
            failed = isinstance(outcome, Exception)
            step = waited.flow.throw(outcome) if failed else waited.flow.send(outcome)
        except StopIteration as stop:
            waited.reply, waited.ended, waited.doing = stop.value, self.now, "returned"
            return
        if isinstance(step, Pause):
            self._pause(waited, step)
        else:
            self._ask(waited, step)

    def _ask(self, waited, request):
        kind = waited.doing = "list" if request.path == "/v2/transcript" else "read"
        waited.steps[kind] += 1
        self.requests.append((self.now - self.begin, kind))
        listing = kind == "list"
        latency = self.latency if not listing or self.list_latency is None else self.list_latency
        moment = self.now - self.begin + latency / 2
        if listing and self.list_fails(moment):
            outcome = ConnectionFailedError("No reply to GET /v2/transcript: reset.")
        else:
            body = (
                self._list(request.query, moment) if listing else self._one(request.path, moment - self.lag)
            )
            outcome = Reply(200, json.dumps(body).encode())
        self.at(self.now - self.begin + latency, lambda: self._resume(waited, outcome))

    def _one(self, path, moment):
        name = path.removeprefix("/v2/transcript/")
        return {"id": name, "status": "completed" if self.ends.get(name, inf) <= moment else "processing"}

    def _list(self, query, moment):
        names = [name for name in reversed(self.ends) if name not in self.hidden]
        start = names.index(query["before_id"]) + 1 if "before_id" in query else 0
        return {"transcripts": [self._one(name, moment) for name in names[start : start + query["limit"]]]}

    def _pause(self, waited, pause):
        assert pause.wake_on == waited.id
        assert pause.seconds > 0
        waited.steps["pause"] += 1
        waited.doing = "pause"
        sleep = waited.sleep = [None]

        def resume():
            if waited.sleep is sleep:
                self._resume(waited, None)

        if self.watch.webhook:
            sleep[0] = self.watch.waking(pause.wake_on, lambda: self.at(self.now - self.begin, resume))
            sleep[0].__enter__()
        self.at(self.now - self.begin + pause.seconds, resume)

    @staticmethod
    def _wake(waited):
        sleep, waited.sleep = waited.sleep, None
        if sleep and sleep[0]:
            sleep[0].__exit__(None, None, None)
