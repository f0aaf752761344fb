"""Late answers, by a loop whose time stands still until the test moves it."""

import json

import pytest
from benchmarks.stub.connection import Connection
from benchmarks.stub.delay import Delay
from benchmarks.stub.faults import Faults
from benchmarks.stub.service import Service


class Loop:
    """A clock, and what is to be called when."""

    def __init__(self):
        self.now, self.timers = 100.0, []

    def time(self):
        return self.now

    def call_later(self, seconds, call):
        self.timers.append((self.now + seconds, len(self.timers), call))

    def pass_until(self, now):
        self.now = now
        due = sorted(timer for timer in self.timers if timer[0] <= now)
        self.timers = [timer for timer in self.timers if timer not in due]
        for _, _, call in due:
            call()


class Transport:
    """What a client would receive."""

    def __init__(self):
        self.written, self.closing = [], False

    def write(self, data):
        self.written.append(json.loads(data.partition(b"\r\n\r\n")[2]))

    def is_closing(self):
        return self.closing


@pytest.fixture
def loop():
    return Loop()


@pytest.fixture
def service():
    return Service(lambda _job, _asked: None)


@pytest.fixture
def connect(loop, service):
    def connected(share=0.0):
        connection, transport = Connection(service, Faults(share), Delay(0.1, loop)), Transport()
        connection.connection_made(transport)
        return connection, transport

    return connected


def receive(connection, method, target, body=b""):
    head = (
        f"{method} {target} HTTP/1.1\r\nAuthorization: k\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode()
    connection.get_buffer(-1)[: len(head + body)] = head + body
    connection.buffer_updated(len(head + body))


def create(connection, index=0):
    receive(connection, "POST", "/v2/transcript", json.dumps({"audio_url": f"{index}/2.0.mp3"}).encode())


def test_an_answer_comes_so_much_later_but_the_work_is_done_at_once(connect, loop, service):
    connection, transport = connect()
    create(connection)
    assert (len(service.accounts["k"].jobs), transport.written) == (1, [])
    assert [at for at, _, _ in loop.timers] == [pytest.approx(100.1)]
    loop.pass_until(100.2)
    assert [answer["id"] for answer in transport.written] == ["k-0"]


def test_connections_do_not_wait_for_each_other(connect, loop):
    (first, _), (second, _) = connect(), connect()
    create(first)
    create(second)
    assert [at for at, _, _ in loop.timers] == [pytest.approx(100.1)] * 2


def test_answers_of_one_connection_keep_their_order(connect, loop):
    connection, transport = connect()
    for index in range(3):
        create(connection, index)
    loop.timers.reverse()
    loop.timers = [(at, -number, call) for at, number, call in loop.timers]
    loop.pass_until(100.2)
    assert [answer["id"] for answer in transport.written] == ["k-0", "k-1", "k-2"]


def test_the_report_comes_at_once_unless_an_answer_is_due_before_it(connect, loop):
    connection, transport = connect()
    receive(connection, "GET", "/stub")
    assert transport.written == [{"requests": {}, "jobs": {}}]
    create(connection)
    receive(connection, "GET", "/stub")
    assert len(transport.written) == 1
    loop.pass_until(100.2)
    assert ["id" in answer for answer in transport.written] == [False, True, False]


def test_a_failure_is_as_late_as_any_answer_and_one_who_has_gone_gets_none(connect, loop):
    connection, transport = connect(share=1.0)
    create(connection)
    assert transport.written == []
    loop.pass_until(100.2)
    assert transport.written == [{"error": "made to fail"}]
    create(connection)
    transport.closing = True
    loop.pass_until(100.4)
    assert len(transport.written) == 1


def test_without_a_delay_no_timer_is_needed(loop):
    sent = []
    Delay(0.0, loop).send(lambda: sent.append("answer"))
    assert (sent, loop.timers) == (["answer"], [])
