"""Waits stepped through by hand; test_waiting_together.py runs many at once."""

from dataclasses import replace

import pytest

from assemblyai_tools.errors import ConnectionFailedError, InvalidArgumentsError, UnexpectedReplyError
from assemblyai_tools.flow import Await, Pause, Request
from assemblyai_tools.waiting.schedule import SHORTEST_PAUSE
from assemblyai_tools.waiting.wait import wait_for
from assemblyai_tools.waiting.watch import ENDED, Watch

ASK = Request("GET", "/v2/transcript/t1")


def step_through(statuses, seconds, reply, *, fresh=False):
    """Step through a wait in which time passes only in pauses; returns its last status, its steps and its reports."""
    now, steps, reports = [1000.0], [], []
    left = list(statuses)
    watch = Watch()
    flow = wait_for(
        Await("t1", seconds, fresh),
        watch,
        lambda: now[0],
        lambda done, waited: reports.append((done, waited)),
    )
    answer = None
    try:
        while True:
            step = flow.send(answer)
            steps.append(step)
            answer = None
            if isinstance(step, Pause):
                now[0] += step.seconds
            else:
                answer = replace(
                    reply({"id": "t1", "status": left.pop(0) if len(left) > 1 else left[0]}), progress=0.5
                )
    except StopIteration as stop:
        assert watch._waiters == {}
        return stop.value.status, steps, reports


@pytest.mark.parametrize("status", ["queued", "processing", "completed", "error", "a new one"])
@pytest.mark.parametrize("fresh", [True, False])
def test_waiting_for_no_time_reads_once_and_reports_a_transcript_that_has_not_ended(reply, status, fresh):
    last, steps, reports = step_through([status], 0, reply, fresh=fresh)
    assert (last, reports) == (status, [] if status in ENDED else [(0.5, 0.0)])
    assert steps == [Request("GET", "/v2/transcript/t1", timeout=5.0, retry_for=5.0)]


@pytest.mark.parametrize("end", ["completed", "error"])
def test_a_wait_ends_with_the_job(reply, end):
    last, steps, reports = step_through(["queued", "processing", end], 60, reply)
    assert last == end
    assert [type(step) for step in steps] == [Request, Pause, Request, Pause, Request]
    assert reports == [(0.5, 0.0), (0.5, SHORTEST_PAUSE), (0.5, 2 * SHORTEST_PAUSE)]


def test_a_fresh_transcript_is_not_read_at_once(reply):
    _, steps, _ = step_through(["completed"], 60, reply, fresh=True)
    assert steps == [
        Pause(SHORTEST_PAUSE, wake_on="t1"),
        Request("GET", "/v2/transcript/t1", retry_for=60 - SHORTEST_PAUSE),
    ]


def test_the_transcript_is_read_once_more_at_the_deadline(reply):
    last, steps, _ = step_through(["processing"] * 2 + ["completed"], 0.75, reply)
    assert last == "completed"
    assert [step.seconds for step in steps if isinstance(step, Pause)] == [
        SHORTEST_PAUSE,
        0.75 - SHORTEST_PAUSE,
    ]


def test_a_read_is_retried_until_the_deadline_and_for_at_least_five_seconds(reply):
    _, steps, _ = step_through(["processing"], 6, reply)
    budgets = [step.retry_for for step in steps if isinstance(step, Request)]
    assert budgets == [6.0, 6 - SHORTEST_PAUSE, *[5.0] * 11]


def test_only_the_last_reply_has_to_be_readable_whole(reply):
    def polled(*bodies, seconds=60):
        flow, now = wait_for(Await("t1", seconds), Watch(), lambda: 0.0), None
        steps = [next(flow)]
        for body in bodies:
            while isinstance(steps[-1], Pause):
                steps.append(flow.send(now))
            steps.append(flow.send(reply({"id": "t1", **body})))
        return steps

    odd = {"utterances": {}}
    assert isinstance(polled({"status": "processing", **odd})[-1], Pause)
    with pytest.raises(UnexpectedReplyError, match="utterances"):
        polled({"status": "completed", **odd})
    with pytest.raises(UnexpectedReplyError, match="utterances"):
        polled({"status": "processing", **odd}, seconds=0)


def start(seconds=60):
    watch = Watch()
    flow = wait_for(Await("t1", seconds), watch, lambda: 0.0)
    next(flow)
    return watch, flow


def test_a_lost_connection_ends_the_wait():
    watch, flow = start()
    lost = ConnectionFailedError("No reply.")
    with pytest.raises(ConnectionFailedError) as caught:
        flow.throw(lost)
    assert caught.value is lost
    assert watch._waiters == {}


def test_an_unreadable_reply_ends_the_wait(reply):
    watch, flow = start()
    with pytest.raises(UnexpectedReplyError):
        flow.send(reply("<html>"))
    assert watch._waiters == {}


def test_only_an_id_becomes_part_of_a_path():
    with pytest.raises(InvalidArgumentsError):
        next(wait_for(Await("../account", 60), Watch(), lambda: 0.0))


def test_the_list_is_read_page_by_page_and_only_as_far_as_the_waiters_need(reply):
    watch = Watch()
    watch.join("other", 0.0, fresh=True)
    poller = wait_for(Await("t1", 60, fresh=True), watch, lambda: 1.0)
    pages = [[{"id": f"p{page}-{row}", "status": "queued"} for row in range(200)] for page in range(3)]
    first = next(poller)
    second = poller.send(reply({"transcripts": pages[0]}))
    after = poller.send(reply({"transcripts": pages[1]}))
    assert first == Request("GET", "/v2/transcript", query={"limit": 200}, timeout=10.0, retry_for=5.0)
    assert second.query == {"limit": 200, "before_id": "p0-199"}
    assert isinstance(after, Pause), "two pages are enough for two transcripts"
    assert len(watch.wanted()) == 1, "one joined as the poll began, and the next poll may show it"


@pytest.mark.parametrize(("left", "timeout"), [(0, 5.0), (12, 12.0), (600, 30.0)])
def test_the_timeout_of_a_read_is_the_time_left_but_at_least_5_and_at_most_30_seconds(left, timeout):
    first = next(wait_for(Await("t1", left), Watch(), lambda: 0.0))
    assert (first.timeout, first.retry_for) == (timeout, max(5.0, left))
