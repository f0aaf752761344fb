import math

import pytest

from assemblyai_emulator.hearing.media_clock import MediaClock


@pytest.fixture
def silences():
    """The silence before each frame of 1 s with these timestamps, in seconds."""

    def run(times, *, origin=0.0, end=36_000.0, longest_gap=36_000.0, seconds=1.0):
        clock = MediaClock(origin, end, longest_gap)
        found = []
        for time in times:
            found.append(round(clock.silence_before(time), 6))
            clock.advance(seconds)
        assert clock.position == pytest.approx(len(times) * seconds + sum(found))
        return found

    return run


def test_a_frame_that_follows_on_needs_no_silence(silences):
    assert silences([0, 1, 2]) == [0, 0, 0]


def test_a_late_start_and_a_hole_are_silence(silences):
    assert silences([5, 6, 17, 18]) == [5, 0, 10, 0]


def test_the_time_where_the_container_starts_is_zero(silences):
    assert silences([1.4, 2.4], origin=1.4) == [0, 0]
    assert silences([6.4, 7.4], origin=1.4) == [5, 0]
    assert silences([900, 901, 912], origin=None) == [0, 0, 10]


def test_jitter_is_not_silence(silences):
    assert silences([0.04, 0.95, 2.09, 2.98, 4]) == [0] * 5


def test_small_losses_add_up(silences):
    assert silences([0, 1.04, 2.08, 3.12, 4.12]) == [0, 0, 0, 0.12, 0]


def test_audio_that_overlaps_is_kept_and_counts_against_a_later_gap(silences):
    assert silences([0, 0.5, 1.5, 12.5]) == [0, 0, 0, 9.5]


@pytest.mark.parametrize("hostile", [360_000.0, 1e300, math.inf, -math.inf, math.nan, None, -5000.0])
def test_a_timestamp_that_cannot_be_true_changes_nothing(silences, hostile):
    assert silences([0, 1, hostile, 3, 4]) == [0] * 5


def test_time_goes_on_after_a_jump_that_is_not_believed(silences):
    assert silences([0, 100, 101, 105, 106], end=50) == [0, 0, 0, 3, 0]
    assert silences([0, 100, 101, 105, 106], longest_gap=50) == [0, 0, 0, 3, 0]


def test_a_jump_that_is_not_believed_does_not_hide_a_gap_after_it(silences):
    assert silences([0, 360_000, 2, 8, 9]) == [0, 0, 0, 5, 0]
    assert silences([0, -360_000, 7, 8, 360_000, 10]) == [0, 0, 5, 0, 0, 0]


def test_time_goes_on_after_timestamps_begin_anew(silences):
    assert silences([*range(15), 0, 1, 5]) == [*[0] * 17, 3]


def test_only_a_short_gap_is_believed_after_the_containers_end(silences):
    assert silences([0, 20, 40, 140], end=30) == [0, 19, 19, 0]
