"""How long a stream waits for its last turns: a while after each of them, but not without end."""

import pytest
from tests.plugin.streaming.live_events import turn

from assemblyai_tools.streaming.events import Heartbeat, StreamWarning
from assemblyai_tools.streaming.last_turns import LAST_TURNS_HERE_SECONDS, LAST_TURNS_SECONDS, LastTurns

BEAT = Heartbeat(total_audio_received_ms=0, total_duration_ms=0, realtime_factor=1.0)


def test_nothing_is_overdue_before_the_session_was_asked_to_end():
    waiting = LastTurns(is_here=False)
    waiting.heard(turn(0, "hello"), 0.0)
    assert not waiting.is_overdue(1000.0)


@pytest.mark.parametrize(
    ("is_here", "seconds"), [(False, LAST_TURNS_SECONDS), (True, LAST_TURNS_HERE_SECONDS)]
)
def test_the_seconds_count_from_when_the_service_can_have_heard_all(is_here, seconds):
    waiting = LastTurns(is_here=is_here)
    waiting.start(100.0, ahead=7.0)
    assert not waiting.is_overdue(107.0 + seconds)
    assert waiting.is_overdue(107.1 + seconds)


def test_a_turn_that_comes_may_be_followed_by_another():
    waiting = LastTurns(is_here=False)
    waiting.start(100.0)
    waiting.heard(turn(0, "hello"), 104.0)
    assert not waiting.is_overdue(104.0 + LAST_TURNS_SECONDS)
    assert waiting.is_overdue(104.1 + LAST_TURNS_SECONDS)


@pytest.mark.parametrize("event", [BEAT, StreamWarning(warning="slow")])
def test_what_only_shows_that_the_session_is_open_is_not_waited_after(event):
    waiting = LastTurns(is_here=False)
    waiting.start(100.0)
    waiting.heard(event, 104.0)
    assert waiting.is_overdue(100.1 + LAST_TURNS_SECONDS)


def test_turns_without_end_are_not_waited_for():
    waiting = LastTurns(is_here=False)
    waiting.start(0.0)
    for second in range(200):
        waiting.heard(turn(second, "on"), float(second))
    assert waiting.is_overdue(130.0)


def test_in_another_session_they_are_not_due_yet():
    waiting = LastTurns(is_here=False)
    waiting.start(0.0)
    waiting.stop()
    assert not waiting.is_overdue(1000.0)
