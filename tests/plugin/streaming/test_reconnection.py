"""When a lost session is followed by another: each one is billed, so there must be progress."""

import pytest

from assemblyai_tools import ServerError
from assemblyai_tools.streaming.reconnection import (
    LONG_SECONDS,
    MOST_FRUITLESS,
    OUTAGE_SECONDS,
    STEADY_SECONDS,
    Reconnection,
)

ERROR = ServerError("The service broke off the session.", status=503)


def test_sessions_that_acknowledge_audio_may_be_lost_as_often_as_they_are():
    attempts, now = Reconnection(), 0.0
    for number in range(3 * MOST_FRUITLESS):
        attempts.lost(ERROR, 2.0, 1000 * (number + 1))
        now += 2 + attempts.pause(ERROR, now)
    assert now > OUTAGE_SECONDS


@pytest.mark.parametrize("lasted", [1.0, STEADY_SECONDS])
def test_sessions_without_progress_are_given_up_however_steady_they_are(lasted):
    attempts = Reconnection()
    for _ in range(MOST_FRUITLESS):
        attempts.lost(ERROR, lasted, 500)
    with pytest.raises(ServerError):
        attempts.lost(ERROR, lasted, 500)


def test_losses_in_hours_of_silence_do_not_add_up():
    attempts = Reconnection()
    for _ in range(3 * MOST_FRUITLESS):
        attempts.lost(ERROR, LONG_SECONDS, 0)


def test_short_sessions_without_progress_belong_to_one_outage():
    attempts, now = Reconnection(), 0.0
    while now < OUTAGE_SECONDS:
        attempts.lost(ERROR, STEADY_SECONDS - 1, 0)
        now += STEADY_SECONDS - 1
        if now < OUTAGE_SECONDS - 5:
            now += attempts.pause(ERROR, now)
    with pytest.raises(ServerError):
        attempts.pause(ERROR, now + 10)


def test_pauses_grow_and_have_a_bound():
    attempts = Reconnection(is_again=True)
    pauses = [attempts.pause(ERROR, 0.0) for _ in range(8)]
    assert pauses[0] <= 0.5 < pauses[3] <= 4
    assert all(2.5 <= pause <= 5 for pause in pauses[5:])
