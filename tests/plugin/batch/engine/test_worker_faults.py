"""What the service refuses, fails to do or does not answer: one recording fails alone, or all of the work stops."""

import asyncio

import httpx
import pytest
from tests.plugin.batch.engine.conftest import NAME
from tests.plugin.batch.engine.recordings import URL, put, states

from assemblyai_tools import AuthenticationError, PermissionDeniedError
from assemblyai_tools.batch import records
from assemblyai_tools.batch.database_errors import DatabaseError
from assemblyai_tools.batch.sources.source import Source


async def test_a_recording_that_the_service_refuses_fails_alone_and_gives_its_hours_back(
    start, work, file, service
):
    batch = start(file("a.mp3"), file("b.mp3"), max_hours=2)
    service.faults, service.accepts = [httpx.Response(400, json={"error": "no such option"})], False
    await work(batch)
    assert sorted(states(batch)) == [("done", None), ("failed", "refused")]
    assert batch.row()["reserved_hours"] == pytest.approx(57 / 3600)


async def test_a_job_that_the_service_fails_to_create_again_and_again_fails_alone(start, work, file, service):
    batch = start(file("a.mp3"))
    service.faults, service.accepts = [httpx.Response(500, json={}) for _ in range(5)], False
    await work(batch)
    assert states(batch) == [("failed", "service")]
    assert service.created == 3


async def test_a_429_makes_all_wait_and_is_no_failure(start, work, file, service):
    batch = start(file("a.mp3"))
    service.faults, service.accepts = [httpx.Response(429, headers={"Retry-After": "1"}, json={})] * 3, False
    await work(batch)
    assert states(batch) == [("done", None)]


async def test_a_wrong_key_in_the_middle_stops_all_with_one_line_and_leaves_the_rows_new(
    start, work, file, service
):
    batch = start(*(file(f"{number}.mp3") for number in range(30)))

    def wrong(request):
        if request.method == "POST" and len(service.jobs) >= 5:
            return httpx.Response(401, json={"error": "Invalid API key"})
        return service(request)

    worker = await work(batch, transport=httpx.MockTransport(wrong), concurrency=2)
    assert isinstance(worker.stopped_by, AuthenticationError)
    counts = batch.status()
    assert counts["new"] >= 24
    assert set(counts) <= {"new", "created", "done", "completed"}
    await work(batch)
    assert batch.status() == {"done": 30}
    assert len(service.jobs) == 30


async def test_a_key_that_is_refused_when_a_job_is_created_leaves_the_row_new(start, work, file, service):
    batch = start(file("a.mp3"), max_hours=1)
    service.faults, service.accepts = [httpx.Response(402, json={"error": "no money"})], False
    worker = await work(batch)
    assert "no money" in str(worker.stopped_by)
    assert states(batch) == [("new", None)]
    assert batch.row()["reserved_hours"] == 0


async def test_a_network_that_does_not_answer_stops_all_after_some_tries(start, work, file, service):
    batch = start(file("a.mp3"), Source(URL, is_file=False, name="b"))

    def dead(_request):
        raise httpx.ConnectError("no route")

    worker = await work(batch, transport=httpx.MockTransport(dead))
    assert "No reply" in str(worker.stopped_by)
    assert batch.status() == {"new": 2}  # each gave up for itself, or was not begun


@pytest.mark.parametrize("deleted", [True, False])
async def test_a_transcript_that_is_gone_fails_alone(start, work, file, service, deleted):
    batch = start(file("a.mp3"))
    put(batch, 1, state="created", transcript_id="t9", sent=1e9)
    if deleted:
        service.jobs["t9"] = {"id": "t9", **service.outcome, "audio_url": "http://deleted_by_user"}
    await work(batch)
    assert states(batch) == [("failed", "lost")]


@pytest.mark.parametrize(
    ("answer", "state"),
    [(httpx.Response(500, json={}), "failed"), (httpx.Response(403, json={"error": "no"}), "created")],
)
async def test_a_transcript_that_cannot_be_read_for_long_fails_or_stops_all(
    start, work, file, service, answer, state
):
    batch = start(file("a.mp3"))
    put(batch, 1, state="created", transcript_id="t9", sent=1e9)
    worker = await work(batch, transport=httpx.MockTransport(lambda _request: answer))
    assert batch.status() == {state: 1}
    assert (worker.stopped_by is None) == (state == "failed")
    assert batch.retry("service") == (1 if state == "failed" else 0)
    service.jobs["t9"] = {"id": "t9", "audio_url": "https://cdn.test/9", **service.outcome}
    await work(batch)
    assert states(batch) == [("done", None)]
    assert service.created == 0


async def test_an_upload_that_fails_for_a_while_is_made_again(start, work, file, service):
    batch, failures = start(file("a.mp3")), [httpx.Response(503, json={}) for _ in range(6)]

    def flaky(request):
        return failures.pop() if failures and request.url.path == "/v2/upload" else service(request)

    await work(batch, transport=httpx.MockTransport(flaky))
    assert states(batch) == [("done", None)]


async def test_a_chunk_whose_rows_cannot_be_read_stops_the_work(start, worker_of, file, monkeypatch):
    batch = start(file("a.mp3"))
    made = await worker_of(batch)

    def gone(*_arguments, **_options):
        raise DatabaseError("It is gone.")

    monkeypatch.setattr(records, "to_work_on", gone)
    await made.worker.run_chunk(NAME, 1, 100)
    assert isinstance(made.worker.stopped_by, DatabaseError)


async def test_a_network_that_fails_only_for_jobs_leaves_the_rows_new(start, work, file, service):
    batch = start(file("a.mp3"))
    service.faults, service.accepts = [httpx.ConnectError("no route") for _ in range(20)], False
    worker = await work(batch)
    assert "No reply" in str(worker.stopped_by)
    assert states(batch) == [("new", None)]


@pytest.mark.parametrize("times", [1, 2])
async def test_a_403_may_be_the_accounts_limit_so_it_is_tried_once_more_before_all_stops(
    start, work, file, service, times
):
    batch = start(file("a.mp3"))
    service.faults, service.accepts = [httpx.Response(403, json={"error": "slow down"})] * times, False
    worker = await work(batch)
    assert states(batch) == [("done" if times == 1 else "new", None)]
    assert isinstance(worker.stopped_by, PermissionDeniedError) == (times == 2)


def limited(seconds=60):
    return httpx.Response(429, headers={"Retry-After": str(seconds)}, json={})


async def test_while_the_service_limits_the_rate_few_rows_are_begun_and_a_cancel_stops_them(
    start, work, file, service
):
    batch, most = start(*(file(f"{number}.mp3") for number in range(60))), []

    def storm(request):
        if request.url.path == "/v2/transcript" and request.method == "POST":
            most.append(batch.status().get("creating", 0))
            if len(most) == 40:
                batch.cancel()
            return limited()
        return service(request)

    await work(batch, transport=httpx.MockTransport(storm), concurrency=4)
    assert batch.status() == {"cancelled": 60}
    assert max(most) <= 4
    assert len(most) < 45
    assert batch.row()["reserved_hours"] == pytest.approx(0)


@pytest.mark.parametrize("asked", ["/v2/upload", "/v2/transcript"])
async def test_uploads_and_reads_of_the_list_too_wait_for_as_long_as_the_service_says_and_tell_it_once(
    start, worker_of, file, service, asked, clock
):
    batch, refusals, told = start(file("a.mp3")), [limited() for _ in range(60)], []
    if asked != "/v2/upload":
        put(batch, 1, state="creating", owner="dead", upload_url="https://cdn.test/9", sent=1e9)
    batch.database.trouble = told.append

    def answer(request):
        is_meant = request.url.path == asked and (asked == "/v2/upload" or request.method == "GET")
        return refusals.pop() if refusals and is_meant else service(request)

    made = await worker_of(batch, transport=httpx.MockTransport(answer))
    waited = []
    made.submission._patience._sleep = lambda seconds: (waited.append(seconds), asyncio.sleep(0))[1]
    await made.worker.run_chunk(NAME, 1, 100)
    assert states(batch) == [("done", None)]
    assert [line for line in told if "limits" in line] == ["AssemblyAI limits the rate; waiting 60 s."]
    assert sum(waited) > 60
    await made.client.aclose()


async def test_a_silence_that_another_start_met_is_told_too(start, worker_of, file):
    batch, told = start(file("a.mp3")), []
    batch.database.trouble = told.append
    made = await worker_of(batch)
    await made.rate.quiet(200.0)
    made.submission._patience._sleep = lambda _seconds: asyncio.sleep(0)
    await made.worker.run_chunk(NAME, 1, 100)
    assert [line.partition("; ")[0] for line in told][:1] == ["AssemblyAI limits the rate"]
    await made.client.aclose()


async def test_jobs_of_which_none_is_there_stop_the_work_and_stay(start, work, file, service):
    batch = start(*(file(f"{number}.mp3") for number in range(20)))
    for number in range(1, 21):
        put(batch, number, state="created", transcript_id=f"other-{number}", sent=1e9)
    worker = await work(batch)
    assert "another account" in str(worker.stopped_by)
    assert batch.status() == {"created": 20}
    assert service.created == 0
