import re
import sys
import uuid
from pathlib import Path

import anyio
import pytest
from tests.emulator.ears import ENGLISH

from assemblyai_emulator.errors import StorageError
from assemblyai_emulator.jobs import job_runner, storage_waits, time_limit
from assemblyai_emulator.jobs.job_runner import JobRunner
from assemblyai_emulator.jobs.worker_process import WorkerProcess
from assemblyai_emulator.store import job_queue, timestamps, transcripts, uploads
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

    async def adding(account="me", audio_url="http://x", *, has_media=True, **parameters) -> str:
        transcript_id = str(uuid.uuid4())
        if has_media:
            files.media(transcript_id).write_bytes(b"sound")
        transcript = Transcript(
            transcript_id, account, timestamps.now(), audio_url, parameters, has_media=has_media
        )
        await database.run(transcripts.insert, transcript)
        return transcript_id

    return adding


@pytest.fixture
def until(store):
    async def waiting(transcript_id: str, *statuses: str, account: str = "me") -> Transcript:
        with anyio.fail_after(20):
            while True:
                transcript = await store[0].run(transcripts.get, account, transcript_id)
                if transcript.status in statuses:
                    return transcript
                await anyio.sleep(0.005)

    return waiting


@pytest.fixture
async def start(store):
    started: list[JobRunner] = []

    async def starting(*workers: WorkerProcess) -> JobRunner:
        jobs = JobRunner(*store, workers, ear=ENGLISH)
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


async def test_a_result_that_cannot_be_stored_is_stored_when_there_is_space_without_decoding_again(
    store, add, until, start, eventually, tmp_path, caplog
):
    database, _ = store
    transcript_id = await add()
    decoded = tmp_path / "decoded"
    large = (
        f"open({str(decoded)!r}, 'a').write('.'); print('result ' + '\"' + 'x' * 200_000 + '\"', flush=True)"
    )
    await database.run(lambda connection: connection.execute("PRAGMA max_page_count = 1") and None)
    await start(worker(large))
    await eventually(lambda: "database or disk is full" in caplog.text)
    assert (await until(transcript_id, "processing")).result == {}
    await database.run(lambda connection: connection.execute("PRAGMA max_page_count = 1000000") and None)
    assert len((await until(transcript_id, "completed")).result) == 200_000
    assert decoded.read_text() == "."


async def test_jobs_wait_while_the_database_cannot_be_written(store, add, until, start, eventually, caplog):
    database, _ = store
    jobs = await start(
        worker(f"print('failed No.', flush=True) if 'punctuate\": false' in line else {ANSWER}")
    )
    good, bad = await add(), await add(punctuate=False)
    await database.run(lambda connection: connection.execute("PRAGMA query_only = 1") and None)
    jobs.submit("me", good, has_media=True)
    jobs.submit("me", bad, has_media=True)
    await eventually(lambda: "readonly database" in caplog.text)
    assert (await until(good, "queued")).attempts == 0
    await database.run(lambda connection: connection.execute("PRAGMA query_only = 0") and None)
    await until(good, "completed")
    await until(bad, "error")


async def test_a_worker_that_cannot_write_its_files_gets_the_job_again_and_no_attempt_is_used_up(
    add, until, start, monkeypatch, tmp_path
):
    monkeypatch.setattr(storage_waits, "FIRST_PAUSE", 0.001)
    transcript_id = await add()
    flag = str(tmp_path / "flag")
    full = f"print('unstored 507 Full.', flush=True) if os.mkdir({flag!r}) is None else 0"
    reply = f"exec({ANSWER!r} if os.path.exists({flag!r}) else {full!r})"
    await start(worker(reply))
    assert (await until(transcript_id, "completed")).attempts == 1


async def test_a_download_that_does_not_fit_on_the_disk_is_tried_again(
    add, until, start, monkeypatch, caplog
):
    tries = []

    async def fetch(_, target, **_options):
        tries.append(1)
        if len(tries) < 3:
            raise StorageError(507, "The disk is full.")
        target.write_bytes(b"sound")

    monkeypatch.setattr(storage_waits, "FIRST_PAUSE", 0.001)
    monkeypatch.setattr(job_runner, "download", fetch)
    transcript_id = await add(has_media=False)
    await start(worker(ANSWER))
    await until(transcript_id, "completed")
    assert len(tries) == 3
    assert "is tried again in 0.001 seconds: The disk is full." in caplog.text
    assert "is tried again in 0.002 seconds: The disk is full." in caplog.text


async def test_a_download_that_never_fits_on_the_disk_fails_with_the_reason(add, until, start, monkeypatch):
    tries = []

    async def fetch(*_, **_options):
        tries.append(1)
        raise StorageError(507, "The disk is full.")

    monkeypatch.setattr(storage_waits, "FIRST_PAUSE", 0.001)
    monkeypatch.setattr(storage_waits, "LONGEST_WAIT", 0.005)
    monkeypatch.setattr(job_runner, "download", fetch)
    jobs = await start(worker(ANSWER))
    transcript_id = await add(has_media=False)
    jobs.submit("me", transcript_id, has_media=False)
    assert (await until(transcript_id, "error")).error.startswith(
        "The files of this transcript did not fit on the emulator's disk"
    )
    assert len(tries) == 4


async def test_redacted_audio_that_never_fits_on_the_disk_fails_the_job(add, until, start, monkeypatch):
    monkeypatch.setattr(storage_waits, "FIRST_PAUSE", 0.001)
    monkeypatch.setattr(storage_waits, "LONGEST_WAIT", 0.001)
    transcript_id = await add()
    await start(worker("print('unstored 507 Full.', flush=True)"))
    failed = await until(transcript_id, "error")
    assert "send a smaller file, then send the request again" in failed.error


async def test_the_download_of_a_deleted_job_ends_and_makes_room(add, until, start, monkeypatch, eventually):
    endless, ended = [], []

    async def fetch(url, target, **_options):
        endless.append(target.name)
        try:
            await anyio.sleep_forever()
        finally:
            ended.append(target.name)

    monkeypatch.setattr(job_runner, "download", fetch)
    ids = [await add(has_media=False) for _ in range(5)]
    jobs = await start(worker(ANSWER))
    await eventually(lambda: endless == ids[:4])
    jobs.cancel(ids[1])
    await eventually(lambda: endless == ids)
    assert ended == [ids[1]]
    await jobs.stop()
    assert set(ended) == set(ids)


async def test_one_accounts_slow_downloads_do_not_hold_up_another_account(add, until, start, monkeypatch):
    async def fetch(url, target, **_options):
        if url == "http://slow":
            await anyio.sleep_forever()
        target.write_bytes(b"sound")

    monkeypatch.setattr(job_runner, "download", fetch)
    for _ in range(20):
        await add(has_media=False, audio_url="http://slow")
    quick = await add(has_media=False, account="you")
    await start(worker(ANSWER))
    await until(quick, "completed", account="you")


async def test_audio_that_is_gone_fails_the_job_with_the_way_out(store, add, until, start):
    transcript_id = await add()
    store[1].remove_media(transcript_id)
    await start(worker(ANSWER))
    assert (await until(transcript_id, "error")).error == (
        "The audio of this transcript is gone from the emulator's data directory: send the request again."
    )


async def test_a_job_that_fails_unexpectedly_does_not_stop_later_jobs(add, until, start, monkeypatch, caplog):
    def broken(*_):
        raise RuntimeError("a bug")

    first, second = await add(), await add()
    monkeypatch.setattr(job_queue, "fail", broken)
    await start(worker(f"print('failed No.', flush=True) if {first!r} in line else {ANSWER}"))
    await until(second, "completed")
    assert f"{first} failed unexpectedly" in caplog.text
    assert f"{first} could not be marked as failed" in caplog.text
