"""Downloads of the job runner: a full disk delays them, and they do not delay other jobs."""

import anyio
from tests.emulator.jobs.job_runner.workers import ANSWER, worker

from assemblyai_emulator.errors import StorageError
from assemblyai_emulator.jobs import job_runner, storage_waits


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
