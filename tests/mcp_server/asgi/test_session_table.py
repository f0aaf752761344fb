import pytest

from assemblyai_mcp.asgi.session_table import Session, SessionBounds, SessionTable, Standing


class Clock:
    now = 0.0

    def __call__(self):
        self.now += 1
        return self.now


@pytest.fixture
def clock():
    return Clock()


def session(clock, name, caller=None, **more):
    return Session(name, caller, "192.0.2.1", {}, clock(), **more)


def test_a_session_without_a_request_for_long_is_forgotten_as_the_sdk_ends_it(clock):
    table = SessionTable(SessionBounds(most=3), clock)
    for one in ("idle", "busy", "listens"):
        calls, streams = int(one == "busy"), int(one == "listens")
        table.add(session(clock, one, calls=calls, streams=streams, standing=Standing.PROVEN))
    assert table.has_room(None, proven=True), "in place of the idle one"
    assert not table.has_room(None), "nobody knows that this caller is no stranger"
    clock.now += 300
    assert table.find("idle", None) is None
    assert table.find("busy", None)
    assert len(table) == 2


def test_a_session_is_found_by_its_owner_only(clock):
    table = SessionTable(SessionBounds(), clock)
    table.add(session(clock, "one", "digest"))
    assert table.find("one", "digest").id == "one"
    assert table.find("one", None) is table.find("one", "other") is None


@pytest.mark.parametrize(
    "bounds",
    [SessionBounds(most=1), SessionBounds(most_of_caller=1), SessionBounds(most_unproven_of_address=1)],
)
def test_if_all_others_became_busy_meanwhile_none_ends(clock, bounds):
    table = SessionTable(bounds, clock)
    worked = {"calls": 1, "standing": Standing.PROVEN}
    assert table.add(session(clock, "one", "digest", **worked), proven=True) == []
    assert table.add(session(clock, "two", "digest", calls=1), proven=True) == []
    assert len(table) == 2


@pytest.mark.parametrize("bounds", [SessionBounds(most=3), SessionBounds(most_unproven_of_address=2)])
@pytest.mark.parametrize("calls", [(1, 1), (0, 1), (1, 0)])
def test_strangers_lose_busy_sessions_if_they_have_no_others(clock, bounds, calls):
    table = SessionTable(bounds, clock)
    table.add(session(clock, "worked", "digest", standing=Standing.PROVEN))
    strangers = [session(clock, str(number), calls=busy) for number, busy in enumerate(calls)]
    for one in strangers:
        table.add(one)
    assert table.has_room(None)
    assert table.add(session(clock, "new", calls=1)) == [min(strangers, key=lambda one: one.calls)]
