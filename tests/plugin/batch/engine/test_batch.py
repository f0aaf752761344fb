"""A batch through its front door, from the list of recordings to the files of results."""

import asyncio
import json

import httpx
import pytest
from sqlalchemy import update
from tests.plugin.batch.engine.conftest import NAME
from tests.plugin.batch.engine.recordings import URL

from assemblyai_tools import ConfigurationError, InvalidArgumentsError
from assemblyai_tools.batch import records
from assemblyai_tools.batch.batch import Batch
from assemblyai_tools.batch.database_errors import DatabaseError
from assemblyai_tools.batch.file_lock import BusyError
from assemblyai_tools.batch.owners import LostLeaseError, Owners
from assemblyai_tools.batch.refusals import AllRefusedError, put_back
from assemblyai_tools.batch.shift import Shift
from assemblyai_tools.batch.sources.source import Source
from assemblyai_tools.batch.tables import RECORDINGS

pytestmark = pytest.mark.usefixtures("quick")


def test_a_batch_is_transcribed_and_its_results_are_files(start, file, service, through, tmp_path):
    batch = start(file("a.mp3", b"same"), file("b.mp3", b"same"), file("c.mp3"), Source(URL, False, "d"))
    seen = []
    counts = batch.work(lambda found: seen.append(dict(found)), **through)
    assert counts == {"done": 4} == batch.status()
    assert seen[0] == {"new": 4}
    assert service.created == 3
    assert {path.name for path in (tmp_path / "results").iterdir()} == {
        *(f"{name}.txt" for name in "abcd"),
        "results.jsonl",
    }
    lines = [json.loads(line) for line in (tmp_path / "results" / "results.jsonl").read_text().splitlines()]
    assert len(lines) == 4
    assert batch.stranded() == 0
    assert batch.work(**through) == {"done": 4}
    assert service.created == 3


async def test_a_second_work_on_one_sqlite_file_is_refused(start, file, database, through):
    batch = start(file("a.mp3"))
    first = Owners(database, list)
    first.begin()
    with pytest.raises(BusyError):
        await batch.work_async(**through)
    first.end()


async def test_a_worker_that_slept_past_its_lease_begins_anew(start, file, through, monkeypatch):
    batch, outcomes, lines = start(file("a.mp3")), [LostLeaseError("It slept."), {"done": 1}], []

    async def once(_self):
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    monkeypatch.setattr(Shift, "_once", once)
    batch.database.trouble = lines.append
    assert await batch.work_async(**through) == {"done": 1}
    assert lines == ["It slept. It begins anew."]


async def test_a_worker_that_was_taken_over_stops_although_it_sends_nothing(
    start, file, service, monkeypatch
):
    batch, begun = start(file("a.mp3")), []
    real = Owners.begin

    def begin(owner):
        begun.append(owner)
        owner._is_lost = len(begun) == 1
        real(owner)

    monkeypatch.setattr(Owners, "begin", begin)
    batch.database.trouble = lambda _line: None
    assert await batch.work_async(client_options={"transport": httpx.MockTransport(service)}) == {"done": 1}
    assert len(begun) == 2


async def test_what_is_retried_while_a_worker_is_busy_is_done_by_it(start, file, service, monkeypatch):
    monkeypatch.setattr("assemblyai_tools.batch.shift._REFILL_TICKS", 1)
    monkeypatch.setattr("assemblyai_tools.batch.worker._REREAD_SECONDS", 0.1)
    files = [file(f"{number}.mp3") for number in range(101)]
    batch, going, retried = start(*files), asyncio.Event(), []
    failed = update(RECORDINGS).where(RECORDINGS.c.number != 1).values(state="failed", problem="refused")
    batch.database.run_here(lambda c: c.execute(failed))

    async def slow(request):
        if request.url.path == "/v2/transcript/t1":
            await going.wait()
        return service(request)

    def progress(counts):
        if counts.get("created") and not retried:  # the first is waited for
            retried.append(batch.retry())
        if counts.get("done") == 100:
            going.set()

    options = {"client_options": {"transport": httpx.MockTransport(slow)}}
    assert await batch.work_async(progress, **options) == {"done": 101}
    assert (retried, service.created) == ([100], 101)


async def test_a_work_that_is_cancelled_ends_and_the_next_goes_on(start, file, service):
    batch, waiting = start(file("a.mp3")), asyncio.Event()

    async def never(request):
        if request.method == "GET":
            waiting.set()
            await asyncio.Event().wait()
        return service(request)

    work = asyncio.ensure_future(batch.work_async(client_options={"transport": httpx.MockTransport(never)}))
    await waiting.wait()
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    assert batch.status() == {"created": 1}
    assert await batch.work_async(client_options={"transport": httpx.MockTransport(service)}) == {"done": 1}
    assert service.created == 1


async def test_a_database_that_fails_while_the_work_is_watched_stops_it(start, file, through, monkeypatch):
    batch = start(file("a.mp3"))

    def fail(*_arguments):
        raise DatabaseError("It is gone.")

    monkeypatch.setattr(records, "counts", fail)
    with pytest.raises(DatabaseError, match="It is gone"):
        await batch.work_async(**through)


async def test_whom_to_notify_is_given_to_each_work_and_not_kept(start, file, service, through, path):
    secret = {
        "webhook_url": "https://example.com/hook",
        "webhook_auth_header_name": "x-secret",
        "webhook_auth_header_value": "s3cret-value",
    }
    with pytest.raises(InvalidArgumentsError, match="are not kept with a batch"):
        start(file("a.mp3"), options=secret)
    batch = start(file("a.mp3"))
    await batch.work_async(webhook=secret, **through)
    (job,) = service.jobs.values()
    assert job["webhook_url"] == "https://example.com/hook"
    assert b"s3cret-value" not in path.read_bytes()


def test_a_refused_recording_whose_job_may_exist_is_not_put_back_as_new(start, file):
    batch = start(file("a.mp3"), file("b.mp3"))
    refused = update(RECORDINGS).values(state="failed", problem="refused", message="No.")
    batch.database.run_here(lambda connection: connection.execute(refused))
    in_doubt = update(RECORDINGS).where(RECORDINGS.c.number == 1).values(sent=1e9, upload_url="u")
    batch.database.run_here(lambda connection: connection.execute(in_doubt))
    batch.database.run_here(lambda connection: put_back(connection, NAME, "No."))
    assert [(row.state, row.sent) for row in batch.rows()] == [("failed", 1e9), ("new", None)]


def test_a_batch_is_over_when_it_was_cancelled_and_nothing_is_waited_for(start, file):
    batch = start(file("a.mp3"), file("b.mp3"))
    assert not batch.is_over()
    created = update(RECORDINGS).where(RECORDINGS.c.number == 1).values(state="created", transcript_id="t1")
    batch.database.run_here(lambda c: c.execute(created))
    batch.cancel()
    assert not batch.is_over()
    batch.database.run_here(lambda c: c.execute(created.values(state="done")))
    assert batch.is_over()


def test_settings_are_needed_for_work_only(start, file, path):
    start(file("a.mp3"))
    with Batch.open(NAME, database=path) as batch:
        assert batch.status() == {"new": 1}
        with pytest.raises(ConfigurationError, match="settings with the key are missing"):
            batch.work()


def test_a_batch_that_is_cancelled_is_told_to_the_engine(start, file):
    batch = start(file("a.mp3"), file("b.mp3"))
    assert batch.cancel() == 2
    assert batch.status() == {"cancelled": 2}
    assert batch.row()["state"] == "cancelled"


def test_of_an_address_in_doubt_a_job_of_another_recording_is_not_taken(start, service, through):
    batch = start(Source(URL, False, "a"), Source(URL + "?b", False, "b"))
    service.faults, service.accepts = [httpx.Response(500, json={})], True
    assert batch.work(**through) == {"done": 2}
    assert service.created == 2
    assert len({row.transcript_id for row in batch.rows()}) == 2


def test_rows_can_be_read_page_by_page(start, file):
    batch = start(*(file(f"{number}.mp3") for number in range(5)))
    assert [row.number for row in batch.rows(after=2, limit=2)] == [3, 4]
    failed = update(RECORDINGS).where(RECORDINGS.c.number == 2).values(state="failed", problem="refused")
    batch.database.run_here(lambda c: c.execute(failed))
    assert [row.number for row in batch.rows("failed")] == [2]
    assert (batch.retry("service"), batch.retry("refused")) == (0, 1)
    assert batch.rows()[1].attempt == 1


def _refusing(service, refuses):
    """A service that refuses some jobs with a 400, and takes the others."""

    def answer(request):
        if request.method == "POST" and request.url.path == "/v2/transcript" and refuses(service):
            return httpx.Response(400, json={"error": "speech_models: unknown"})
        return service(request)

    return httpx.MockTransport(answer)


def test_an_option_that_the_service_refuses_stops_the_batch_after_twenty_recordings(
    start, file, service, through, tmp_path
):
    batch = start(*(file(f"{number}.mp3") for number in range(120)), max_hours=200)
    refused = {"client_options": {"transport": _refusing(service, lambda _service: True)}}
    with pytest.raises(AllRefusedError, match=r"refused all of the first 20 .* unknown.*nothing is paid"):
        batch.work(concurrency=4, **refused)
    assert batch.status() == {"new": 120}
    assert service.uploads <= 50
    assert batch.row()["reserved_hours"] == pytest.approx(0)
    assert (tmp_path / "results" / "results.jsonl").read_text() == ""
    assert batch.work(**through) == {"done": 120}


def test_once_a_job_was_accepted_a_refusal_is_the_recordings_own(start, file, service):
    batch = start(*(file(f"{number}.mp3") for number in range(50)))
    some = {"client_options": {"transport": _refusing(service, lambda service: len(service.jobs) >= 2)}}
    assert batch.work(concurrency=1, **some) == {"done": 2, "failed": 48}
    assert batch.retry() == 48
    # Another start knows of the jobs that there are.
    assert batch.work(concurrency=1, **some) == {"done": 2, "failed": 48}
