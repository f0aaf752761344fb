"""Waits stepped through by hand; test_waiting_together.py runs many at once."""

from dataclasses import replace

import pytest

from assemblyai_tools.errors import (
    AssemblyAIError,
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    ConnectionFailedError,
    InvalidArgumentsError,
    NotFoundError,
    RateLimitedError,
    ServerError,
    UnexpectedReplyError,
)
from assemblyai_tools.flow import Await, Pause, Request
from assemblyai_tools.looks import Glance
from assemblyai_tools.waiting.schedule import SHORTEST_PAUSE
from assemblyai_tools.waiting.wait import wait_for
from assemblyai_tools.waiting.watch import ENDED, Watch

ASK = Request("GET", "/v2/transcript/t1")


def step_through(statuses, seconds, reply, *, fresh=False, kind=Await):
    """Step through a wait in which time passes only in pauses; returns its last status, its steps and its reports."""
    now, steps, reports = [1000.0], [], []
    left = list(statuses)
    watch = Watch()
    flow = wait_for(
        kind("t1", seconds, fresh),
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
    assert steps == [Request("GET", "/v2/transcript/t1", timeout=30.0, retry_for=5.0)]


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


def test_only_the_reply_that_shows_the_end_has_to_be_readable_whole(reply):
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
    with pytest.raises(UnexpectedReplyError, match="utterances") as caught:
        polled({"status": "completed", **odd})
    assert not caught.value.retryable
    with pytest.raises(StopIteration) as stop:
        polled({"status": "processing", **odd}, seconds=0)
    assert (stop.value.value.id, stop.value.value.status) == ("t1", "processing")


def look(*outcomes, seconds=60, fresh=False):
    """A wait whose looks end like this; returns what it ended in, and its pauses. Its last outcome is repeated."""
    now, watch, left, pauses = [0.0], Watch(), list(outcomes), []
    flow = wait_for(Await("t1", seconds, fresh), watch, lambda: now[0])
    try:
        step = next(flow)
        while True:
            if isinstance(step, Pause):
                assert step.seconds > 0
                pauses.append(step.seconds)
                now[0] += step.seconds
                step = flow.send(None)
            else:
                outcome = left.pop(0) if len(left) > 1 else left[0]
                step = flow.throw(outcome) if isinstance(outcome, Exception) else flow.send(outcome)
    except StopIteration as stop:
        return stop.value.status, pauses
    except AssemblyAIError as error:
        return error, pauses
    finally:
        assert watch._waiters == {}


LOST = ConnectionFailedError("No reply.")
DOWN = ServerError("Down.", status=503)
BUSY = RateLimitedError("Too many.", status=429)
FAILURES = [LOST, DOWN, BUSY, UnexpectedReplyError("Not a transcript.")]


@pytest.fixture
def page(reply):
    """What a proxy answers for the service: status 200, and not JSON."""
    return reply("<html>One moment</html>")


@pytest.fixture
def job(reply):
    return lambda status: reply({"id": "t1", "status": status})


@pytest.mark.parametrize("failure", FAILURES)
def test_a_failure_that_may_pass_does_not_end_a_wait_that_has_seen_the_job(job, failure):
    assert look(job("processing"), failure, failure, job("completed"))[0] == "completed"


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("seconds", [0, 60])
def test_a_job_that_exists_now_is_known_before_the_first_look(failure, seconds):
    assert look(failure, seconds=seconds, fresh=True)[0] == "queued"


@pytest.mark.parametrize("failure", FAILURES)
def test_a_wait_whose_last_look_fails_ends_with_what_it_knew(job, failure):
    assert look(job("processing"), failure, seconds=2)[0] == "processing"


@pytest.mark.parametrize("failure", [LOST, DOWN, BUSY])
def test_a_first_look_that_fails_is_the_error_as_it_was_retried_already(failure):
    assert look(failure)[0] is failure


def test_a_web_page_in_place_of_a_reply_is_a_failure_that_may_pass(page, job):
    assert look(page, page, page, job("completed"))[0] == "completed"
    assert look(job("queued"), *[page] * 20, job("completed"))[0] == "completed"
    assert look(job("queued"), page, seconds=10)[0] == "queued"


def test_web_pages_alone_end_the_wait_soon(page):
    error, pauses = look(page, seconds=900)
    assert isinstance(error, UnexpectedReplyError)
    assert len(pauses) == 3
    error, pauses = look(page, seconds=0)
    assert (isinstance(error, UnexpectedReplyError), pauses) == (True, [])


def test_an_end_that_cannot_be_read_is_an_error_as_it_stays_so(job, reply):
    error, _ = look(job("processing"), reply({"id": "t1", "status": "completed", "utterances": {}}))
    assert isinstance(error, UnexpectedReplyError)


@pytest.mark.parametrize(
    "failure",
    [
        AuthenticationError("No.", status=401),
        NotFoundError("No.", status=404),
        BadRequestError("No.", status=400),
        ConfigurationError("No."),
    ],
)
def test_a_definite_refusal_ends_the_wait_whatever_was_known(job, failure):
    assert look(failure, fresh=True)[0] is failure
    assert look(job("processing"), failure)[0] is failure


def test_the_pause_that_the_service_asks_for_is_kept_until_the_deadline_at_most(job):
    busy = RateLimitedError("Too many.", status=429, retry_after=20.0)
    status, pauses = look(job("queued"), busy, job("completed"))
    assert (status, 20.0 in pauses) == ("completed", True)
    status, pauses = look(job("queued"), busy, seconds=5)
    assert (status, sum(pauses)) == ("queued", 5)


def test_looks_that_fail_after_a_notification_have_pauses_between_them(job, page):
    watch, now = Watch(), [0.0]
    flow = wait_for(Await("t1", 60, fresh=True), watch, lambda: now[0])
    assert isinstance(next(flow), Pause)
    watch.notify("t1")
    assert isinstance(flow.send(None), Request)
    assert flow.send(page) == Pause(SHORTEST_PAUSE, wake_on="t1")
    now[0] += SHORTEST_PAUSE
    assert isinstance(flow.send(None), Request)
    with pytest.raises(StopIteration) as stop:
        flow.send(job("completed"))
    assert stop.value.value.status == "completed"


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


@pytest.mark.parametrize(("left", "timeout"), [(0, 30.0), (2, 5.0), (12, 12.0), (600, 30.0)])
def test_the_timeout_of_a_read_is_the_time_left_but_at_least_5_and_at_most_30_seconds_and_30_for_the_last(
    left, timeout
):
    first = next(wait_for(Await("t1", left), Watch(), lambda: 0.0))
    assert (first.timeout, first.retry_for) == (timeout, max(5.0, left))


@pytest.mark.parametrize("fresh", [True, False])
@pytest.mark.parametrize("status", ["queued", "processing", "completed"])
def test_a_glance_returns_the_first_that_it_sees(reply, status, fresh):
    last, steps, _ = step_through([status], 900, reply, fresh=fresh, kind=Glance)
    assert (last, len(steps)) == (status, 1)


def test_a_glance_at_a_transcript_that_is_known_to_exist_does_not_wait_for_a_service_that_is_down():
    flow = wait_for(Glance("t1", 900, fresh=True), Watch(), lambda: 0.0)
    assert next(flow).retry_for == 5.0
    with pytest.raises(StopIteration) as stopped:
        flow.throw(RateLimitedError("busy", status=429, retry_after=60))
    assert stopped.value.value.status == "queued"


def test_a_glance_looks_again_after_a_pause_at_a_reply_that_is_not_readable(reply):
    now = [0.0]
    flow = wait_for(Glance("t1", 900), Watch(), lambda: now[0])
    next(flow)
    pause = flow.throw(UnexpectedReplyError("a web page"))
    assert isinstance(pause, Pause)
    now[0] += pause.seconds
    assert next(flow).path == ASK.path
    with pytest.raises(StopIteration) as stopped:
        flow.send(reply({"id": "t1", "status": "processing"}))
    assert stopped.value.value.status == "processing"
