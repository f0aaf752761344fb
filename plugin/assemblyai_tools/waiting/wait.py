"""Waiting for a transcript as a flow of its own: reads, looks at the list and pauses, as the watch says."""

from collections.abc import Callable, Generator
from typing import Any

from assemblyai_tools.api.listing import TranscriptList
from assemblyai_tools.api.reply import ApiReply
from assemblyai_tools.errors import AssemblyAIError
from assemblyai_tools.flow import Await, Pause, Reply, Request, path
from assemblyai_tools.waiting.watch import ENDED, LONGEST_LOOK, Watch

Clock = Callable[[], float]
Seen = Callable[[Reply | None, float], None]
Waiting = Generator[Request | Pause, Any, Any]

PAGE = 200
"""Transcripts in one page of the list, the API's most."""

_LEAST_PATIENCE = 5.0
"""Seconds a read may take, its repeats included, even when the agreed time is nearly over."""

_TIMEOUT = 30.0


class StatusOnly(ApiReply):
    """The one field of a transcript that says whether to go on waiting."""

    status: str


def unseen(_reply: Reply | None, _waited: float) -> None:
    """Report to nobody."""


def wait_for(
    step: Await, watch: Watch, clock: Clock, seen: Seen = unseen
) -> Generator[Request | Pause, Any, Reply]:
    """Wait until the transcript has ended or the time is over; the result is its last reply.

    `seen` is told of every read (and, without a reply, of every other turn) and of the seconds waited so far, but not
    of a first read that finds the transcript ended: nobody waited.
    """
    resource = path("/v2/transcript/{transcript_id}", transcript_id=step.transcript_id)
    started = clock()
    deadline = started + step.seconds
    watch.join(step.transcript_id, started, fresh=step.fresh, webhook=step.webhook)
    waited = False
    try:
        while True:
            now = clock()
            turn = watch.turn(step.transcript_id, now) if now < deadline else "read"
            if turn == "read":
                left = max(_LEAST_PATIENCE, deadline - now)
                reply: Reply = yield Request("GET", resource, timeout=min(_TIMEOUT, left), patience=left)
                status = reply.parse(StatusOnly).status
                watch.saw_one(step.transcript_id, status, clock())
                if waited or status not in ENDED:
                    seen(reply, clock() - started)
                if status in ENDED or now >= deadline:
                    return reply
            elif turn == "list":
                yield from _look_at_list(watch, clock)
                seen(None, clock() - started)
            else:
                yield Pause(min(turn, deadline - now), wake_on=step.transcript_id)
            waited = True
    finally:
        watch.leave(step.transcript_id)


def _look_at_list(watch: Watch, clock: Clock) -> Waiting:
    """Read as much of the list, newest first, as it takes to see everyone who waits."""
    wanted = set(watch.wanted())
    # Those who wait the longest sink, as others come and end above them.
    most_pages = 1 + max(watch.depth, 1 + len(wanted) // PAGE)
    statuses: dict[str, str] = {}
    query: dict[str, str | int] = {"limit": PAGE}
    pages, depth = 0, 1
    try:
        while pages < most_pages and wanted - statuses.keys():
            reply: Reply = yield Request(
                "GET", "/v2/transcript", query=query, timeout=LONGEST_LOOK, patience=_LEAST_PATIENCE
            )
            listed = reply.parse(TranscriptList).transcripts
            found = {item.id: item.status for item in listed}
            statuses |= found
            pages += 1
            depth = depth if wanted.isdisjoint(found) else pages
            if len(listed) < PAGE:
                break
            query = {"limit": PAGE, "before_id": listed[-1].id}
    except AssemblyAIError:
        watch.list_failed(clock())  # each waiter reads for itself, and meets the error itself if it lasts
    except GeneratorExit:
        watch.list_abandoned()
        raise
    else:
        watch.saw_list(statuses, depth, clock())
