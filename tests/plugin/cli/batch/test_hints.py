"""Every command that is named to a person is for the same batches: with --offline and --database, if given."""

import re
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import update

from assemblyai_tools import Settings
from assemblyai_tools.batch.batch import Batch
from assemblyai_tools.batch.results.landing import LandingError
from assemblyai_tools.batch.tables import BATCHES, RECORDINGS
from assemblyai_tools.cli import batch as batch_commands
from assemblyai_tools.cli import offline_state
from assemblyai_tools.cli.batch import export
from assemblyai_tools.cli.batch.place import Place
from assemblyai_tools.cli.session import Common

MAY = ["may", "--offline", "--database", "my batches.sqlite3"]
"""A batch that is elsewhere than usual."""

NAMED = re.compile(r"assemblyai-tools batch (\w+)(.*)")
"""A command that is named, with what follows it on the line."""

USAGE = re.compile(r"^(?:Usage: |Try ').*\n", re.MULTILINE)
"""What stands above an error of usage: how the command is typed, for any batch."""


@pytest.fixture
def offline(monkeypatch):
    """The service on loopback instead of the emulator."""

    @contextmanager
    def service(_):
        yield Settings.from_env()

    monkeypatch.setattr(offline_state, "offline_service", service)


@pytest.fixture
def named(service, offline, run, calls):
    """Run a command for MAY; gives the commands that it names, each of which is complete."""

    def call(command, *words):
        name = ["start", calls, "--name"] if command == "start" else [command]
        _, _, err = run(*name, *MAY, *words)
        found = NAMED.findall(USAGE.sub("", err))
        for _, more in found:
            assert "--offline --database 'my batches.sqlite3'" in more
        return [name for name, _ in found]

    return call


def change(table, **values):
    """As if this had happened to the batch meanwhile."""

    def work(batch, **_):
        with batch.database.engine.execution_options(writes=True).begin() as connection:
            connection.execute(update(table).values(**values))

    return work


def fail(error):
    def work(*_, **__):
        raise error

    return work


@pytest.mark.parametrize(
    ("work", "commands"),
    [
        (fail(KeyboardInterrupt()), ["resume"]),
        (fail(LandingError("The disk is full.", next_step="Make room.")), ["resume"]),
        (change(RECORDINGS, state="failed"), ["retry"]),
        (change(RECORDINGS, state="held"), ["resume"]),
        (change(RECORDINGS, state="done"), []),
    ],
)
def test_work_that_has_ended(named, monkeypatch, work, commands):
    monkeypatch.setattr(Batch, "work", work)
    assert named("start") == commands
    assert named("work") == commands
    assert named("resume") == commands


def test_a_batch_that_nobody_works_on(named, home):
    assert named("start", "--no-work") == []
    assert named("status") == ["resume"]
    assert named("cancel") == ["resume"]
    assert named("start") == ["resume"]  # there is one of this name already


def test_an_export_that_the_disk_has_no_room_for(named, monkeypatch, home):
    named("start")
    monkeypatch.setattr(export, "_AT_ONCE", 1)  # so that others come after the first one
    (home / "full/a.txt").mkdir(parents=True)  # no file can take its place
    assert named("export", "--to", "full", "--overwrite") == ["export"]


@pytest.mark.parametrize(
    "words", ["status", "resume", "retry", "cancel", "work", "report x.html", "export --to x"]
)
def test_a_batch_or_a_database_that_is_not_there(named, run, calls, words):
    assert named(*words.split()) == ["start"]  # only that makes a database
    run("start", calls, "--no-work", "--name", "june", *MAY[1:])
    assert named(*words.split()) == ["status"]


def test_a_key_of_another_account(named, monkeypatch):
    named("start")
    with monkeypatch.context() as patch:
        patch.setattr(Batch, "work", change(BATCHES, account="another"))
        named("resume")
    assert named("resume") == ["resume"]


def test_no_command_is_written_out_elsewhere():
    """`Place.command` is what writes a command."""
    for module in Path(batch_commands.__path__[0]).glob("*.py"):
        text = (
            module.read_text().partition('"""')[2].partition('"""')[2]
        )  # without the module's own docstring
        assert "{PROGRAM} batch" not in text
        assert "assemblyai-tools batch" not in text


@pytest.mark.parametrize(
    ("database", "shown"),
    [
        ("a b.sqlite3", "'a b.sqlite3'"),
        ("postgresql://user@host/x", "postgresql://user@host/x"),
        ("postgresql://user:secret@host/x", "'postgresql://user:***@host/x'"),
        ("postgresql://host/x?user=me&password=secret", "'postgresql://host/x?user=me'"),
    ],
)
def test_a_password_is_not_repeated(database, shown):
    place = Place(Common(offline=True, as_json=False, quiet=False), database)
    assert place.command("resume", "may") == f"assemblyai-tools batch resume may --offline --database {shown}"
