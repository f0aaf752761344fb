"""What a process remembers of tasks: for each account apart, and not for ever."""

from types import SimpleNamespace

import pytest

from assemblyai_mcp.shares import Bounds
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
    return Memory(callers, lambda: now[0], seconds=60)


def test_what_is_noted_is_remembered_until_it_is_too_old(memory, now):
    memory.note("a", 1)
    assert memory.get("a") == 1
    now[0] += 60
    memory.note("b", 2)
    assert memory.get("a") is None


def test_that_an_entry_had_to_make_room_is_known(memory, now):
    memory.shares.bounds = Bounds(of_account=2)
    for name in "abc":
        memory.note(name, name)
        now[0] += 1
    assert memory.made_room_since(1_000.0)
    assert not memory.made_room_since(1_000.5)


def test_accounts_do_not_see_each_others_values(memory, caller):
    memory.note("a", 1)
    caller.name = "another"
    assert memory.get("a") is None


def test_nothing_is_kept_for_an_account_that_the_service_never_answered(memory, caller):
    caller.known = False
    memory.note("a", 1)
    assert memory.get("a") is None
    assert len(memory.shares) == 0
