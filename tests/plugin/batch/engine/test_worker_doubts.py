"""A job that may exist is looked for before it is sent again, whoever sent it."""

import httpx
import pytest
from sqlalchemy import update
from tests.plugin.batch.engine.conftest import NAME
from tests.plugin.batch.engine.recordings import URL, put, states

from assemblyai_tools.batch import records
from assemblyai_tools.batch.sources.source import Source
from assemblyai_tools.batch.tables import RECORDINGS


@pytest.mark.parametrize(
    "fault", [httpx.Response(500, json={}), httpx.ReadError("lost"), httpx.Response(200, text="<html>")]
)
@pytest.mark.parametrize("accepted", [True, False])
@pytest.mark.parametrize("is_file", [True, False])
async def test_a_job_whose_reply_is_lost_is_looked_for_before_it_is_sent_again(
    start, work, file, service, fault, accepted, is_file
):
    batch = start(file("a.mp3") if is_file else Source(URL, is_file=False, name="a"))
    service.faults, service.accepts = [fault], accepted
    await work(batch)
    assert states(batch) == [("done", None)]
    assert len(service.jobs) == 1
    assert service.created == (1 if accepted else 2)


async def test_a_list_that_cannot_be_read_leaves_the_row_in_doubt_for_the_next_start(
    start, work, file, service
):
    batch = start(file("a.mp3"))
    service.faults = [httpx.ReadError("lost")]

    def no_list(request):
        if request.url.path == "/v2/transcript" and request.method == "GET":
            return httpx.Response(400, json={"error": "no list"})
        return service(request)

    worker = await work(batch, transport=httpx.MockTransport(no_list))
    assert "no list" in str(worker.stopped_by)
    assert states(batch) == [("creating", None)]
    await work(batch)
    assert states(batch) == [("done", None)]
    assert service.created == 1


@pytest.mark.parametrize("exists", [True, False])
async def test_what_a_killed_process_was_sending_is_looked_for_first(start, work, file, service, exists):
    batch = start(file("a.mp3"))
    put(batch, 1, state="creating", owner="dead", upload_url="https://cdn.test/9", sent=1e9)
    if exists:
        service.jobs["t0"] = {"id": "t0", "audio_url": "https://cdn.test/9", **service.outcome}
    await work(batch)
    assert states(batch) == [("done", None)]
    assert (service.created, service.uploads) == (0 if exists else 1, 0)
    assert [job["audio_url"] for job in service.jobs.values()] == ["https://cdn.test/9"]


async def test_what_a_killed_process_waited_for_or_did_not_write_is_gone_on_with(
    start, work, file, service, landing
):
    batch = start(file("a.mp3"), file("b.mp3"))
    for name in ("t1", "t2"):
        service.jobs[name] = {"id": name, "audio_url": f"https://cdn.test/{name}", **service.outcome}
    put(batch, 1, state="created", transcript_id="t1")
    put(batch, 2, state="completed", transcript_id="t2")
    await work(batch)
    assert states(batch) == [("done", None)] * 2
    assert service.created == 0
    assert sorted(landing.landed) == [(1, "t1", True), (2, "t2", False)]


async def test_what_an_earlier_run_in_this_process_left_in_doubt_is_looked_for(
    start, worker_of, file, service
):
    batch = start(file("a.mp3"))
    made = await worker_of(batch)
    put(batch, 1, state="creating", owner=made.owners.me, upload_url="https://cdn.test/9", sent=1e9)
    service.jobs["t0"] = {"id": "t0", "audio_url": "https://cdn.test/9", **service.outcome}
    await made.worker.run_chunk(NAME, 1, 100)
    assert states(batch) == [("done", None)]
    assert service.created == 0
    await made.client.aclose()


async def test_a_dead_owners_row_that_another_one_took_over_is_left_to_it(
    start, worker_of, file, service, monkeypatch
):
    batch = start(file("a.mp3"))
    put(batch, 1, state="creating", owner="dead", upload_url="https://cdn.test/9", sent=1e9)
    service.jobs["t0"] = {"id": "t0", "audio_url": "https://cdn.test/9", **service.outcome}

    def quicker(connection, row, me):
        change = update(RECORDINGS).values(owner="other", state="created", transcript_id="t0")
        connection.execute(change)
        return False

    monkeypatch.setattr(records, "take_over", quicker)
    made = await worker_of(batch)
    await made.worker.run_chunk(NAME, 1, 100)
    assert states(batch) == [("done", None)]
    assert service.created == 0
    await made.client.aclose()


async def test_a_job_that_does_not_exist_is_not_sent_again_while_the_work_stops(
    start, worker_of, file, service
):
    batch = start(file("a.mp3"))
    put(batch, 1, state="creating", owner="dead", upload_url="https://cdn.test/9", sent=1e9)
    made = await worker_of(batch)
    made.submission.halted = True
    await made.worker.run_chunk(NAME, 1, 100)
    assert states(batch) == [("new", None)]
    assert service.created == 0
    await made.client.aclose()


async def test_a_list_that_fails_for_a_while_is_read_again(start, work, file, service):
    batch, failures = start(file("a.mp3")), [httpx.Response(500, json={}) for _ in range(6)]
    put(batch, 1, state="creating", owner="dead", upload_url="https://cdn.test/9", sent=1e9)
    service.jobs["t0"] = {"id": "t0", "audio_url": "https://cdn.test/9", **service.outcome}

    def flaky(request):
        is_list = request.url.path == "/v2/transcript" and request.method == "GET"
        return failures.pop() if failures and is_list else service(request)

    await work(batch, transport=httpx.MockTransport(flaky))
    assert states(batch) == [("done", None)]
    assert service.created == 0


async def test_a_job_that_was_not_sent_is_sent_again_without_a_look(start, worker_of, file, service):
    batch = start(file("a.mp3"))
    made = await worker_of(batch)
    service.faults, service.accepts = [httpx.ConnectError("no route")], False
    await made.worker.run_chunk(NAME, 1, 100)
    assert states(batch) == [("done", None)]
    assert service.created == 2
    await made.client.aclose()


async def test_a_job_in_doubt_that_failed_is_looked_for_when_it_is_retried(start, work, file, service):
    batch = start(file("a.mp3"), max_hours=1)
    service.faults = [httpx.Response(500, json={})]
    service.hidden = {"t1"}
    real, service.accepts = service._create, True

    def failing(body):
        service.faults = [httpx.Response(500, json={})]
        service.accepts = not service.jobs
        return real(body)

    service._create = failing
    await work(batch)
    assert states(batch) == [("failed", "service")]
    assert batch.row()["reserved_hours"] == 1  # it may exist
    service._create, service.hidden, service.accepts, service.faults = real, set(), True, []
    before = service.created
    assert batch.retry() == 1
    await work(batch)
    assert states(batch) == [("done", None)]
    assert (service.created, len(service.jobs)) == (before, 1)
    assert batch.row()["reserved_hours"] == pytest.approx(57 / 3600)


async def test_a_job_that_the_list_shows_late_is_not_sent_again(start, worker_of, file, service):
    batch = start(file("a.mp3"))
    service.faults, service.hidden = [httpx.Response(500, json={})], {"t1"}
    made = await worker_of(batch, settle_seconds=10.0)
    waited = []

    async def sleep(seconds):
        waited.append(seconds)
        if sum(waited) > 30:
            service.hidden = set()

    made.submission._patience._sleep = sleep
    await made.worker.run_chunk(NAME, 1, 100)
    assert states(batch) == [("done", None)]
    assert service.created == 1
    await made.client.aclose()


async def test_a_job_that_is_lost_is_read_again_and_ordered_anew_only_if_just_that_is_asked(
    start, work, file, service
):
    batch = start(file("a.mp3"), file("b.mp3"))
    await work(batch)
    row = batch.rows()[0]
    kept = service.jobs.pop(row.transcript_id)
    put(batch, 1, state="created")
    await work(batch)
    assert states(batch) == [("failed", "lost"), ("done", None)]
    assert batch.retry() == 1
    await work(batch)
    assert states(batch) == [("failed", "lost"), ("done", None)]
    service.jobs[row.transcript_id] = kept
    assert batch.retry("lost") == 1
    await work(batch)
    assert states(batch) == [("done", None)] * 2
    assert service.created == 2
    del service.jobs[row.transcript_id]
    put(batch, 1, state="failed", problem="lost")
    assert batch.retry("lost") == 1
    await work(batch)
    assert states(batch) == [("done", None)] * 2
    assert service.created == 3


async def test_a_row_that_a_living_owner_is_sending_is_left_to_it(start, worker_of, file, service):
    batch, looks = start(file("a.mp3")), []
    put(batch, 1, state="creating", owner="other", upload_url="https://cdn.test/9", sent=1e9)
    service.jobs["t0"] = {"id": "t0", "audio_url": "https://cdn.test/9", **service.outcome}
    made = await worker_of(batch)

    def is_alive(connection, owner):
        looks.append(owner)
        if len(looks) == 2:
            connection.execute(update(RECORDINGS).values(state="created", transcript_id="t0"))
        return True

    made.owners.is_alive = is_alive
    await made.worker.run_chunk(NAME, 1, 100)
    assert states(batch) == [("done", None)]
    assert (service.created, looks) == (0, ["other"] * 2)
    await made.client.aclose()
