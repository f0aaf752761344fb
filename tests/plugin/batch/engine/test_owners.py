"""Who works on Postgres: all who give signs of life, of whom one takes over the work of the dead."""

import threading

import pytest
from sqlalchemy import select, update

from assemblyai_tools.batch import owners as module
from assemblyai_tools.batch.database import open_database
from assemblyai_tools.batch.database_errors import DatabaseError
from assemblyai_tools.batch.owners import LostLeaseError, Owners
from assemblyai_tools.batch.posts import CREATE_SECONDS
from assemblyai_tools.batch.tables import OWNERS


@pytest.fixture
def shared(postgres):
    opened = open_database(postgres)
    yield opened
    opened.close()


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def owner_of(shared):
    """Make an owner that has begun, and the list of those whose work it recovered."""
    made = []

    def make(**options):
        dead = []
        owner = Owners(shared, lambda names: dead.append(list(names)), **options)
        owner.begin()
        made.append(owner)
        return owner, dead

    yield make
    for owner in made:
        owner.end()


def silence(shared, owner, seconds=60.0):
    row = update(OWNERS).where(OWNERS.c.owner == owner.me).values(beat=OWNERS.c.beat - seconds)
    shared.run_here(lambda c: c.execute(row))


def alive(shared, one, other):
    return shared.run_here(lambda c: one.is_alive(c, other.me))


def test_a_silent_owner_is_taken_over_by_one_survivor_only(shared, owner_of):
    (dead, _), (one, ones), (other, others) = owner_of(), owner_of(), owner_of()
    one.beat()
    assert ones == []
    assert alive(shared, one, dead)
    silence(shared, dead)
    one.beat()
    other.beat()
    assert (ones, others) == ([[dead.me]], [])
    assert not alive(shared, other, dead)
    one.beat()
    assert ones == [[dead.me]]


def test_of_a_survivor_that_dies_too_the_next_inherits_all(shared, owner_of):
    (dead, _), (one, _), (other, others) = owner_of(), owner_of(), owner_of()
    silence(shared, dead)
    one.beat()
    silence(shared, one)
    other.beat()
    (recovered,) = others
    assert sorted(recovered) == sorted([dead.me, one.me])
    rows = shared.run_here(lambda c: c.execute(select(OWNERS.c.owner, OWNERS.c.taken_by)).all())
    assert dict(map(tuple, rows)) == {dead.me: other.me, one.me: other.me, other.me: None}


async def test_an_owner_that_was_taken_over_may_create_nothing_any_more(shared, owner_of):
    (sleeper, _), (one, _) = owner_of(), owner_of()
    await sleeper.fresh()
    silence(shared, sleeper)
    one.beat()
    sleeper.beat()
    assert not sleeper.is_fresh()
    with pytest.raises(LostLeaseError, match="others may have taken over its work"):
        await sleeper.fresh()
    sleeper.end()


async def test_an_owner_without_a_fresh_sign_of_life_waits_for_one(owner_of, monkeypatch):
    clock = Clock()
    owner, _ = owner_of(clock=clock)
    clock.now += module.LEASE * module.FRESH_SHARE
    assert not owner.is_fresh()

    async def beat(_seconds):
        owner.beat()

    monkeypatch.setattr(module.asyncio, "sleep", beat)
    await owner.fresh()
    assert owner.is_fresh()


def test_the_fence_is_shorter_than_the_lease_by_more_than_a_request_takes():
    assert module.LEASE * module.FRESH_SHARE + CREATE_SECONDS < module.LEASE


def test_signs_of_life_come_from_a_thread_until_the_end(shared, owner_of, monkeypatch):
    monkeypatch.setattr(module, "BEAT", 0.001)
    owner, _ = owner_of()
    beats, enough = [], threading.Event()

    def beat():
        beats.append(threading.current_thread())
        if len(beats) in {1, 2, 4}:
            raise DatabaseError("It does not answer.") if len(beats) < 4 else RuntimeError("A bug.")
        if len(beats) > 4:
            enough.set()

    lines = []
    shared.trouble = lines.append
    monkeypatch.setattr(owner, "beat", beat)
    owner.start_beating()
    assert enough.wait(10)
    owner.end()
    assert threading.current_thread() not in beats
    # Once for each time. Whatever it is, the next beat is given.
    assert lines == [f"No sign of life could be given: {why}" for why in ("It does not answer.", "A bug.")]


def test_a_recovery_that_fails_is_made_again(shared, owner_of):
    (dead, _), (one, ones) = owner_of(), owner_of()
    silence(shared, dead)
    recover, one._on_dead = one._on_dead, lambda _names: (_ for _ in ()).throw(DatabaseError("gone"))
    with pytest.raises(DatabaseError):
        one.beat()
    one._on_dead = recover
    one.beat()
    assert ones == [[dead.me]]


def test_what_an_owner_leaves_at_its_end_is_taken_over_at_once(shared, owner_of):
    (first, _), (one, ones) = owner_of(), owner_of()
    first.end()
    one.beat()
    assert ones == [[first.me]]


def test_an_owner_whose_database_is_gone_at_its_end_leaves_quietly(shared, owner_of, monkeypatch):
    owner, _ = owner_of()

    def refuse(*_arguments, **_options):
        raise DatabaseError("gone")

    with monkeypatch.context() as patch:
        patch.setattr(shared, "run_here", refuse)
        owner.end()


def test_a_first_sign_of_life_whose_commit_is_repeated_is_one_row(shared, owner_of):
    owner, _ = owner_of()
    owner.begin()
    rows = shared.run_here(lambda c: c.execute(select(OWNERS.c.owner)).all())
    assert len(rows) == 1


def test_the_fence_counts_the_time_for_which_the_machine_was_asleep(monkeypatch):
    """Linux's monotonic clock stands still then."""
    times = {module._BOOT_CLOCK: 1000.0}
    monkeypatch.setattr(module.time, "monotonic", lambda: 1.0)
    monkeypatch.setattr(module.time, "clock_gettime", times.__getitem__)
    owner = Owners(None, list)
    assert owner.is_fresh()
    times[module._BOOT_CLOCK] += 60.0
    assert not owner.is_fresh()


async def test_an_owner_that_is_silent_for_its_lease_stops_by_itself_whoever_should_have_given_the_signs(
    owner_of,
):
    clock = Clock()
    owner, _ = owner_of(clock=clock)
    clock.now += module.LEASE - 1
    owner.check_lease()
    clock.now += 1
    with pytest.raises(LostLeaseError, match="silent for too long"):
        owner.check_lease()
    with pytest.raises(LostLeaseError):
        await owner.fresh()


def test_what_was_taken_over_though_nobody_heard_of_it_is_recovered_once(shared, owner_of, monkeypatch):
    (dead, _), (one, ones) = owner_of(), owner_of()
    silence(shared, dead)
    run_here = shared.run_here

    def lost(work, **options):
        done = run_here(work, **options)
        if work == one._taken_over:
            raise DatabaseError("The reply to the commit is lost.")
        return done

    with monkeypatch.context() as patch:
        patch.setattr(shared, "run_here", lost)
        with pytest.raises(DatabaseError):
            one.beat()
    assert ones == []
    one.beat()
    one.beat()
    assert ones == [[dead.me]]
