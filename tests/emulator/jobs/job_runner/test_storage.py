"""The files of jobs: which are removed and kept, and what a job does when disk or database take nothing more."""

import uuid

from tests.emulator.jobs.job_runner.workers import ANSWER, worker

from assemblyai_emulator.jobs import storage_waits
from assemblyai_emulator.store import uploads


async def test_a_start_removes_orphaned_files(store, start):
    database, files = store
    kept, half_done, orphan = (str(uuid.uuid4()) for _ in range(3))
    await database.run(uploads.insert, kept, "me")
    paths = (files.upload(kept), files.upload(half_done), files.media(orphan))
    for path in paths:
        path.touch()
    await start(worker(ANSWER))
    assert [path.exists() for path in paths] == [True, False, False]


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


async def test_redacted_audio_that_never_fits_on_the_disk_fails_the_job(add, until, start, monkeypatch):
    monkeypatch.setattr(storage_waits, "FIRST_PAUSE", 0.001)
    monkeypatch.setattr(storage_waits, "LONGEST_WAIT", 0.001)
    transcript_id = await add()
    await start(worker("print('unstored 507 Full.', flush=True)"))
    failed = await until(transcript_id, "error")
    assert "send a smaller file, then send the request again" in failed.error


async def test_audio_that_is_gone_fails_the_job_with_the_way_out(store, add, until, start):
    transcript_id = await add()
    store[1].remove_media(transcript_id)
    await start(worker(ANSWER))
    assert (await until(transcript_id, "error")).error == (
        "The audio of this transcript is gone from the emulator's data directory: send the request again."
    )
