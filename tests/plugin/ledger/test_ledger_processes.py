"""Several processes with one ledger: an order of one that runs is waited for, and one of the dead is taken over."""

import os
import subprocess
import sys
from types import SimpleNamespace

import pytest
from tests.plugin.ledger.steps import ask

from assemblyai_tools.flow import Content
from assemblyai_tools.ledger.ledger import Ledger, Owner
from assemblyai_tools.ledger.process import runs_elsewhere, this_process
from assemblyai_tools.ledger_steps import (
    Order,
    PlaceOrder,
    RecordJob,
    RecordSending,
)


@pytest.fixture
def two(tmp_path, monkeypatch):
    """Two processes with one ledger; the second is the running one."""
    names, alive = iter(["here:1", "here:2", "here:2", "here:2"]), {"here:1"}
    monkeypatch.setattr("assemblyai_tools.ledger.ledger.this_process", lambda: next(names))
    monkeypatch.setattr("assemblyai_tools.ledger.ledger.runs_elsewhere", lambda name: name in alive)
    clock = SimpleNamespace(now=1000.0)
    first, second = (Ledger(tmp_path / "ledger", clock=lambda: clock.now) for _ in range(2))
    return first, second, alive, clock


UPLOADED = PlaceOrder(None, Content(b"sound", "a.mp3"), {})


def place(ledger, owner=None):
    return ledger.answer(UPLOADED, "me", owner=owner or Owner(), source=b"sound", hours=24)


def test_an_order_that_another_process_is_creating_is_waited_for(two):
    first, second, *_ = two
    number = place(first).number
    assert place(second) == Order(busy=True)
    ask(first, RecordJob(number, "t1"))
    assert place(second) == Order(transcript_id="t1")


def test_an_order_of_a_process_that_died_is_taken_over(two):
    first, second, alive, _ = two
    number = place(first).number
    ask(first, RecordSending(number, "https://cdn.test/1"))
    alive.clear()
    order = place(second)
    assert (order.number, order.in_doubt_since, order.upload_url) == (number, 1000.0, "https://cdn.test/1")
    assert order.age == 0


def test_another_process_is_waited_for_an_hour_at_most(two):
    first, second, _, clock = two
    place(first)
    clock.now += 3601
    assert place(second).number == 2


def test_a_call_that_ended_without_a_job_lets_other_processes_go_on(two, monkeypatch):
    threads = []

    class Now:
        def __init__(self, target, args, daemon):
            threads.append(daemon)
            self.start = lambda: target(*args)

    monkeypatch.setattr("assemblyai_tools.ledger.ledger.Thread", Now)
    first, second, *_ = two
    owner = Owner()
    place(first, owner)
    Owner().release()
    assert place(second) == Order(busy=True)
    owner.release()
    owner.release()
    assert threads == [True]
    assert place(second).number == 2


def test_a_process_is_known_by_its_machine_and_number():
    own = this_process()
    machine = own.rpartition(":")[0]
    assert runs_elsewhere(f"{machine}:{os.getppid()}")
    assert runs_elsewhere(f"{machine}:1")
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    for name in (own, None, "", f"{machine}:x", f"elsewhere:{os.getppid()}", f"{machine}:{gone.pid}"):
        assert not runs_elsewhere(name)


def test_a_process_of_another_user_runs_too(monkeypatch):
    def refuse(_pid, _signal):
        raise PermissionError

    monkeypatch.setattr("os.kill", refuse)
    assert runs_elsewhere(f"{this_process().rpartition(':')[0]}:99999")


def test_a_call_that_is_cancelled_while_its_file_is_read_holds_nobody_up(two):
    first, second, *_ = two
    gone = Owner(released=True)
    assert place(first, gone).number == 1
    assert first._under_way == {}
    assert place(second).number == 2
