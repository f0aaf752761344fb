"""How the end of a transcript is noticed: by asking, ever more slowly, for as long as was agreed."""

from collections.abc import Callable, Generator
from typing import Any

from assemblyai_tools.flow import Await, Pause, Reply, Request, path
from assemblyai_tools.replies import ApiReply

Clock = Callable[[], float]

SHORTEST_PAUSE = 0.5
LONGEST_PAUSE = 3.0
_GROWTH = 1 / 60
"""The pause grows to a sixtieth of the time waited: half a second for half a minute, then slowly more."""

ENDED = frozenset({"completed", "error"})


class StatusOnly(ApiReply):
    """The one field of a transcript that says whether to go on waiting."""

    status: str


def poll(
    step: Await, clock: Clock, seen: Callable[[Reply, float], None] = lambda _reply, _waited: None
) -> Generator[Request | Pause, Any, Reply]:
    """Ask for the transcript until it has ended or the time is over; the last reply is the result.

    `seen` is told of every reply and of the seconds waited so far.
    """
    request = Request("GET", path("/v2/transcript/{transcript_id}", transcript_id=step.transcript_id))
    started = clock()
    while True:
        reply: Reply = yield request
        waited = clock() - started
        seen(reply, waited)
        if reply.parse(StatusOnly).status in ENDED or waited >= step.seconds:
            return reply
        yield Pause(min(next_pause(waited), max(0.0, step.seconds - waited)))


def next_pause(waited: float) -> float:
    """Seconds until the next look, after having waited for `waited` seconds."""
    return min(LONGEST_PAUSE, max(SHORTEST_PAUSE, waited * _GROWTH))
