"""What a process remembers of tasks: for each account apart, and not for ever."""

from types import SimpleNamespace

import pytest

from assemblyai_mcp.tasks.memory import Memory


@pytest.fixture
def caller():
    """Who the current request is from."""
    return SimpleNamespace(name="own", known=True)


@pytest.fixture
def now():
    return [1_000.0]


@pytest.fixture
def memory(caller, now):
    callers = SimpleNamespace(account=lambda: caller.name, is_known=lambda: caller.known)
    return Memory(callers, lambda: now[0], seconds=60, most=2)


def test_what_is_noted_is_remembered_until_it_is_forgotten(memory):
    memory.note("a", 1)
    assert memory.get("a") == 1
    memory.forget("a")
    memory.forget("never noted")
    assert memory.get("a") is None


def test_the_oldest_of_an_account_makes_room_and_that_is_known(memory, now):
    for name in "abc":
        memory.note(name, name)
        now[0] += 1
    assert [memory.get(name) for name in "abc"] == [None, "b", "c"]
    assert memory.made_room_since(1_000.0)
    assert not memory.made_room_since(1_000.5)


def test_one_account_never_makes_another_forget(memory, caller):
    memory.note("a", 1)
    caller.name = "another"
    for name in "abcdef":
        memory.note(name, 2)
    assert not memory.made_room_since(1_001.0)
    caller.name = "own"
    assert memory.get("a") == 1
    assert not memory.made_room_since(0.0)


def test_accounts_do_not_see_each_others_values(memory, caller):
    memory.note("a", 1)
    caller.name = "another"
    assert memory.get("a") is None


def test_nothing_is_kept_for_an_account_that_the_service_never_answered(memory, caller):
    caller.known = False
    memory.note("a", 1)
    assert memory.get("a") is None
    assert memory._accounts == {}


def test_values_and_whole_accounts_are_forgotten_when_they_are_old(memory, caller, now):
    memory.most = 3
    memory.note("a", 1)
    now[0] += 59
    memory.note("b", 2)
    now[0] += 1
    memory.note("c", 3)
    assert [memory.get(name) for name in "abc"] == [None, 2, 3]
    now[0] += 60
    caller.name = "another"
    memory.note("d", 4)
    assert list(memory._accounts) == ["another"]
