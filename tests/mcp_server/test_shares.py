"""What a process remembers of many accounts: each has its share of the space, and nothing is kept for ever."""

import pytest

from assemblyai_mcp.shares import Bounds, Shares


@pytest.fixture
def now():
    return [1_000.0]


@pytest.fixture
def shares(now):
    return Shares(lambda: now[0], seconds=60, bounds=Bounds(3, 5))


def held(shares, account, names):
    return [name for name in names if shares.get(account, name) is not None]


def test_the_oldest_of_an_account_makes_room_and_until_when_is_known(shares, now):
    for name in "abcd":
        shares.note("own", name, name)
        now[0] += 1
    assert held(shares, "own", "abcd") == ["b", "c", "d"]
    assert shares.forgotten_until("own") == 1_000.0


def test_what_is_noted_again_is_the_newest_and_counts_once(shares):
    for name in "abcad":
        shares.note("own", name, name)
    assert held(shares, "own", "abcd") == ["a", "c", "d"]
    assert len(shares) == 3


def test_beyond_the_bound_of_all_the_account_with_the_most_makes_room(shares):
    for account, names in (("few", "a"), ("many", "abc"), ("some", "ab")):
        for name in names:
            shares.note(account, name, name)
    assert [held(shares, account, "abc") for account in ("few", "many", "some")] == [
        ["a"],
        ["b", "c"],
        ["a", "b"],
    ]
    assert shares.forgotten_until("few") < shares.forgotten_until("many")


def test_no_number_of_accounts_goes_beyond_the_bound_of_all(shares):
    for number in range(50):
        shares.note(f"account {number}", "a", number)
    assert len(shares) == 5


def test_an_entry_may_be_of_an_earlier_moment(shares, now):
    shares.note("own", "a", 1, now[0] - 59)
    shares.note("own", "b", 2)
    now[0] += 1
    shares.note("own", "c", 3)
    assert held(shares, "own", "abc") == ["b", "c"]
    assert shares.forgotten_until("own") == 941.0


def test_what_is_too_old_already_is_not_kept(shares, now):
    shares.note("own", "a", 1, now[0] - 60)
    assert len(shares) == 0


def test_whole_accounts_are_forgotten_when_they_are_old(shares, now):
    shares.note("own", "a", 1)
    shares.note("own", "b", 2)
    now[0] += 60
    shares.note("another", "c", 3)
    assert (held(shares, "own", "ab"), len(shares)) == ([], 1)


def test_an_entry_of_an_earlier_moment_does_not_make_the_whole_account_old(shares, now):
    shares.note("own", "a", "new")
    shares.note("own", "b", "old", now[0] - 30)
    now[0] += 31
    shares.note("other", "c", "new")
    assert shares.get("own", "a") == "new"
