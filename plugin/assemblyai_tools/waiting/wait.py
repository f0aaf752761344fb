"""Waiting for a transcript, as a flow: single reads, polls of the list and pauses, as the watch decides."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from assemblyai_tools.api.listing import PAGE_SIZE, TranscriptListItem, read_pages
from assemblyai_tools.api.reply import ApiReply
from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.api.transcripts import transcript_request
from assemblyai_tools.errors import APIError, AssemblyAIError, UnexpectedReplyError
from assemblyai_tools.flow import Await, Flow, Pause, Reply, send
from assemblyai_tools.looks import Glance
from assemblyai_tools.waiting.list_polling import LIST_TIMEOUT
from assemblyai_tools.waiting.watch import ENDED, Watch

Clock: TypeAlias = Callable[[], float]
Report: TypeAlias = Callable[[float | None, float], None]
"""Takes the share of the job that is done (0 to 1, where the service says so) and the seconds waited so far."""

_LEAST_SECONDS = 5.0
"""Seconds for a read, retries included, even if less of the time to wait is left."""

_TIMEOUT = 30.0
"""Seconds without progress after which a read fails. The last one always has them: a long transcript takes a while."""

_FIRST_LOOKS = 4
"""Unreadable replies after which a wait fails if nothing is known of the transcript yet."""

_UNSEEN = "unknown"
"""The status that a failed look shows: none, so the transcript is taken as not ended."""


class _Status(ApiReply):
    id: str
    status: str


def no_report(_done: float | None, _waited: float) -> None:
    """Report nothing."""


def wait_for(step: Await, watch: Watch, clock: Clock, report: Report = no_report) -> Flow[Transcript]:
    """Wait until the transcript has ended or the time is over; returns it as last seen.

    A failure that may pass does not end a wait that knows anything of the transcript: it goes on looking, and returns
    what it knew last. A Glance looks at once, and returns the first that it knows. Reports after every read and every
    poll of the list, except after a first read that finds the transcript ended.
    """
    started = clock()
    deadline = started + step.seconds
    watch.join(step.transcript_id, started, fresh=step.fresh, webhook=step.webhook)
    known = Transcript(id=step.transcript_id, status="queued") if step.fresh else None
    waited, looks, glances = False, 0, isinstance(step, Glance)
    try:
        while True:
            now = clock()
            is_due = now >= deadline or (glances and not looks)
            turn = "read" if is_due else watch.turn(step.transcript_id, now)
            if turn == "read":
                looks += 1
                left = 0.0 if glances and known else deadline - now
                found, progress = yield from _look(step.transcript_id, known, looks, left)
                known, status = found or known, found.status if found else _UNSEEN
                watch.saw_one(step.transcript_id, status, clock())
                if waited or status not in ENDED:
                    report(progress, clock() - started)
                if known and (status in ENDED or glances or now >= deadline):
                    return known
            elif turn == "list":
                yield from _poll_list(watch, clock)
                report(None, clock() - started)
            else:
                yield Pause(min(turn, deadline - now), wake_on=step.transcript_id)
            waited = True
    finally:
        watch.leave(step.transcript_id)


def _look(
    transcript_id: str, known: Transcript | None, looks: int, left: float
) -> Flow[tuple[Transcript | None, float | None]]:
    """Read the transcript when so many seconds are left of the wait; returns it, and the share that is done.

    Returns nothing after a failure that may pass. Raises it if nothing is known of the transcript; but an unreadable
    reply, which is never retried when it arrives, counts only if several follow each other.
    """
    budget = max(_LEAST_SECONDS, left)
    timeout = min(_TIMEOUT, budget) if left > 0 else _TIMEOUT
    try:
        reply = yield from send(transcript_request(transcript_id, timeout=timeout, retry_for=budget))
        return _transcript_of(reply), reply.progress
    except AssemblyAIError as error:
        may_look_again = isinstance(error, UnexpectedReplyError) and looks < _FIRST_LOOKS and left > 0
        if not error.retryable or not (known or may_look_again):
            raise
        asked = error.retry_after if isinstance(error, APIError) else None
    if asked and left > 0:
        yield Pause(min(asked, left), wake_on=transcript_id)
    return None, None


def _transcript_of(reply: Reply) -> Transcript:
    """The transcript in a reply. While the job runs, only its status has to be readable."""
    try:
        return reply.parse(Transcript)
    except UnexpectedReplyError as error:
        status = reply.parse(_Status)
        if status.status in ENDED:
            error.retryable = False  # it has ended and stays like this
            raise
        return Transcript(id=status.id, status=status.status)


def _poll_list(watch: Watch, clock: Clock) -> Flow[None]:
    """Read as much of the list, newest first, as it takes to see every transcript that is waited for."""
    wanted = set(watch.wanted())
    # A job that runs for long moves down the list, as newer ones are created above it.
    most_pages = 1 + max(watch.depth, 1 + len(wanted) // PAGE_SIZE)
    statuses: dict[str, str] = {}
    pages, depth = 0, 1

    def wants_more(rows: Sequence[TranscriptListItem]) -> bool:
        nonlocal pages, depth
        found = {row.id: row.status for row in rows}
        statuses.update(found)
        pages += 1
        depth = depth if wanted.isdisjoint(found) else pages
        return bool(wanted - statuses.keys())

    try:
        yield from read_pages(
            wants_more, most_pages=most_pages, timeout=LIST_TIMEOUT, retry_for=_LEAST_SECONDS
        )
    except AssemblyAIError:
        watch.list_failed(clock())  # each waiter reads its own transcript, and gets the error if it lasts
    except GeneratorExit:
        watch.list_abandoned()
        raise
    else:
        watch.saw_list(statuses, depth, clock())
