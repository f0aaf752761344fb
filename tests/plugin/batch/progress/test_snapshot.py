"""How far a batch is, over all machines."""

import json

import pytest
from sqlalchemy import insert
from tests.plugin.batch.rows import database_of

from assemblyai_tools.batch.prices import Prices
from assemblyai_tools.batch.progress.snapshot import snapshot
from assemblyai_tools.batch.tables import OWNERS
from assemblyai_tools.errors import InvalidArgumentsError

PRICES = Prices({"m": 0.2}, {"speaker_labels": 0.1}, "2026-09-28", "a page").to_json()
HOUR = 3600.0
WORKING = [(1999.0, None)]


def look(*rows, now=2000.0, owners=(), **batch):
    engine = database_of(*rows, **({"prices": PRICES} | batch))
    with engine.begin() as connection:
        for number, (beat, taken_by) in enumerate(owners):
            connection.execute(
                insert(OWNERS),
                {"owner": str(number), "host": "h", "process": 1, "beat": beat, "taken_by": taken_by},
            )
        return snapshot(connection, "may", now)


def test_a_batch_that_was_just_started_waits():
    found = look({}, {"seconds": HOUR})
    assert (found.total, found.waiting, found.done, found.left) == (2, 2, 0, 2)
    assert (found.hours_known, found.unknown_lengths, found.remaining_seconds, found.per_minute) == (
        1,
        1,
        None,
        0,
    )
    assert (
        found.as_line()
        == "may: 0 of 2 done, 2 waiting; 0.0 min of 1.0 h and 1 recording of unknown length; about $0.00 of $0.2000"
    )


def test_every_state_is_counted():
    states = ("new", "creating", "created", "completed", "done", "failed", "held", "cancelled")
    found = look(*({"state": state} for state in states))
    counted = found.done, found.running, found.waiting, found.failed, found.held, found.cancelled
    assert counted == (1, 3, 1, 1, 1, 1)
    assert sum(counted) == found.total == 8


def test_failures_are_counted_by_kind():
    found = look(
        {"state": "failed", "problem": "missing"},
        {"state": "failed", "problem": "missing", "options": '{"speaker_labels": true}'},
        {"state": "failed", "problem": "service"},
        {"state": "failed"},
    )
    assert found.problems == {"missing": 2, "service": 1, "unknown": 1}


def test_hours_and_cost_are_those_of_what_is_transcribed_with_the_options_of_each():
    found = look(
        {"state": "done", "seconds": HOUR, "ended": 1990.0},
        {"state": "completed", "seconds": HOUR, "options": '{"speaker_labels": false}'},
        {"state": "done", "seconds": HOUR, "same_as": 1, "ended": 1990.0},
        {"state": "new", "seconds": HOUR},
        {"state": "failed", "seconds": HOUR},
        options='{"speaker_labels": true}',
    )
    assert (found.hours_done, found.hours_known) == (2, 4)
    assert found.cost_done == pytest.approx(0.3 + 0.2)
    assert found.cost_known == pytest.approx(0.3 * 3 + 0.2)
    assert found.prices_of == "2026-09-28"


def test_the_rate_is_that_of_the_last_minutes_and_tells_what_remains():
    times = [1000.0 + 10 * number for number in range(100)]
    ended = [{"state": "done", "sent": one - 10, "ended": one} for one in times]
    found = look(*ended, {}, {"state": "created"}, now=2000.0, owners=WORKING)
    assert found.per_minute == pytest.approx(29 / 300 * 60)
    assert found.remaining_seconds == pytest.approx(2 / (29 / 300))
    assert found.as_line().endswith("; 6 a minute; about 21 s left")


def test_the_rate_of_a_batch_that_began_just_now_is_of_that_time():
    done = {"state": "done", "ended": 1990.0}
    assert look(done, {}, owners=WORKING).per_minute == pytest.approx(6)
    assert look(done | {"sent": 1980.0}, {}, owners=WORKING).per_minute == pytest.approx(3)


def test_there_is_no_rate_where_nothing_works_or_nothing_is_left():
    done = {"state": "done", "ended": 1990.0}
    for found in (look(done, {}), look(done, owners=WORKING), look({}, owners=WORKING)):
        assert (found.per_minute, found.remaining_seconds) == (0, None)
        assert "a minute" not in found.as_line()


def test_failures_do_not_count_in_the_rate():
    failed = [{"state": "failed", "problem": "refused", "ended": 1990.0}] * 20
    assert look(*failed, {}, owners=WORKING).per_minute == 0
    done = {"state": "done", "ended": 1990.0}
    assert look(*failed, done, {}, owners=WORKING).per_minute == pytest.approx(6)


def test_each_kind_of_failure_has_an_example_on_one_clean_line():
    failed = {"state": "failed", "problem": "refused"}
    found = look(
        {"state": "done"},
        failed | {"name": "b\n\x1b[31m", "message": "No\nsuch \u202eaudio: https://x.org/a?token=secret"},
        failed | {"name": "c", "message": "Another one."},
        {"state": "failed", "problem": "empty", "name": "d", "message": "x" * 1000},
        {"state": "failed", "name": "e"},
    )
    assert found.failures() == [
        f"failed: 1 empty, d: {'x' * 300}...",
        "failed: 2 refused, such as b [31m: No such audio: https://x.org/a",
        "failed: 1 unknown, e: ",
    ]
    assert json.loads(found.as_json())["examples"]["refused"]["message"].startswith("No such audio")
    found.examples.clear()
    assert found.failures()[0] == "failed: 1 empty"


def test_what_was_left_out_is_told():
    found = look({}, outputs='{"left_out": {"empty": 2, "missing": 1}}')
    assert "may: 0 of 1 done, 1 waiting, 3 left out; " in found.as_line()
    assert json.loads(found.as_json())["left_out"] == {"empty": 2, "missing": 1}


def test_workers_are_those_that_gave_a_sign_of_life():
    assert look({}, owners=[(1999.0, None), (1900.0, None), (1999.0, "other")]).workers == 1


@pytest.mark.parametrize(
    ("states", "batch", "works", "standing"),
    [
        (["new", "new"], "open", False, "waiting"),
        (["new", "done"], "open", True, "working"),
        (["created", "done"], "open", False, "stopped"),
        (["done", "held"], "open", False, "held"),
        (["done", "cancelled"], "cancelled", False, "cancelled"),
        (["created", "cancelled"], "cancelled", True, "cancelled"),
        (["done", "failed"], "cancelled", False, "ended"),
        (["done", "done"], "open", True, "ended"),
    ],
)
def test_a_word_says_how_a_batch_stands(states, batch, works, standing):
    owners = [(1999.0, None)] if works else ()
    found = look(*({"state": state} for state in states), owners=owners, state=batch)
    assert found.standing == json.loads(found.as_json())["state"] == standing


def test_it_is_one_object_for_programs():
    told = json.loads(look({"state": "failed", "problem": "empty"}, {}).as_json())
    assert (told["batch"], told["left"], told["problems"]) == ("may", 1, {"empty": 1})


def test_another_batch_in_the_same_database_is_not_counted():
    engine = database_of({}, name="june", prices=PRICES)
    with engine.begin() as connection, pytest.raises(InvalidArgumentsError, match="no batch 'may'"):
        snapshot(connection, "may", 0.0)
