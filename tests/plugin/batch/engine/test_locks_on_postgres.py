"""A machine that is frozen in the middle of a transaction does not stop the others silently."""

import psycopg
import pytest
from sqlalchemy import insert, select, text, update

from assemblyai_tools.batch import engines as module
from assemblyai_tools.batch.database import open_database
from assemblyai_tools.batch.owners import Owners
from assemblyai_tools.batch.tables import OWNERS


@pytest.fixture
def frozen(postgres):
    """A machine that holds the row of an owner locked, and does nothing."""
    opened = open_database(postgres)
    rows = [{"owner": name, "host": "h", "process": 1, "beat": 0.0, "taken_by": None} for name in "ab"]
    opened.run_here(lambda c: c.execute(insert(OWNERS), rows))
    opened.close()
    with psycopg.connect(postgres) as connection:
        connection.execute("UPDATE owners SET host = host WHERE owner = 'a'")
        yield connection


def touch(connection):
    return connection.execute(update(OWNERS).where(OWNERS.c.owner == "a").values(host="other")).rowcount


def test_what_it_has_locked_is_waited_for_with_a_clear_line(postgres, frozen, monkeypatch):
    monkeypatch.setitem(module._TIMEOUTS, "lock_timeout", "20ms")
    lines = []
    database = open_database(postgres, trouble=lines.append, pause=lambda _seconds: frozen.rollback())
    assert database.run_here(touch) == 1
    (line,) = lines
    assert "lock timeout" in line
    database.close()


def test_its_own_transaction_is_ended_soon_and_repeated_when_it_wakes_up(postgres, monkeypatch):
    database, tries = open_database(postgres), []
    database.close()  # the next connection is a new one
    monkeypatch.setitem(module._TIMEOUTS, "idle_in_transaction_session_timeout", "100ms")

    def sleeper(connection):
        tries.append(connection.execute(select(OWNERS)).all())
        if len(tries) == 1:
            monkeypatch.setitem(module._TIMEOUTS, "idle_in_transaction_session_timeout", "10s")
            with psycopg.connect(postgres) as other:
                other.execute("SELECT pg_sleep(0.5)")
        return connection.execute(text("SHOW lock_timeout")).scalar()

    assert database.run_here(sleeper) == "5s"
    assert len(tries) == 2
    database.close()


def test_a_heartbeat_does_not_wait_for_a_dead_owner_that_it_has_locked(postgres, frozen):
    database, dead = open_database(postgres), []
    owner = Owners(database, lambda names: dead.append(list(names)))
    owner.begin()
    owner.beat()
    assert dead == [["b"]]
    frozen.rollback()
    owner.beat()
    assert dead == [["b"], ["a"]]
    owner.end()
    database.close()


def test_an_address_may_say_itself_when_a_connection_counts_as_lost(postgres):
    database = open_database(f"{postgres}{'&' if '?' in postgres else '?'}connect_timeout=3")
    with database.engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        assert driver.info.get_parameters()["connect_timeout"] == "3"
        assert driver.info.get_parameters()["keepalives_idle"] == "5"
    database.close()
