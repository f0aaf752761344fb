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
        ([(500, 400, 3), (100, 900, 3)], NO_SPAN, [(500, 500), (500, 900)]),
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


TIMES = st.none() | st.integers(-1000, 100_000)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.lists(st.builds(Stretch, TIMES, TIMES, st.integers(0, 20))), st.tuples(TIMES, TIMES))
def test_times_never_run_backwards(words, span):
    times = filled(words, span)
    points = [point for time in times for point in time]
    assert len(times) in (0, len(words))
    assert points == sorted(points)
    assert all(point >= 0 for point in points)
