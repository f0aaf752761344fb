"""The job runner brings each job to its end, whatever happens to its worker, its emulator and other jobs."""

import re
from pathlib import Path

import pytest
from tests.emulator.ears import ENGLISH
from tests.emulator.jobs.job_runner.workers import ANSWER, CRASH, HANG, worker

from assemblyai_emulator.jobs import time_limit
from assemblyai_emulator.jobs.job_runner import JobRunner
from assemblyai_emulator.store import job_queue, transcripts


async def test_a_job_is_completed_and_its_audio_is_removed(store, add, until, start, eventually):
    jobs = await start(worker(ANSWER))
    transcript_id = await add()
    jobs.submit("me", transcript_id, has_media=True)
    assert (await until(transcript_id, "completed")).result == {"text": "Hi."}
    await eventually(lambda: not store[1].media(transcript_id).exists())
    assert jobs.progress(transcript_id) is None


async def test_a_file_that_crashes_the_worker_fails_after_three_attempts(add, until, start):
    jobs = await start(worker(CRASH))
    transcript_id = await add()
    jobs.submit("me", transcript_id, has_media=True)
    failed = await until(transcript_id, "error")
    assert failed.attempts == 3
    assert failed.error.startswith(
        "Transcription failed 3 times: The speech worker ended before its job did."
    )


async def test_a_crash_does_not_affect_other_jobs(add, until, start):
    crash_once = (
        f"{CRASH} if not os.path.exists(__import__('json').loads(line)['path'] + '.ok') else {ANSWER}"
    )
    jobs = await start(worker(crash_once))
    crashing, fine = await add(), await add()
    jobs._files.media(f"{fine}.ok").touch()
    jobs.submit("me", crashing, has_media=True)
    jobs.submit("me", fine, has_media=True)
    assert (await until(fine, "completed", "error")).status == "completed"
    assert (await until(crashing, "completed", "error")).status == "error"


async def test_unfinished_jobs_are_resumed_at_the_next_start(add, until, start):
    transcript_id = await add()
    stopped = await start(worker(HANG))
    await until(transcript_id, "processing")
    await stopped.stop()
    # A graceful shutdown is not the fault of the file: it keeps all its attempts.
    assert (await until(transcript_id, "queued")).attempts == 0
    await start(worker(ANSWER))
    assert (await until(transcript_id, "completed")).attempts == 1


async def test_progress_is_reported_while_a_job_is_decoded(add, start, eventually):
    transcript_id = await add()
    jobs = await start(worker(HANG))
    await eventually(lambda: jobs.progress(transcript_id) == 0.5)
    assert jobs.progress("another") is None


async def test_a_deleted_job_frees_its_worker(store, add, until, start):
    database, _ = store
    hanging = await add()
    hang_once = f"{ANSWER} if not {hanging!r} in line else sys.stdin.read()"
    jobs = await start(worker(hang_once))
    await until(hanging, "processing")
    await database.run(transcripts.delete, "me", hanging)
    jobs.cancel(hanging)
    after = await add()
    jobs.submit("me", after, has_media=True)
    assert (await until(after, "completed")).result == {"text": "Hi."}


@pytest.mark.parametrize("moment", ["scenario", "storing"])
async def test_a_job_that_is_deleted_while_its_worker_is_idle_leaves_the_worker_alone(
    store, add, until, start, monkeypatch, moment
):
    _first, deleted, after = await add(), await add(), await add()
    idle = worker(ANSWER)
    jobs = JobRunner(*store, [idle], ear=ENGLISH)
    pids = []

    def cancel() -> None:
        jobs.cancel(deleted)
        pids.append(idle.pid)

    def scenario(transcript, media):
        if moment == "scenario" and transcript.id == deleted:
            cancel()

    complete = job_queue.complete

    def storing(connection, transcript_id, result):
        if moment == "storing" and transcript_id == deleted:
            cancel()
        return complete(connection, transcript_id, result)

    monkeypatch.setattr(jobs._scenarios, "result", scenario)
    monkeypatch.setattr(job_queue, "complete", storing)
    await jobs.start()
    finished = await until(after, "completed", "error")
    assert (finished.status, finished.attempts) == ("completed", 1)
    assert pids == [idle.pid]
    await jobs.stop()


async def test_a_worker_gets_the_requested_features_and_the_path_for_the_redacted_audio(add, until, start):
    transcript_id = await add(
        redact_pii=True, redact_pii_audio=True, redact_pii_audio_quality="wav", punctuate=True
    )
    await start(worker("print('result ' + line, flush=True)"))
    job = (await until(transcript_id, "completed")).result
    assert job["features"] == {"redact_pii": True}
    assert re.fullmatch(rf"{transcript_id}-[0-9a-f]{{32}}\.wav", Path(job["redacted_audio"]).name)


async def test_accounts_take_turns_in_the_order_of_their_jobs_after_a_restart_too(add, until, start):
    accounts = ("me", "me", "me", "you")
    jobs = [await add(account) for account in accounts]
    await start(worker(ANSWER))
    ended = [
        await until(job, "completed", account=account) for job, account in zip(jobs, accounts, strict=True)
    ]
    order = sorted(range(4), key=lambda index: ended[index].completed)
    assert order == [0, 3, 1, 2]


async def test_a_deleted_job_leaves_the_queue(store, add, until, start, eventually):
    hanging, waiting = await add(), await add()
    jobs = await start(worker(HANG))
    await until(hanging, "processing")
    jobs.cancel(waiting)
    assert jobs._to_decode.take() is None


async def test_a_job_that_exceeds_its_limit_fails_and_its_worker_runs_the_next_job(
    add, until, start, monkeypatch
):
    monkeypatch.setattr(time_limit, "BASE_SECONDS", 0.0)
    slow = await add()
    jobs = await start(worker(f"sys.stdin.read() if {slow!r} in line else {ANSWER}"))
    failed = await until(slow, "error")
    assert failed.attempts == 1
    assert re.search(r"longer than \d+ seconds.+split it", failed.error)
    monkeypatch.undo()
    after = await add()
    jobs.submit("me", after, has_media=True)
    await until(after, "completed")


async def test_speaker_labels_have_a_limit_of_their_own(add, until, start, monkeypatch):
    monkeypatch.setattr(time_limit, "BASE_SECONDS", 0.0)
    monkeypatch.setattr(time_limit, "SPEAKER_SECONDS_PER_SECOND", 1e9)
    labelled = await add(speaker_labels=True)
    await start(worker(ANSWER))
    await until(labelled, "completed")


async def test_a_job_that_fails_unexpectedly_does_not_stop_later_jobs(add, until, start, monkeypatch, caplog):
    def broken(*_):
        raise RuntimeError("a bug")

    first, second = await add(), await add()
    monkeypatch.setattr(job_queue, "fail", broken)
    await start(worker(f"print('failed No.', flush=True) if {first!r} in line else {ANSWER}"))
    await until(second, "completed")
    assert f"{first} failed unexpectedly" in caplog.text
    assert f"{first} could not be marked as failed" in caplog.text
