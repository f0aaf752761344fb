"""A recording's way from its file to its results. The engine is not needed for that."""

import asyncio
import errno
from dataclasses import replace

import httpx
from tests.plugin.batch.engine.conftest import NAME
from tests.plugin.batch.engine.recordings import URL, states

from assemblyai_tools import AssemblyAIError, FileAccessError
from assemblyai_tools.batch.owners import Owners
from assemblyai_tools.batch.sources.source import Source


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
