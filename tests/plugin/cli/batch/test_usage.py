"""How the commands of batches are typed: usage, help, completion, and what is missing before there is any work."""

from contextlib import nullcontext

import click
import pytest

from assemblyai_tools import Settings
from assemblyai_tools.cli import offline_state
from assemblyai_tools.cli.batch import group, place
from assemblyai_tools.origin import install_command


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
