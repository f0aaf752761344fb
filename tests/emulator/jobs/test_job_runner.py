import re
import sys
import uuid
from pathlib import Path

import anyio
import pytest

from assemblyai_emulator.jobs.job_runner import JobRunner
from assemblyai_emulator.jobs.worker_process import WorkerProcess
from assemblyai_emulator.store import timestamps, transcripts, uploads
from assemblyai_emulator.store.audio_files import AudioFiles
from assemblyai_emulator.store.database import Database
from assemblyai_emulator.store.transcripts import Transcript


def worker(reply: str) -> WorkerProcess:
    """A process that executes the statement `reply` for every job."""
    return WorkerProcess((sys.executable, "-c", f"import os, sys\nfor line in sys.stdin: {reply}"))


ANSWER = 'print(\'result {"text": "Hi."}\', flush=True)'
CRASH = "os.kill(os.getpid(), 11)"
HANG = "print('progress 0.5', flush=True); sys.stdin.read()"


@pytest.fixture
async def store(tmp_path):
    database, files = Database(tmp_path / "test.sqlite3"), AudioFiles(tmp_path)
    files.create_folders()
    await database.open()
    yield database, files
    await database.close()


@pytest.fixture
def add(store):
    database, files = store

    async def adding(**parameters) -> str:
        transcript_id = str(uuid.uuid4())
        files.media(transcript_id).write_bytes(b"sound")
        transcript = Transcript(transcript_id, "me", timestamps.now(), "http://x", parameters, has_media=True)
        await database.run(transcripts.insert, transcript)
        return transcript_id

    return adding


@pytest.fixture
def until(store):
    async def waiting(transcript_id: str, *statuses: str) -> Transcript:
        with anyio.fail_after(20):
            while True:
                transcript = await store[0].run(transcripts.get, "me", transcript_id)
                if transcript.status in statuses:
                    return transcript
                await anyio.sleep(0.005)

    return waiting


@pytest.fixture
async def start(store):
    started: list[JobRunner] = []

    async def starting(*workers: WorkerProcess) -> JobRunner:
        jobs = JobRunner(*store, workers)
        started.append(jobs)
        await jobs.start()
        return jobs

    yield starting
    for jobs in started:
        await jobs.stop()


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


async def test_a_start_removes_orphaned_files(store, start):
    database, files = store
    kept, half_done, orphan = (str(uuid.uuid4()) for _ in range(3))
    await database.run(uploads.insert, kept, "me")
    paths = (files.upload(kept), files.upload(half_done), files.media(orphan))
    for path in paths:
        path.touch()
    await start(worker(ANSWER))
    assert [path.exists() for path in paths] == [True, False, False]


async def test_a_worker_gets_the_requested_features_and_the_path_for_the_redacted_audio(add, until, start):
    transcript_id = await add(
        redact_pii=True, redact_pii_audio=True, redact_pii_audio_quality="wav", punctuate=True
    )
    await start(worker("print('result ' + line, flush=True)"))
    job = (await until(transcript_id, "completed")).result
    assert job["features"] == {"redact_pii": True}
    assert re.fullmatch(rf"{transcript_id}-[0-9a-f]{{32}}\.wav", Path(job["redacted_audio"]).name)


async def test_a_failed_jobs_redacted_audio_is_removed(store, add, until, start):
    jobs = await start(worker("print('failed No.', flush=True)"))
    transcript_id = await add(redact_pii_audio=True)
    left, other = (store[1].new_redacted_copy(one, "mp3") for one in (transcript_id, str(uuid.uuid4())))
    for path in (left, other):
        path.touch()
    jobs.submit("me", transcript_id, has_media=True)
    await until(transcript_id, "error")
    assert (left.exists(), other.exists()) == (False, True)


async def test_a_start_keeps_the_redacted_audio_of_completed_transcripts(store, add, until, start):
    transcript_id = await add()
    await start(worker(ANSWER))
    await until(transcript_id, "completed")
    kept, orphan = (store[1].new_redacted_copy(one, "mp3") for one in (transcript_id, str(uuid.uuid4())))
    for path in (kept, orphan):
        path.touch()
    await start(worker(ANSWER))
    assert (kept.exists(), orphan.exists()) == (True, False)
