import sys

import anyio
import pytest

from assemblyai_emulator.errors import MediaError, WorkerDiedError
from assemblyai_emulator.jobs import worker_process
from assemblyai_emulator.jobs.job import Job
from assemblyai_emulator.jobs.worker_process import WorkerProcess

ECHO = "import sys\nfor line in sys.stdin: print(end={!r}, flush=True)"
"""A script that replies to each job with fixed lines instead of decoding speech."""


def scripted(reply: str) -> WorkerProcess:
    return WorkerProcess((sys.executable, "-c", ECHO.format(reply)))


@pytest.fixture
async def run():
    workers: list[WorkerProcess] = []

    async def running(worker: WorkerProcess, progress=lambda _: None):
        workers.append(worker)
        with anyio.fail_after(20):
            return await worker.run(Job("any"), progress)

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
