"""A recording's way from its file to its results, and what may go wrong on it. The engine is not needed for that."""

import asyncio
import errno
import os
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from sqlalchemy import update
from tests.plugin.batch.engine.conftest import NAME

from assemblyai_tools import AssemblyAIError, AuthenticationError, FileAccessError, PermissionDeniedError
from assemblyai_tools.batch import copies, decisions, records
from assemblyai_tools.batch.database_errors import DatabaseError
from assemblyai_tools.batch.owners import Owners
from assemblyai_tools.batch.sources.source import Source
from assemblyai_tools.batch.tables import BATCHES, RECORDINGS

URL = "https://example.com/a.mp3"


def states(batch):
    return [(row.state, row.problem) for row in batch.rows()]


def put(batch, number, **columns):
    """Leave a row as an earlier process did."""
    change = update(RECORDINGS).where(RECORDINGS.c.batch == NAME, RECORDINGS.c.number == number)
    batch.database.run_here(lambda c: c.execute(change.values(**columns)))


async def test_each_recording_is_uploaded_transcribed_and_landed_once(start, work, file, service, landing):
    batch = start(file("a.mp3"), file("b.mp3"), Source(URL, is_file=False, name="c"))
    worker = await work(batch)
    assert worker.stopped_by is None
    assert states(batch) == [("done", None)] * 3
    assert (service.uploads, service.created) == (2, 3)
    assert sorted(landing.landed) == [(row.number, row.transcript_id, True) for row in batch.rows()]
    assert {service.jobs[row.transcript_id]["audio_url"] for row in batch.rows()} == {
        "https://cdn.test/1",
        "https://cdn.test/2",
        URL,
    }


async def test_options_of_the_batch_and_of_the_recording_are_sent(start, work, service):
    batch = start(
        Source(URL, is_file=False, name="c", options={"speaker_labels": True, "disfluencies": True})
    )
    await work(batch)
    (job,) = service.jobs.values()
    assert (job["speaker_labels"], job["disfluencies"]) == (True, True)


async def test_a_large_file_is_streamed_although_its_folder_is_not_allowed(
    start, work, file, service, monkeypatch, tmp_path, settings
):
    monkeypatch.setattr("assemblyai_tools.batch.audio_file.SMALL", 4)
    batch = start(file("large.mp3", b"more than four"), settings=replace(settings, allowed_dirs=()))
    await work(batch)
    assert states(batch) == [("done", None)]
    assert service.uploads == 1


@pytest.mark.parametrize(
    ("harm", "problem", "message"),
    [
        (lambda path: path.unlink(), "missing", "There is no file"),
        (lambda path: path.write_bytes(b"other"), "changed", "has changed since the batch was started"),
        (lambda path: os.truncate(path, 0), "empty", "is empty"),
    ],
)
async def test_a_file_that_is_not_what_it_was_is_not_sent(
    start, work, file, service, landing, tmp_path, harm, problem, message
):
    bad, good = file("a.mp3", stamp=None) if problem == "empty" else file("a.mp3"), file("b.mp3")
    batch = start(bad, good)
    harm(tmp_path / "a.mp3")
    await work(batch)
    assert states(batch) == [("failed", problem), ("done", None)]
    assert message in batch.rows()[0].message
    assert landing.failures == [(1, problem)]
    assert service.created == 1


async def test_a_file_that_may_not_be_read_fails_alone(start, work, file, monkeypatch):
    batch = start(file("a.mp3"), file("b.mp3"))
    read = Path.read_bytes

    def refused(path):
        if path.name == "a.mp3":
            raise PermissionError(errno.EACCES, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refused)
    await work(batch)
    assert states(batch) == [("failed", "unreadable"), ("done", None)]


async def test_a_file_whose_folder_may_not_be_read_fails_alone(start, work, file, monkeypatch):
    batch = start(file("a.mp3"), file("b.mp3"))
    stat = Path.stat

    def refused(path, **options):
        if path.name == "a.mp3":
            raise PermissionError(errno.EACCES, "Permission denied")
        return stat(path, **options)

    monkeypatch.setattr(Path, "stat", refused)
    await work(batch)
    assert states(batch) == [("failed", "unreadable"), ("done", None)]


async def test_a_file_that_is_too_large_fails_alone(start, work, file, monkeypatch):
    batch = start(file("a.mp3", b"large"), file("b.mp3", b"b"))
    monkeypatch.setattr("assemblyai_tools.batch.audio_file.SMALL", 1)
    monkeypatch.setattr("assemblyai_tools.transport.local_files.MAX_UPLOAD", 4)
    await work(batch)
    assert states(batch) == [("failed", "unreadable"), ("done", None)]


async def test_a_recording_that_the_service_refuses_fails_alone_and_gives_its_hours_back(
    start, work, file, service
):
    batch = start(file("a.mp3"), file("b.mp3"), max_hours=2)
    service.faults, service.accepts = [httpx.Response(400, json={"error": "no such option"})], False
    await work(batch)
    assert sorted(states(batch)) == [("done", None), ("failed", "refused")]
    assert batch.row()["reserved_hours"] == pytest.approx(57 / 3600)


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


async def test_a_chunk_that_runs_twice_at_once_sends_each_recording_once(start, worker_of, file, service):
    batch = start(*(file(f"{number}.mp3") for number in range(20)))
    made = await worker_of(batch)
    await asyncio.gather(*(made.worker.run_chunk(NAME, 1, 100) for _ in range(2)))
    assert batch.status() == {"done": 20}
    assert (service.created, service.uploads) == (20, 20)
    await made.client.aclose()


async def test_two_workers_at_once_send_each_recording_once(start, worker_of, file, service):
    class Both(Owners):
        """An owner that knows that the other one lives."""

        def is_alive(self, connection, owner):
            return True

        def is_fresh(self):
            return True

    batch = start(*(file(f"{number}.mp3") for number in range(20)))
    batch.database.path, path = None, batch.database.path
    batch.database.now = lambda _connection: 0.0  # it has no server whose clock could be asked
    both = [await worker_of(batch, owners=Both(batch.database, list)) for _ in range(2)]
    batch.database.path = path
    await asyncio.gather(*(one.worker.run_chunk(NAME, 1, 100) for one in both))
    assert [one.worker.stopped_by for one in both] == [None, None]
    assert batch.status() == {"done": 20}
    assert service.created == 20
    for one in both:
        await one.client.aclose()


async def test_an_owner_that_was_taken_over_sends_nothing_more(start, worker_of, file, service):
    batch = start(file("a.mp3"))
    made = await worker_of(batch)
    made.owners._lock, lock = None, made.owners._lock
    made.owners._is_lost = True
    await made.worker.run_chunk(NAME, 1, 100)
    made.owners._lock = lock
    assert "others may have taken over its work" in str(made.worker.stopped_by)
    assert service.created == 0
    assert batch.status() == {"new": 1}
    await made.client.aclose()


async def test_a_job_that_ends_with_an_error_says_why_and_costs_nothing(start, work, file, service, landing):
    batch = start(file("a.mp3"), max_hours=1)
    service.outcome = {"status": "error", "error": "Does not contain\naudio"}
    await work(batch)
    assert states(batch) == [("failed", "transcription")]
    assert batch.rows()[0].message == "Does not contain audio"
    assert batch.row()["reserved_hours"] == 0
    assert landing.failures == [(1, "transcription")]


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


async def test_a_wait_that_is_over_begins_again(start, work, file, service, monkeypatch):
    monkeypatch.setattr("assemblyai_tools.batch.worker._WAIT_SECONDS", 0.0)
    batch = start(file("a.mp3"))
    reads = []

    def slow(request):
        if request.url.path.startswith("/v2/transcript/"):
            reads.append(request)
            service.jobs["t1"]["status"] = "completed" if len(reads) > 2 else "processing"
        return service(request)

    await work(batch, transport=httpx.MockTransport(slow))
    assert states(batch) == [("done", None)]
    assert len(reads) == 3


async def test_results_that_cannot_be_written_stop_all_and_are_written_later(
    start, work, file, service, landing
):
    batch = start(file("a.mp3"))
    landing.error = OSError(errno.ENOSPC, "No space left on device")
    worker = await work(batch)
    assert "No space left on device" in str(worker.stopped_by)
    assert states(batch) == [("completed", None)]
    landing.error = AssemblyAIError("The folder is read-only.")
    assert (await work(batch)).stopped_by is landing.error
    landing.error = None
    await work(batch)
    assert states(batch) == [("done", None)]
    assert service.created == 1


async def test_a_recording_whose_results_alone_cannot_be_written_is_retried_without_paying(
    start, work, file, service, landing
):
    batch = start(file("a.mp3"))
    landing.error = FileAccessError("no such name")
    await work(batch)
    assert states(batch) == [("failed", "results")]
    landing.error = None
    assert batch.retry() == 1
    await work(batch)
    assert states(batch) == [("done", None)]
    assert service.created == 1


async def test_a_bug_stops_all_and_is_not_lost(start, work, file, landing):
    batch = start(file("a.mp3"))
    landing.error = ZeroDivisionError()
    assert (await work(batch)).stopped_by is landing.error


async def test_recordings_that_would_exceed_the_maximum_are_held_and_go_on_when_it_is_raised(
    start, work, file, service
):
    service.outcome = {**service.outcome, "audio_duration": 3600}
    batch = start(*(file(f"{number}.mp3") for number in range(5)), max_hours=2, max_cost=10)
    await work(batch)
    assert batch.status() == {"done": 2, "held": 3}
    assert service.created == 2
    assert {row.problem for row in batch.rows("held")} == {"limit"}
    assert batch.resume(max_hours=10, max_cost=1.6) == 3
    await work(batch)
    assert batch.status() == {"done": 3, "held": 2}
    assert batch.row()["reserved_cost"] == pytest.approx(1.5)


async def test_recordings_of_unknown_length_do_not_pass_the_maximum_and_are_charged_with_their_real_length(
    start, work, service
):
    service.outcome = {**service.outcome, "audio_duration": 2}
    urls = [Source(f"{URL}?{number}", is_file=False, name=str(number)) for number in range(30)]
    batch = start(*urls, max_hours=1 + 4.5 * 2 / 3600)
    await work(batch)
    # One at a time: each reserves an hour, until it is known that it takes two seconds.
    assert batch.status() == {"done": 5, "held": 25}
    assert service.created == 5
    assert batch.row()["reserved_hours"] == pytest.approx(5 * 2 / 3600)
    assert "Its length is not known" in batch.rows("held")[0].message


async def test_a_recording_of_unknown_length_that_is_longer_than_assumed_is_charged_with_it(
    start, work, file, service
):
    service.outcome = {**service.outcome, "audio_duration": 7200}
    batch = start(file("a.mp3", seconds=None), file("b.mp3"), max_hours=2)
    await work(batch, concurrency=1)
    assert batch.rows()[0].seconds == 7200
    assert batch.row()["reserved_hours"] >= 2


async def test_recordings_that_are_held_are_not_uploaded(start, work, file, service):
    batch = start(*(file(f"{number}.mp3") for number in range(50)), max_hours=2)
    service.outcome = {**service.outcome, "audio_duration": 3600}
    await work(batch, concurrency=1)
    assert batch.status() == {"done": 2, "held": 48}
    assert service.uploads == 2


async def test_a_batch_that_is_cancelled_sends_nothing_more(start, work, file, service):
    batch = start(file("a.mp3"), file("b.mp3"))
    closed = update(BATCHES).values(state="cancelled")
    batch.database.run_here(lambda c: c.execute(closed))
    batch.database.run_here(lambda c: decisions.cancel(c, NAME))
    await work(batch)
    assert batch.status() == {"cancelled": 2}
    assert batch.resume() == 2
    await work(batch)
    assert batch.status() == {"done": 2}


async def test_a_row_whose_batch_is_cancelled_while_it_is_uploaded_is_not_sent(
    start, worker_of, file, service
):
    batch = start(file("a.mp3"))

    def answer(request):
        batch.cancel()
        return service(request)

    made = await worker_of(batch, transport=httpx.MockTransport(answer))
    assert (await made.submission.submit(batch.rows()[0])).state == "cancelled"
    assert (service.uploads, service.created) == (1, 0)
    await made.client.aclose()


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


async def test_a_job_that_was_not_sent_is_sent_again_without_a_look(start, worker_of, file, service):
    batch = start(file("a.mp3"))
    made = await worker_of(batch)
    service.faults, service.accepts = [httpx.ConnectError("no route")], False
    await made.worker.run_chunk(NAME, 1, 100)
    assert states(batch) == [("done", None)]
    assert service.created == 2
    await made.client.aclose()


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


async def test_what_is_reserved_is_not_less_than_what_is_billed(start, work, file, service):
    service.outcome["audio_duration"] = 7
    files = [file(f"{number}.mp3", seconds=6.0004) for number in range(5)]
    batch = start(*files, max_hours=20 / 3600)
    await work(batch)
    assert batch.status() == {"done": 2, "held": 3}
    assert batch.row()["reserved_hours"] == pytest.approx(14 / 3600)


async def test_what_is_retried_in_a_cancelled_batch_is_sent_once_and_the_rest_stays_cancelled(
    start, work, file, service
):
    batch = start(file("a.mp3"), file("b.mp3"))
    put(batch, 1, state="failed", problem="changed")
    assert (batch.cancel(), batch.retry()) == (1, 1)
    assert batch.row()["state"] == "open"
    await work(batch)
    assert states(batch) == [("done", None), ("cancelled", None)]
    assert service.uploads == 1


async def test_nothing_to_retry_leaves_a_cancelled_batch_cancelled(start, file):
    batch = start(file("a.mp3"))
    batch.cancel()
    assert batch.retry() == 0
    assert batch.row()["state"] == "cancelled"


async def test_a_new_row_of_a_cancelled_batch_is_not_uploaded(start, work, file, service):
    batch = start(file("a.mp3"))
    batch.cancel()
    put(batch, 1, state="new")
    await work(batch)
    assert batch.status() == {"cancelled": 1}
    assert service.uploads == 0


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


async def test_jobs_of_which_none_is_there_stop_the_work_and_stay(start, work, file, service):
    batch = start(*(file(f"{number}.mp3") for number in range(20)))
    for number in range(1, 21):
        put(batch, number, state="created", transcript_id=f"other-{number}", sent=1e9)
    worker = await work(batch)
    assert "another account" in str(worker.stopped_by)
    assert batch.status() == {"created": 20}
    assert service.created == 0


@pytest.mark.parametrize("harm", [lambda path: path.unlink(), lambda path: path.write_bytes(b"other")])
async def test_copies_outlive_an_original_that_cannot_be_sent(start, work, file, service, tmp_path, harm):
    batch = start(*(file(f"{name}.mp3", b"same") for name in "abc"))
    harm(tmp_path / "a.mp3")
    for _ in range(4):
        await work(batch)
        batch.database.run_here(lambda c: copies.settle_copies(c, NAME, 5.0))
    assert [row.state for row in batch.rows()] == ["failed", "done", "done"]
    assert [row.same_as for row in batch.rows()] == [2, None, 2]
    assert service.created == 1
    (tmp_path / "c.mp3").unlink()  # the results of a copy need it no more
    assert batch.retry() == 1
    batch.database.run_here(lambda c: copies.settle_copies(c, NAME, 5.0))
    await work(batch)
    assert batch.status() == {"done": 3}
    assert service.created == 1


async def test_recordings_for_which_there_is_no_room_for_long_let_another_chunk_have_its_turn(
    start, work, file, service, monkeypatch
):
    monkeypatch.setattr("assemblyai_tools.batch.submission._BEGIN_SECONDS", 0.0)
    batch = start(file("a.mp3", seconds=None), file("b.mp3"), max_hours=1)
    put(batch, 1, state="created", transcript_id="t1")
    batch.database.run_here(lambda c: c.execute(update(BATCHES).values(reserved_hours=1.0)))
    service.jobs["t1"] = {"id": "t1", "audio_url": "https://cdn.test/1", **service.outcome}
    made = await work(batch, chunk=(2, 2))
    assert made.stopped_by is None
    assert batch.status() == {"created": 1, "new": 1}
    await work(batch)
    assert batch.status() == {"done": 1, "held": 1}


async def test_a_wait_for_room_ends_when_the_work_stops(start, worker_of, file, service):
    batch = start(file("a.mp3", seconds=None), file("b.mp3"), max_hours=1)
    put(batch, 1, state="created", transcript_id="t1")
    batch.database.run_here(lambda c: c.execute(update(BATCHES).values(reserved_hours=1.0)))
    made, looks = await worker_of(batch), []

    async def sleep(_seconds):
        looks.append(1)
        made.submission.halted = True

    made.submission._patience._sleep = sleep
    with pytest.raises(AssemblyAIError, match="The work has stopped"):
        await made.submission.submit(batch.rows()[1])
    assert (len(looks), batch.rows()[1].state, service.created) == (1, "new", 0)
    await made.client.aclose()


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
