"""A service that is killed in the middle of a job loses nothing: the result names the job, which resumes later."""

import os
import select
import subprocess

import pytest

from assemblyai_tools import Client, Progress, get_transcript, offline, transcribe

BOUND_MS = 10_000
"""Milliseconds within which an orphaned worker ends."""


@pytest.fixture
def started(monkeypatch):
    """The emulator processes that were started, so that a test can kill one."""
    processes = []
    start = offline._start

    def remember(*arguments):
        processes.append(start(*arguments))
        return processes[-1]

    monkeypatch.setattr(offline, "_start", remember)
    return processes


def children(process):
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True, check=False
    )
    return [int(pid) for pid in listed.stdout.split()]


def ends(pidfd):
    """Whether the process behind a pidfd ends in time."""
    poller = select.poll()
    poller.register(pidfd, select.POLLIN)
    return bool(poller.poll(BOUND_MS))


def killed_in_the_middle(client, emulator, recording):
    """Transcribe, and kill the emulator when the client first polls; gives the view."""

    def kill(progress: Progress) -> None:
        if progress.stage == "waiting" and emulator.poll() is None:
            emulator.kill()
            emulator.wait()

    return client.run(transcribe(audio=str(recording), wait_seconds=1), on_progress=kill)


class KilledError(Exception):
    """Ends the wait of a client whose emulator was killed."""


def killed_at_work(client, emulator, recording):
    """Transcribe, and kill the emulator at the first poll at which a worker has the job; gives the workers' pidfds."""
    workers = []

    def kill(progress: Progress) -> None:
        if progress.stage != "waiting":
            return
        workers.extend(os.pidfd_open(pid) for pid in children(emulator))
        if workers:
            emulator.kill()
            emulator.wait()
            raise KilledError

    with pytest.raises(KilledError):
        client.run(transcribe(audio=str(recording), wait_seconds=240), on_progress=kill)
    return workers


def test_a_wait_cut_short_by_a_crash_keeps_the_id_and_the_job_completes_after_a_restart(
    tmp_path, audio, started
):
    folders = {"data_dir": tmp_path, "allowed_dirs": [audio]}
    with offline.emulator(**folders) as settings, Client(settings, sleep=lambda _: None) as client:
        cut = killed_in_the_middle(client, started[-1], audio / "launch.ogg")
    assert cut.status == "queued"
    assert (
        f"Nothing is lost: call get_transcript with transcript_id={cut.id} and wait_seconds=45"
    ) in cut.render()

    with offline.emulator(**folders) as settings, Client(settings) as client:
        view = client.run(get_transcript(transcript_id=cut.id, wait_seconds=240))
    assert (view.id, view.status) == (cut.id, "completed")
    assert "Wednesday" in view.render()


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="watching another's child needs Linux's pidfd")
def test_the_workers_of_a_killed_emulator_end_too(tmp_path, audio, started):
    with (
        offline.emulator(data_dir=tmp_path, allowed_dirs=[audio]) as settings,
        Client(settings, sleep=lambda _: None) as client,
    ):
        workers = killed_at_work(client, started[-1], audio / "launch.ogg")
    assert all(ends(worker) for worker in workers)
    for worker in workers:
        os.close(worker)
