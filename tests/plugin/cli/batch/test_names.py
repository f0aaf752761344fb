"""What names a batch, a kind of failure, a database: what is not there is told at once, and nothing is made."""

import re

import pytest
from sqlalchemy import update

from assemblyai_tools.batch.batch import Batch
from assemblyai_tools.batch.tables import RECORDINGS
from assemblyai_tools.cli.batch.new_name import new_name
from assemblyai_tools.cli.batch.place import Place
from assemblyai_tools.cli.session import Common


def failed(name, *problems):
    """As if the recordings of a batch had failed like this."""

    def work(batch, **_):
        with batch.database.engine.execution_options(writes=True).begin() as connection:
            for number, problem in enumerate(problems, start=1):
                row = (RECORDINGS.c.batch == name) & (RECORDINGS.c.number == number)
                state = "failed" if problem else "done"
                connection.execute(update(RECORDINGS).where(row).values(state=state, problem=problem))

    return work


def test_a_batch_without_a_name_gets_that_of_its_folder_and_the_day(service, run, calls):
    for number in ("", "-2"):
        code, out, err = run("start", calls, "--no-work")
        name = out.partition(":")[0]
        assert (code, bool(re.fullmatch(rf"calls-\d{{4}}-\d\d-\d\d{number}", name))) == (0, True)
        assert f"The batch is called {name}.\n" in err
        assert f"The results land in {name}.\n" in err


@pytest.mark.parametrize(
    ("source", "begins"),
    [
        ("https://example.com/a.mp3", "batch-2"),
        ("-", "batch-2"),
        ("é ü/", "batch-2"),
        ("May calls.csv", "May-calls-2"),
    ],
)
def test_a_name_is_one_that_a_batch_can_have(home, source, begins):
    if source.endswith("/"):
        (home / source).mkdir()
    elif source.endswith(".csv"):
        (home / source).touch()
    name = new_name([source], ())
    assert name.startswith(begins)
    assert new_name([source], {name}) == f"{name}-2"
    (home / name).touch()
    assert new_name([source], ()) == f"{name}-2"


def test_a_kind_of_failure_that_there_is_not_is_wrong_usage(service, run, calls, monkeypatch):
    monkeypatch.setattr(Batch, "work", failed("may", "refused", "empty", None))
    run("start", calls, "--name", "may")
    code, _, err = run("retry", "may", "--kind", "bogus")
    assert code == 2
    assert "'bogus' is no kind of failure. In this batch: empty, refused." in err
    monkeypatch.setattr(Batch, "work", None)
    for kind in (["--kind", "changed"], []):
        if not kind:
            run("retry", "may", "--no-work")
        code, out, err = run("retry", "may", *kind)
        assert (code, "Nothing to try again." in err, out.startswith("may: 1 of 3 done")) == (0, True, True)
    assert "no recording has failed" in run("retry", "may", "--kind", "bogus")[2]


@pytest.mark.parametrize("address", ["none/x.sqlite3", "sqlite:///none/x.sqlite3"])
@pytest.mark.parametrize(
    "words",
    [
        ("status",),
        ("work",),
        ("status", "may"),
        ("retry", "may"),
        ("cancel", "may"),
        ("export", "may", "--to", "x"),
    ],
)
def test_a_database_that_is_not_there_is_told_and_not_made(service, run, home, words, address):
    code, _, err = run(*words, "--database", address)
    assert (code, f"There is no database {address}. Check its name" in err) == (1, True)
    assert not (home / "none").exists()


def test_looking_for_a_batch_makes_no_database(service, run, home):
    assert run("status", "may")[0] == 1
    assert list((home / ".local").rglob("*.sqlite3")) == []


def test_a_database_on_the_network_is_looked_for_by_what_connects_to_it():
    place = Place(Common(offline=False, as_json=False, quiet=False), "postgresql://host/x")
    assert place.where() == "postgresql://host/x"
