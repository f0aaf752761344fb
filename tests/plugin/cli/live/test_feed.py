"""Events on their way from a stream's thread to the thread that shows them."""

import threading

import pytest

from assemblyai_tools.cli.live import feed as module
from assemblyai_tools.cli.live.feed import Feed
from assemblyai_tools.streaming.events import Heartbeat

EVENTS = [
    Heartbeat(total_audio_received_ms=number, total_duration_ms=0, realtime_factor=1) for number in range(5)
]


class Stream:
    """Gives events, then waits until it is closed, or fails."""

    def __init__(self, events, error=None, *, ends=False):
        self.given, self.closed = [], threading.Event()
        self._events, self._error = events, error
        if ends:
            self.closed.set()

    def __iter__(self):
        for event in self._events:
            self.given.append(event)
            yield event
        if self._error:
            raise self._error
        self.closed.wait(30)

    def close(self):
        self.closed.set()


def test_it_gives_the_events_and_ends_with_the_stream():
    assert list(Feed(Stream(EVENTS, ends=True)).events(None)) == EVENTS


def test_it_raises_what_ended_the_stream():
    told = Feed(Stream(EVENTS[:1], OSError("gone"))).events(None)
    assert next(told) == EVENTS[0]
    with pytest.raises(OSError, match="gone"):
        next(told)


def test_where_nothing_comes_it_says_so():
    stream = Stream([])
    feed = Feed(stream)
    told = feed.events(0.001)
    assert [next(told), next(told)] == [None, None]
    feed.leave()
    assert stream.closed.is_set()
    assert [one for one in told if one] == []


def test_a_reader_that_stops_gets_what_is_there(monkeypatch):
    monkeypatch.setattr(module, "_MOMENT", 0.2)
    for stream in (Stream(EVENTS), Stream(EVENTS, ends=True)):
        feed = Feed(stream)
        told = feed.events(None)
        assert next(told) == EVENTS[0]
        assert list(feed.rest()) == EVENTS[1:]
        feed.leave()


def test_it_takes_so_many_of_those_at_most(monkeypatch):
    monkeypatch.setattr(module, "MOST_EVENTS", 2)
    feed = Feed(Stream(EVENTS))
    next(feed.events(None))
    assert list(feed.rest()) == EVENTS[1:3]
    feed.leave()


def test_it_reads_two_events_ahead_at_most():
    stream = Stream(EVENTS)
    feed = Feed(stream)
    next(feed.events(None))
    feed.leave()
    assert len(stream.given) <= 3


def test_leaving_need_not_wait():
    class Stuck(Stream):
        def close(self):
            self.closed.wait(30)

    stream = Stuck([])
    Feed(stream).leave(0.001)
    stream.closed.set()
