"""`batch work` on several batches: Ctrl-C ends it, and what stops one batch does not stop the others."""

import os
import signal
import subprocess
import sys

import pytest

from assemblyai_tools import (
    APIError,
    AuthenticationError,
    ConfigurationError,
    ConnectionFailedError,
    PermissionDeniedError,
)
from assemblyai_tools.batch.batch import Batch
from assemblyai_tools.batch.database_errors import DatabaseError
from assemblyai_tools.batch.file_lock import BusyError
from assemblyai_tools.batch.results.landing import LandingError


@pytest.fixture
def two_batches(service, run, calls):
    run("start", calls / "a.mp3", "--name", "may", "--no-work")
    run("start", calls / "b.mp3", "--name", "june", "--no-work")


def test_ctrl_c_begins_no_other_batch(service, run, two_batches):
    service.finished.clear()
    program = [sys.executable, "-m", "assemblyai_tools.cli.main"]
    working = subprocess.Popen(
        [*program, "batch", "work", "--concurrency", "1"],
        env=os.environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert service.waited_for.wait(60)
    working.send_signal(signal.SIGINT)
    out, err = working.communicate(timeout=60)
    assert (working.returncode, out) == (130, "")
    assert "Stopped, and nothing is lost. To go on: assemblyai-tools batch resume may\n" in err
    assert "june" not in err
    for word in ("dbos", "WARNING", "Traceback"):
        assert word not in err
    assert len(service.uploads) == 1


def fails_with(error):
    """Work that fails for the first batch, and does for the second one what it is to do."""
    work = Batch.work

    def failing(batch, **options):
        if batch.name == "may":
            raise error
        return work(batch, **options)

    return failing


@pytest.mark.parametrize(
    "error",
    [
        LandingError("The results cannot be written.", next_step="Make room."),
        ConfigurationError("The batch may was started with another key."),
        APIError("The service is out of order.", status=418),
    ],
)
def test_what_stops_one_batch_does_not_stop_the_others(service, run, two_batches, monkeypatch, error):
    monkeypatch.setattr(Batch, "work", fails_with(error))
    code, out, err = run("work", "may", "june")
    assert code == 1
    assert out.startswith("june: 1 of 1 done")
    assert f"assemblyai-tools: may: {error.message}" in err
    assert "To go on: assemblyai-tools batch resume may\n" in err


def test_a_batch_that_is_not_there_does_not_stop_the_others(service, run, two_batches):
    code, out, err = run("work", "jun", "june")
    assert code == 1
    assert out.startswith("june: 1 of 1 done")
    assert "assemblyai-tools: jun: There is no batch jun in " in err


@pytest.mark.parametrize(
    "error",
    [
        AuthenticationError("The key is wrong.", status=401),
        PermissionDeniedError("The key may not do that.", status=403),
        APIError("The account has no money.", status=402),
        ConnectionFailedError("The service does not answer."),
        DatabaseError("The database does not answer."),
        BusyError("Another one runs."),
    ],
)
def test_what_all_batches_share_stops_all(service, run, two_batches, monkeypatch, error):
    monkeypatch.setattr(Batch, "work", fails_with(error))
    code, out, err = run("work")
    assert (code, out) == (1, "")
    assert f"assemblyai-tools: {error.message}" in err
    assert "june" not in err
    assert service.jobs == {}
