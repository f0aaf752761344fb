import asyncio
import sys

import anyio
import pytest

from assemblyai_emulator.errors import MediaError, OvertimeError, StorageError, WorkerDiedError
from assemblyai_emulator.jobs import time_limit, worker_process
from assemblyai_emulator.jobs.job import Job
from assemblyai_emulator.jobs.time_limit import TimeLimit
from assemblyai_emulator.jobs.worker_process import WorkerProcess

ECHO = "import sys\nfor line in sys.stdin: print(end={!r}, flush=True)"
"""A script that replies to each job with fixed lines instead of decoding speech."""

SHORT = TimeLimit(size=0, speaker_labels=False)


def scripted(reply: str) -> WorkerProcess:
    return WorkerProcess((sys.executable, "-c", ECHO.format(reply)))


@pytest.fixture
async def run():
    workers: list[WorkerProcess] = []

    async def running(worker: WorkerProcess, progress=lambda _: None, limit=SHORT):
        workers.append(worker)
        with anyio.fail_after(20):
            return await worker.run(Job("any"), progress, limit)

    yield running
    for worker in workers:
        await worker.stop()


async def test_the_result_is_passed_on_unchanged(run):
    assert await run(scripted('result {"a": 1}\n')) == '{"a": 1}'


async def test_progress_is_reported_before_the_result(run):
    shares: list[float] = []
    await run(scripted("progress 0.25\nprogress 0.5\nresult {}\n"), shares.append)
    assert shares == [0.25, 0.5]


async def test_a_file_that_cannot_be_transcribed_is_a_media_error(run):
    with pytest.raises(MediaError, match=r"^Audio duration is too short\.$"):
        await run(scripted("failed Audio duration is too short.\n"))


async def test_a_process_runs_one_job_after_another(run):
    worker = scripted("result {}\n")
    await run(worker)
    pid = worker.pid
    await run(worker)
    assert worker.pid == pid


async def test_a_crash_fails_the_job_and_the_next_job_gets_a_new_process(run):
    crashing = "import os, sys; sys.stdin.readline(); os.kill(os.getpid(), 11)"
    worker = WorkerProcess((sys.executable, "-c", crashing))
    with pytest.raises(WorkerDiedError):
        await run(worker)
    worker._command = scripted("result {}\n")._command
    assert await run(worker) == "{}"


async def test_a_process_that_hangs_is_stopped(run, monkeypatch):
    monkeypatch.setattr(worker_process, "_STALL_SECONDS", 0.01)
    worker = WorkerProcess((sys.executable, "-c", "import sys; sys.stdin.read()"))
    with pytest.raises(WorkerDiedError, match="stopped answering"):
        await run(worker)
    assert worker.pid is None


async def test_a_job_can_be_killed(run, eventually):
    worker = WorkerProcess((sys.executable, "-c", "import sys; sys.stdin.read()"))

    async def killing():
        await eventually(lambda: worker.pid is not None)
        worker.kill()

    async with anyio.create_task_group() as group:
        group.start_soon(killing)
        with pytest.raises(WorkerDiedError):
            await run(worker)


async def test_a_process_that_is_killed_between_two_jobs_costs_the_next_one_nothing(run):
    worker = scripted("result {}\n")
    await run(worker)
    worker.kill()
    assert await run(worker) == "{}"


async def test_a_job_that_is_killed_while_its_process_starts_does_not_run(run, monkeypatch):
    worker = scripted("result {}\n")
    start = asyncio.create_subprocess_exec

    async def starting(*command, **options):
        worker.kill()
        return await start(*command, **options)

    monkeypatch.setattr(asyncio, "create_subprocess_exec", starting)
    with pytest.raises(WorkerDiedError):
        await run(worker)
    monkeypatch.undo()
    assert await run(worker) == "{}"


async def test_a_job_that_takes_longer_than_its_limit_is_stopped_and_the_next_one_runs(run, monkeypatch):
    monkeypatch.setattr(time_limit, "BASE_SECONDS", 0.01)
    endless = "import sys\nfor line in sys.stdin:\n  while True: print('progress 0.5', flush=True)"
    worker = WorkerProcess((sys.executable, "-c", endless))
    with pytest.raises(
        OvertimeError, match=r"stopped because it took longer than .+ split it, and try again"
    ):
        await run(worker)
    assert worker.pid is None
    monkeypatch.undo()
    worker._command = scripted("result {}\n")._command
    assert await run(worker) == "{}"


async def test_the_limit_follows_the_length_that_the_worker_reports(run, monkeypatch):
    monkeypatch.setattr(time_limit, "BASE_SECONDS", 0.0)
    hour = TimeLimit(size=3600 * 500, speaker_labels=False)
    with pytest.raises(OvertimeError, match="longer than 0 seconds"):
        await run(scripted("length 0.01\nprogress 0.5\n"), limit=hour)
    assert await run(scripted("length 3000\nresult {}\n"), limit=hour) == "{}"


async def test_audio_that_is_longer_than_its_file_states_has_the_time_for_what_was_decoded(run, monkeypatch):
    monkeypatch.setattr(time_limit, "BASE_SECONDS", 0.0)
    monkeypatch.setattr(time_limit, "SECONDS_PER_SECOND", 1e9)
    joined = TimeLimit(size=303 * 500, speaker_labels=False)
    assert await run(scripted("length 1e-12\ndecoded 303\nresult {}\n"), limit=joined) == "{}"


async def test_what_cannot_be_stored_can_be_tried_again(run):
    with pytest.raises(StorageError, match=r"^The disk is full\.$") as caught:
        await run(scripted("unstored 507 The disk is full.\n"))
    assert caught.value.status == 507


async def test_a_worker_that_cannot_be_started_can_be_tried_again(run):
    with pytest.raises(StorageError, match=r"cannot be started \(No such file"):
        await run(WorkerProcess(("/missing",)))
