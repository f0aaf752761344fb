import pytest

from assemblyai_emulator.scenarios.times import MS_PER_CHARACTER, Placed, filled, shared


def spans(times, texts, within=(None, None)):
    return [(placed.start, placed.end) for placed in filled(times, texts, within)]


@pytest.mark.parametrize(
    ("times", "found"),
    [
        ([(None, None), (420, 800), (800, 900)], [(0, 420), (420, 800), (800, 900)]),
        ([(0, 100), (None, None), (None, None), (500, 600)], [(0, 100), (100, 300), (300, 500), (500, 600)]),
        ([(0, None), (None, 400), (400, 500)], [(0, 200), (200, 400), (400, 500)]),
        ([(0, None), (300, 400), (None, 500)], [(0, 300), (300, 400), (400, 500)]),
        ([(0.4, 99.6), (100.2, 200)], [(0, 100), (100, 200)]),
        ([(900, 1000), (None, 500), (600, 700)], [(900, 1000), (500, 500), (600, 700)]),
        ([(900, 1000), (None, None), (600, 700)], [(900, 1000), (600, 600), (600, 700)]),
    ],
)
def test_what_has_no_time_shares_that_between_its_neighbours(times, found):
    assert spans(times, ["four"] * len(times)) == found


def test_the_time_is_shared_by_the_length_of_the_text():
    assert spans([(None, None), (None, None)], ["a", "bbb"], (100, 900)) == [(100, 300), (300, 900)]
    assert [(one.start, one.end) for one in shared(["", ""], 5, 9)] == [(5, 7), (7, 9)]


def test_without_any_later_time_an_ordinary_pace_is_assumed():
    assert spans([(0, 100), (None, None)], ["a", "bb"]) == [(0, 100), (100, 100 + 2 * MS_PER_CHARACTER)]


def test_an_estimate_has_the_limits_of_all_that_shares_its_time():
    assert filled([(0, 100), (None, None), (None, None), (500, 600)], ["a"] * 4)[1:] == [
        Placed(100, 300, 100, 500),
        Placed(300, 500, 100, 500),
        Placed(500, 600, 500, 600),
    ]


def test_nothing_has_no_times():
    assert filled([], []) == []
