"""A service that dies in the middle of a job loses nothing: the error keeps the id, and the job goes on later."""

import subprocess

import pytest

from assemblyai_tools import Client, ConnectionFailedError, Progress, get_transcript, offline, transcribe
from assemblyai_tools.demo.job import SAMPLE


@pytest.fixture
def started(monkeypatch):
    """The emulator processes that were started, to kill one as a crash would."""
    processes = []
    start = offline._start

    def remember(*arguments):
        processes.append(start(*arguments))
        return processes[-1]

    monkeypatch.setattr(offline, "_start", remember)
    return processes


def test_a_wait_cut_short_by_a_crash_keeps_the_id_and_the_job_completes_after_a_restart(tmp_path, started):
    def kill_once_it_waits(progress: Progress) -> None:
        if progress.stage == "waiting" and started[-1].poll() is None:
            started[-1].kill()
            started[-1].wait()

    with offline.emulator(data_dir=tmp_path, allowed_dirs=[SAMPLE.parent]) as settings:
        with Client(settings, sleep=lambda _: None) as client, pytest.raises(ConnectionFailedError) as caught:
            client.run(transcribe(audio=str(SAMPLE), wait_seconds=120), on_progress=kill_once_it_waits)
        assert started[-1].returncode == -9
    kept = caught.value.transcript_id
    assert kept
    assert kept in str(caught.value)

    with (
        offline.emulator(data_dir=tmp_path, allowed_dirs=[SAMPLE.parent]) as settings,
        Client(settings) as client,
    ):
        view = client.run(get_transcript(transcript_id=kept, wait_seconds=240))
    assert (view.id, view.status) == (kept, "completed")
    assert "Wednesday" in view.render()


def test_the_worker_of_a_killed_emulator_does_not_stay_behind(tmp_path, started):
    with offline.emulator(data_dir=tmp_path) as settings, Client(settings):
        started[-1].kill()
        started[-1].wait()
    # ps lists every process that still names the data folder; this test's own path is not among its arguments.
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert str(tmp_path) not in listed
