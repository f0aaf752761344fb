"""The commands of batches, through the front door, against a service on loopback."""

import io
import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager, nullcontext

import click
import pytest
from sqlalchemy import update

from assemblyai_tools import ConfigurationError, Settings
from assemblyai_tools.batch.batch import Batch
from assemblyai_tools.batch.tables import RECORDINGS
from assemblyai_tools.cli import offline_state
from assemblyai_tools.cli.batch import group, place
from assemblyai_tools.origin import install_command


def lines_of(folder):
    return [json.loads(line) for line in (folder / "results.jsonl").read_text().splitlines()]


def test_a_folder_is_transcribed_and_its_results_land_in_files_and_are_exported_again(
    service, run, calls, home
):
    code, out, err = run("start", calls, "--name", "may", "-o", "text", "-o", "srt", "--speakers")
    assert code == 0
    assert out.startswith("may: 3 of 3 done; 3.0 min of 3.0 min; about $0.0115 of $0.0115")
    assert "The results land in may." in err
    assert sorted(path.name for path in (home / "may").iterdir()) == [
        *("a.srt", "a.txt", "b.srt", "b.txt", "c.srt", "c.txt", "results.jsonl")
    ]
    assert (home / "may/a.txt").read_text() == "Good morning.\n"
    assert [(line["name"], line["status"]) for line in lines_of(home / "may")] == [
        *(("a", "completed"), ("b", "completed"), ("c", "completed"))
    ]
    assert all(job["speaker_labels"] is True for job in service.jobs.values())
    assert len(service.jobs) == 3

    code, out, _ = run("export", "may", "--to", "again", "-o", "srt", "-o", "json")
    assert (code, out) == (0, "3 recordings exported to again\n")
    assert len(list((home / "again").glob("*.srt"))) == len(list((home / "again").glob("*.json"))) == 3
    assert [line["files"]["srt"] for line in lines_of(home / "again")] == ["a.srt", "b.srt", "c.srt"]
    service.jobs.pop(next(iter(service.jobs)))
    code, out, err = run("export", "may", "--to", "again", "--json")
    assert code == 3
    assert json.loads(out) == {"batch": "may", "to": "again", "exported": 2, "failed": 1}
    assert "not found" in err
    (home / "full/a.srt").mkdir(parents=True)  # no file can take its place
    (home / "full/b.srt").mkdir()
    code, out, err = run("export", "may", "--to", "full", "-o", "srt", "-o", "json", "--overwrite")
    assert (code, out) == (1, "")
    assert err.count("The results cannot be written to full") == 1
    again = "assemblyai-tools batch export may --to full -o srt -o json --overwrite"
    assert f"then go on. To go on: {again}\n" in err


def test_a_list_gives_names_and_options_and_the_same_content_is_paid_once(
    service, run, calls, home, monkeypatch
):
    (calls / "two\nlines 🎧.mp3").write_bytes(b"speech a")
    (home / "may").mkdir()
    (home / "may/Monday.txt").write_text("my notes")
    rows = [
        {"audio": "calls/a.mp3", "name": "../Monday", "language_code": "de"},
        {"path": "calls/two\nlines 🎧.mp3", "language_code": "de"},
        {"file": "calls/b.mp3"},
        {"file": "calls/b.mp3", "language_code": "fr"},
        {"audio": "https://example.com/c.mp3?sig=1"},
        {"audio": "calls/a.mp3", "speaker_label": True},
    ]
    text = "\n".join(map(json.dumps, rows))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    code, out, err = run("start", "-", "--name", "may", "--language", "en")
    assert (code, "5 of 5 done" in out) == (3, True)
    assert "stdin, line 6: " in err
    assert "speaker_labels" in err
    names = {line["name"]: line["transcript_id"] for line in lines_of(home / "may")}
    assert list(names) == ["Monday-2", "two lines 🎧", "b", "b-2", "c"]
    assert {path.stem for path in (home / "may").glob("*.txt")} == {"Monday", *names}
    assert (home / "may/Monday.txt").read_text() == "my notes"
    assert names["Monday-2"] == names["two lines 🎧"]
    assert sorted(job["language_code"] for job in service.jobs.values()) == ["de", "en", "en", "fr"]


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


def test_names_are_shown_without_what_a_terminal_would_obey(service, run, home):
    folder = home / "calls\x1b[2J"
    folder.mkdir()
    (folder / "a\x9b2J\nb.mp3").touch()
    (folder / "out\x1b[2J.mp3").symlink_to("/etc/hostname")
    (folder / os.fsdecode(b"\xff.mp3")).write_bytes(b"speech")
    (folder / "c\x1b[2J\n.mp3").write_bytes(b"noise")
    code, out, err = run("start", folder, "--name", "may", "--to", "to\x1b[2J")
    assert code == 3
    assert "Left out: 3 (1 empty, 1 outside, 1 unreadable); left-out.jsonl" in err
    out += run("status", "may")[1]
    _, exported, told = run("export", "may", "--to", "to\x9b2J")
    shown = out + err + exported + told
    assert all(line.isprintable() for line in shown.split("\n"))
    (line,) = lines_of(home / "to\x1b[2J")
    assert (line["source"], line["name"]) == (f"{folder}/c\x1b[2J\n.mp3", "c [2J")


def test_a_dry_run_tells_hours_cost_and_what_is_left_out_and_sends_nothing(service, run, home, audio):
    (home / "empty.mp3").touch()
    given = [audio / "hello.flac", "https://example.com/a.mp3", home / "empty.mp3"]
    code, out, err = run("start", *given, "--name", "may", "--dry-run")
    assert code == 3
    assert out.splitlines()[0] == "Recordings: 2"
    assert out.splitlines()[1].endswith(", and 1 recording of unknown length")
    assert (
        "with the prices of 2026-09-28 (https://www.assemblyai.com/pricing); an estimate, not a bill" in out
    )
    assert "Left out: 1 (1 empty)" in out
    assert "Nothing was sent." in err
    code, out, err = run("start", *given, "--name", "may", "--dry-run", "--json", "--quiet")
    told = json.loads(out)
    assert (told["recordings"], told["unknown_lengths"], told["left_out"]) == (2, 1, {"empty": 1})
    assert told["bad"][0]["fault"] == "empty"
    assert err == ""
    assert service.uploads == {}
    assert run("status")[1] == ""


def test_many_bad_rows_are_told_in_few_lines(run, home):
    (home / "list.jsonl").write_text(
        '{"audio": "none.mp3"}\n' * 5000 + '{"audio": "https://example.com/a.mp3"}\n'
    )
    code, out, err = run("start", "list.jsonl", "--name", "may", "--dry-run")
    assert code == 3
    assert "Left out: 5,000 (5,000 missing)" in out
    assert len(err.splitlines()) == 103
    assert "5,000 read ..." in err
    assert "... and 4,900 more that are left out." in err
    assert (
        len(
            json.loads(run("start", "list.jsonl", "--name", "may", "--dry-run", "--json", "--quiet")[1])[
                "bad"
            ]
        )
        == 1000
    )


def test_a_list_twice_is_a_batch_once(run, home):
    (home / "list.txt").write_text("https://example.com/a.mp3\n" * 3)
    code, out, _ = run("start", "list.txt", "--name", "may", "--dry-run")
    assert code == 0
    assert "Recordings: 1\n" in out
    assert "Left out: 2 (2 duplicate)" in out


def test_a_batch_is_bounded_by_hours_and_cost_and_resumes_with_more(service, run, home, audio):
    code, out, err = run(
        "start", audio / "hello.flac", "--name", "may", "--max-cost", "0.000001", "--max-hours", "1"
    )
    assert code == 3
    assert "1 held" in out
    assert "1 are held by --max-hours or --max-cost" in err
    assert service.jobs == {}
    code, out, _ = run("resume", "may", "--no-work")
    assert (code, "1 waiting" in out) == (0, True)
    assert run("resume", "may", "--max-cost", "1")[0] == 0
    assert len(service.jobs) == 1


def test_prices_may_be_the_users_own(run, home, audio):
    (home / "prices.toml").write_text('date = "2027-01-01"\n[models]\nassemblyai-stt-3-7 = 3600\n')
    out = run("start", audio / "hello.flac", "--name", "may", "--dry-run", "--prices", "prices.toml")[1]
    assert "with the prices of 2027-01-01 (prices.toml)" in out
    assert "Cost: about $4" in out or "Cost: about $3" in out


def test_what_was_written_down_is_worked_on_later_without_what_has_changed_since(service, run, calls, home):
    shared = home / "shared.sqlite3"
    code, out, _ = run("start", calls, "--name", "may", "--no-work", "--database", shared)
    assert (code, "3 waiting" in out) == (0, True)
    assert service.uploads == {}
    code, out, err = run("status", "--database", shared)
    assert (
        out
        == "may: 0 of 3 done, 3 waiting; 0.0 min of 0.0 min and 3 recordings of unknown length; about $0.00 of $0.00\n"
    )
    assert "Nothing works on it now: assemblyai-tools batch resume may" in err
    assert json.loads(run("status", "may", "--database", shared, "--json")[1])["waiting"] == 3
    (calls / "b.mp3").write_bytes(b"another recording")
    (calls / "c.mp3").unlink()
    code, out, _ = run("work", "--database", shared)
    assert (code, "1 of 3 done, 2 failed" in out) == (3, True)
    assert run("status", "may", "--watch", "--database", shared, "--quiet")[0] == 3
    told = json.loads(run("status", "may", "--database", shared, "--json")[1])
    assert told["problems"] == {"changed": 1, "missing": 1}
    assert [path.name for path in (home / "may").glob("*.txt")] == ["a.txt"]
    assert len(service.jobs) == 1


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


def test_a_batch_that_there_is_already_is_not_begun_again(service, run, calls):
    run("start", calls, "--name", "may", "--no-work")
    code, _, err = run("start", "none.mp3", "--name", "may")
    assert code == 2
    assert "There is a batch may already; it was left as it is." in err
    assert "none.mp3" not in err
    assert service.jobs == {}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["status", "--watch"], "--watch needs the NAME"),
        (["start", "x.mp3", "--name", "b/ad"], "'b/ad' cannot be the name of a batch"),
        (["report", "may", "talk.ogg"], "'talk.ogg' must end in .html or .htm"),
        (["start", "--name", "x"], "Missing argument"),
        (["start", "x.mp3", "--name", "x", "--speakers-expected", "many"], "give a whole number"),
        (["start", "x.mp3", "--name", "x", "-o", "pdf"], "'pdf' is not one of"),
        (
            ["start", "x.mp3", "--name", "x", "--max-cost", "nan"],
            "'nan' is not a number that can be counted to",
        ),
        (["resume", "x", "--max-hours", "inf"], "'inf' is not a number"),
        (["work", "--rate", "0"], "is not in the range"),
        (["strat"], "Did you mean"),
        (["export", "may"], "Missing option '--to'"),
    ],
)
def test_wrong_usage_is_told_before_anything_else(run, words, told):
    code, _, err = run(*words)
    assert code == 2
    assert told in err


def test_help_names_every_command(run):
    code, out, _ = run("--help")
    assert code == 0
    for name in ("start", "status", "resume", "retry", "cancel", "export", "work", "report"):
        assert f"\n  {name} " in out
        assert run(name, "--help")[0] == 0


def test_without_a_key_nothing_is_written_down(run, calls, home):
    code, _, err = run("start", calls, "--name", "may")
    assert code == 1
    assert "No AssemblyAI API key is set" in err
    assert run("status")[1:] == ("", "There are no batches in this database.\n")


def test_a_database_without_batches_has_no_work(service, run):
    assert run("work") == (0, "", "There are no batches in this database.\n")


def test_a_batch_that_is_not_there_is_told_with_those_there_are(service, run, calls, monkeypatch):
    code, _, err = run("resume", "june")
    assert code == 1
    assert "There is no batch june" in err
    assert "To see those there are: assemblyai-tools batch status\n" in err
    monkeypatch.setattr(offline_state, "offline_service", lambda _: nullcontext(Settings.from_env()))
    run("start", calls, "--name", "june", "--no-work")
    run("start", calls, "--name", "july", "--no-work", "--offline")
    assert "It was started without --offline: leave it out." in run("status", "june", "--offline")[2]
    assert "It was started with --offline: add --offline." in run("status", "july")[2]
    assert "with --offline" not in run("status", "july", "--database", "other.sqlite3")[2]


def test_without_its_packages_it_says_what_to_install(run, monkeypatch):
    monkeypatch.setattr(place, "is_installed", lambda _: False)
    code, _, err = run("status")
    assert code == 1
    assert install_command("batch") in err


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


def test_the_shell_completes_the_commands():
    found = group.command.shell_complete(click.Context(group.command), "re")
    assert [one.value for one in found] == ["resume", "retry", "report"]


def test_the_shell_completes_the_names_of_batches(service, run, calls, monkeypatch):
    run("start", calls, "--name", "may", "--no-work")
    run("start", calls, "--name", "june", "--no-work")
    command = group.command.get_command(click.Context(group.command), "status")
    argument = next(one for one in command.params if one.name == "name")
    assert [one.value for one in argument.shell_complete(click.Context(command), "m")] == ["may"]
    monkeypatch.setattr(place, "is_installed", lambda _: False)
    assert argument.shell_complete(click.Context(command), "m") == []


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
