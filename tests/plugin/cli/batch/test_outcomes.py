"""What the work on a batch came to, or what stopped it, is told with how to go on, and nothing is paid twice."""

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest
from sqlalchemy import update
from tests.plugin.cli.batch.landed import lines_of

from assemblyai_tools import ConfigurationError, Settings
from assemblyai_tools.batch.batch import Batch
from assemblyai_tools.batch.tables import RECORDINGS
from assemblyai_tools.cli import offline_state


def test_what_fails_is_told_and_stops_no_other_and_can_be_tried_again(service, run, calls, home, monkeypatch):
    (calls / "b.mp3").write_bytes(b"noise")
    (calls / "c.mp3").write_bytes(b"refuse")
    (calls / "d.mp3").touch()
    code, out, err = run("start", calls, calls / "none.mp3", calls / "a.mp3", "--name", "may", "--json")
    assert code == 3
    told = json.loads(out)
    assert (told["done"], told["failed"], told["left"]) == (1, 2, 0)
    assert told["problems"] == {"transcription": 1, "refused": 1}
    assert f"{calls}/d.mp3: it is empty (0 bytes)" in err
    assert f"{calls}/none.mp3: No such file or directory" in err
    assert "Left out: 3 (1 empty, 1 missing, 1 duplicate); left-out.jsonl" in err
    assert told["examples"]["refused"]["name"] == "c"
    statuses = {line["name"]: line["status"] for line in lines_of(home / "may")}
    assert statuses == {"a": "completed", "b": "failed", "c": "failed"}

    (calls / "b.mp3").write_bytes(b"speech of five people")
    code, _, err = run("retry", "may", "--kind", "transcription", "--no-work")
    assert (code, "1 recording to try again." in err) == (0, True)
    out = run("status", "may")[1]
    assert "1 failed, 3 left out" in out
    assert out.splitlines()[1].startswith("  failed: 1 refused, c: ")
    assert "This audio is refused (HTTP 400)" in out
    assert out.splitlines()[-1] == "  stopped"
    monkeypatch.setattr(Batch, "work", lambda batch, **_: worked(batch, "done", "done", "done"))
    assert run("retry", "may")[0] == 0


def test_a_batch_that_is_cancelled_sends_nothing_more(service, run, calls):
    run("start", calls, "--name", "may", "--no-work")
    code, out, err = run("cancel", "may")
    assert (code, "3 cancelled" in out) == (0, True)
    assert "3 recordings will not be sent. To take it back: assemblyai-tools batch resume may" in err
    assert "  cancelled" in run("status", "may")[1]
    assert run("work", "may")[0] == 3
    assert service.jobs == {}
    assert "Nothing is cancelled" in run("cancel", "may")[2]


def test_a_report_is_one_file(service, run, calls, home):
    run("start", calls, "--name", "may", "--no-work")
    code, out, _ = run("report", "may", "may.html")
    assert (code, out) == (0, "may.html\n")
    assert "<h1>Batch may</h1>" in (home / "may.html").read_text()
    assert json.loads(run("report", "may", "may.html", "--json")[1]) == {"batch": "may", "file": "may.html"}
    code, _, err = run("report", "may", "none/may.html")
    assert (code, "cannot be written to none/may.html" in err) == (1, True)


def test_what_stops_all_work_is_told_with_how_to_go_on(service, run, calls, home):
    run("start", calls, "--name", "may", "--no-work")
    (home / "may").rmdir()
    (home / "may").write_text("a file in the way")
    code, _, err = run("work", "may")
    assert code == 1
    assert "cannot be written to" in err
    assert "make room or give permission, then go on. To go on:" in err
    assert "To go on: assemblyai-tools batch resume may" in err
    jobs = len(service.jobs)
    (home / "may").unlink()
    code, out, _ = run("resume", "may")
    assert (code, "3 of 3 done" in out) == (0, True)
    assert len(service.jobs) == max(3, jobs)


def interrupt(*_, **__):
    raise KeyboardInterrupt


def worked(batch, *states):
    """As if a worker had brought the recordings of a batch into these states."""
    with batch.database.engine.execution_options(writes=True).begin() as connection:
        for number, state in enumerate(states, start=1):
            row = (RECORDINGS.c.batch == batch.name) & (RECORDINGS.c.number == number)
            connection.execute(update(RECORDINGS).where(row).values(state=state))


@pytest.mark.parametrize(
    ("states", "code", "told"),
    [
        (("done", "done", "failed"), 3, "What failed can be tried again: assemblyai-tools batch retry may\n"),
        (
            ("done", "held", "held"),
            3,
            "To send them, give higher ones to assemblyai-tools batch resume may\n",
        ),
        (("done", "created", "done"), 4, ""),
        (("done", "done", "done"), 0, ""),
    ],
)
def test_the_exit_code_and_a_hint_say_what_the_work_came_to(
    service, run, calls, monkeypatch, states, code, told
):
    monkeypatch.setattr(Batch, "work", lambda batch, **_: worked(batch, *states))
    ended, out, err = run("start", calls, "--name", "may")
    assert ended == code
    assert f"{states.count('done')} of 3 done" in out
    assert told in err
    assert run("status", "may", "--watch")[0] == code if code != 4 else True


def test_a_database_that_is_away_is_told_while_it_is_waited_for(service, run, calls, monkeypatch):
    monkeypatch.setattr(Batch, "work", lambda batch, **_: batch.database.trouble("It does not answer."))
    assert "assemblyai-tools: It does not answer.\n" in run("start", calls, "--name", "may")[2]


def test_quiet_prints_the_result_only(service, run, calls, monkeypatch):
    (calls / "d.mp3").touch()
    monkeypatch.setattr(Batch, "work", lambda batch, **_: worked(batch, "done", "failed", "held"))
    _, out, err = run("start", calls, "--name", "may", "--quiet")
    assert out.startswith("may: 1 of 3 done")
    assert err == ""


def test_work_of_another_version_is_told(service, run, calls, monkeypatch):
    run("start", calls, "--name", "may", "--no-work")
    monkeypatch.setattr(Batch, "stranded", lambda _: 2)
    assert "2 chunks wait for the version of this package that began them." in run("status", "may")[2]


def test_offline_the_emulator_answers_and_the_batches_are_others(service, run, calls, monkeypatch):
    @contextmanager
    def offline(say):
        say("The emulator is busy.")
        yield Settings.from_env()

    monkeypatch.setattr(offline_state, "offline_service", offline)
    monkeypatch.setattr(Batch, "work", lambda batch, **_: worked(batch, "done", "done", "done"))
    code, out, err = run("start", calls, "--name", "may", "--offline")
    assert (code, "3 of 3 done" in out) == (0, True)
    assert "The emulator is busy." in err
    run("start", calls, "--name", "june", "--offline", "--no-work")
    assert "--offline" in run("cancel", "june", "--offline")[2]
    assert run("status")[1] == ""


def test_an_error_says_how_to_go_on(service, run, calls, monkeypatch):
    def fail(*_, **__):
        raise ConfigurationError("The key is wrong.", next_step="Set another one.")

    monkeypatch.setattr(Batch, "work", fail)
    code, _, err = run("start", calls, "--name", "may")
    assert code == 1
    assert "The key is wrong. Set another one. To go on: assemblyai-tools batch resume may" in err


def test_ctrl_c_while_the_list_is_read_leaves_no_batch(service, run, calls, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("assemblyai_tools.batch.setup.digest_of", interrupt)
        (calls / "copy.mp3").write_bytes((calls / "a.mp3").read_bytes())
        code, out, err = run("start", calls, "--name", "may")
    assert (code, out) == (130, "")
    assert "Stopped before anything was sent. To begin anew, give the same command again." in err
    assert run("status")[1] == ""
    assert run("start", calls, "--name", "may", "--no-work")[0] == 0


def test_ctrl_c_says_how_to_go_on(service, run, calls, monkeypatch):
    monkeypatch.setattr(Batch, "work", interrupt)
    code, out, err = run("start", calls, "--name", "may", "--database", "here.sqlite3")
    assert (code, out) == (130, "")
    assert "nothing is lost. To go on: assemblyai-tools batch resume may --database here.sqlite3\n" in err


@pytest.mark.parametrize("ignored", [True, False])
def test_sigterm_ends_the_work_although_ctrl_c_is_ignored(service, run, calls, monkeypatch, ignored):
    monkeypatch.setattr(Batch, "work", lambda *_, **__: signal.raise_signal(signal.SIGTERM))
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    if ignored:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        code, _, err = run("start", calls, "--name", "may")
    finally:
        signal.signal(signal.SIGINT, before[0])
    assert (code, "Stopped, and nothing is lost" in err) == (143, True)
    assert signal.getsignal(signal.SIGTERM) == before[1]


def test_work_without_a_name_leaves_a_batch_alone_that_was_cancelled(service, run, calls, monkeypatch):
    run("start", calls, "--name", "may", "--no-work")
    run("cancel", "may")
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", "another-key")
    assert run("work")[:2] == (0, "")
    assert "may: 0 of 3 done, 3 cancelled" in run("work", "may")[1]
    assert not service.jobs


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_ctrl_c_or_sigterm_and_resume_pay_nothing_twice(service, run, calls, home, number, code):
    service.finished.clear()
    started = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "assemblyai_tools.cli.main",
            "batch",
            "start",
            calls / "a.mp3",
            "--name",
            "may",
        ],
        env=os.environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert service.waited_for.wait(60)
    refused, _, err = run("work", "may")
    assert (refused, "Another `batch work` runs on" in err) == (1, True)
    started.send_signal(number)
    _, err = started.communicate(timeout=60)
    assert started.returncode == code
    assert "To go on: assemblyai-tools batch resume may" in err
    assert "dbos" not in err
    service.finished.set()
    assert run("resume", "may")[0] == 0
    assert len(service.jobs) == 1
    assert (home / "may/a.txt").read_text() == "Good morning.\n"
