from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assemblyai_tools.captions.times import Stretch, filled

NO_SPAN = (None, None)


@pytest.mark.parametrize(
    ("words", "span", "times"),
    [
        ([(0, 100, 3), (120, 300, 3)], NO_SPAN, [(0, 100), (120, 300)]),
        (
            [(0, 100, 3), (None, None, 2), (None, None, 2), (500, 600, 3)],
            NO_SPAN,
            [(0, 100), (100, 300), (300, 500), (500, 600)],
        ),
        ([(None, None, 3), (400, 600, 3), (None, None, 2)], NO_SPAN, [(400, 400), (400, 600), (600, 600)]),
        ([(None, None, 3), (400, 600, 3), (None, None, 2)], (100, 900), [(100, 400), (400, 600), (600, 900)]),
        ([(None, None, 1), (None, None, 3)], (1000, 1400), [(1000, 1100), (1100, 1400)]),
        ([(100, None, 3), (300, None, 3)], NO_SPAN, [(100, 300), (300, 300)]),
        ([(None, None, 0), (None, 200, 0)], (100, None), [(100, 100), (100, 200)]),
        ([(500, 400, 3), (100, 900, 3)], NO_SPAN, [(500, 700), (700, 900)]),
        ([(-50, -10, 3)], NO_SPAN, [(0, 0)]),
        ([(500, 900, 3)], (600, 700), [(500, 900)]),
        ([(None, None, 3)], NO_SPAN, []),
        ([], (0, 100), []),
    ],
    ids=[
        "known",
        "between two",
        "at the ends",
        "at the ends of a turn",
        "none in a turn",
        "no ends",
        "no characters",
        "backwards",
        "before the beginning",
        "a turn that is shorter than its words",
        "none",
        "no words",
    ],
)
def test_missing_times_lie_between_those_that_are_known(words, span, times):
    assert filled([Stretch(*word) for word in words], span) == times


@pytest.mark.parametrize("wrong", [{"start": 3_600_000}, {"end": 3_600_000}, {"start": 0, "end": 3_600_000}])
@pytest.mark.parametrize("place", [0, 1, 5, 9])
def test_one_time_that_cannot_be_moves_no_other_word(wrong, place):
    words = [Stretch(at * 400, at * 400 + 300, 3) for at in range(10)]
    words[place] = replace(words[place], **wrong)
    times = filled(words, (0, 3_600_000), 5000)
    assert [time for at, time in enumerate(times) if at != place] == [
        (at * 400, at * 400 + 300) for at in range(10) if at != place
    ]
    assert times[place][1] <= 5000


def test_a_time_after_the_end_of_the_recording_is_not_known():
    assert filled([Stretch(0, 300, 3), Stretch(400, 9000, 3)], NO_SPAN, 1000) == [(0, 300), (400, 400)]
    assert filled([Stretch(7000, 9000, 3)], (8000, 9000), 1000) == []


TIMES = st.none() | st.integers(-1000, 100_000)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.lists(st.builds(Stretch, TIMES, TIMES, st.integers(0, 20))), st.tuples(TIMES, TIMES))
def test_times_never_run_backwards(words, span):
    times = filled(words, span)
    points = [point for time in times for point in time]
    assert len(times) in (0, len(words))
    assert points == sorted(points)
    assert all(point >= 0 for point in points)
