"""Two starts of a batch at the same time: one of them writes it, and the other one says so."""

import pytest
from sqlalchemy.exc import IntegrityError

from assemblyai_tools import InvalidArgumentsError
from assemblyai_tools.batch import setup
from assemblyai_tools.batch.batch import Batch
from assemblyai_tools.batch.database import open_database
from assemblyai_tools.batch.sources.source import Source


def urls(count, then=lambda: None):
    for number in range(1, count + 1):
        yield Source(f"https://example.com/{number}.mp3", is_file=False, name=str(number))
    then()


@pytest.mark.parametrize("where", ["sqlite", "postgres"])
@pytest.mark.parametrize("at_once", [1, 10])
def test_the_second_one_goes_on_in_place_of_the_first(start, path, request, monkeypatch, where, at_once):
    monkeypatch.setattr(setup, "_AT_ONCE", at_once)
    database = path if where == "sqlite" else request.getfixturevalue("postgres")
    second = []

    def begin():
        second.append(start(sources=urls(3), database=database))

    with pytest.raises(InvalidArgumentsError, match="Another start of the batch calls began"):
        start(sources=urls(5, begin), database=database)
    assert len(second[0].rows()) == 3
    with pytest.raises(InvalidArgumentsError, match="There is a batch calls already"):
        start(sources=urls(2), database=database)
    assert [row.state for row in second[0].rows()] == ["new"] * 3
    second[0].close()


def test_one_that_begins_in_the_same_moment_says_that_the_other_has_the_name(start, monkeypatch):
    def begun_elsewhere(*_):
        raise IntegrityError("INSERT", {}, Exception("UNIQUE constraint failed"))

    monkeypatch.setattr(setup, "_begin", begun_elsewhere)
    with pytest.raises(InvalidArgumentsError, match="There is a batch calls already"):
        start(sources=urls(2))


def test_one_that_began_later_is_told_if_the_first_has_ended_before_it(start, path):
    def begun_anew():
        database = open_database(path)
        database.run_here(lambda c: setup._forget(c, "calls"))
        database.close()

    with pytest.raises(InvalidArgumentsError, match="Another start"):
        start(sources=urls(5, begun_anew))
    assert Batch.names(path) == []


def test_a_start_whose_commit_is_repeated_is_one_batch(start, monkeypatch):
    insert, lost = setup._insert, []

    def twice(connection, rows):
        insert(connection, rows)
        insert(connection, rows)
        lost.append(rows)

    monkeypatch.setattr(setup, "_insert", twice)
    assert len(start(sources=urls(3)).rows()) == 3
    assert len(lost) == 1
