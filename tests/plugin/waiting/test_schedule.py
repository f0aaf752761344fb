import pytest

from assemblyai_tools.waiting.schedule import LONGEST_PAUSE, READS_PER_SECOND, SHORTEST_PAUSE, next_pause


def test_pauses_grow_with_the_time_waited():
    assert [next_pause(waited) for waited in (0, 30, 60, 120, 180, 3600)] == [
        SHORTEST_PAUSE,
        SHORTEST_PAUSE,
        0.85,
        0.85,
        0.85,
        0.85,
    ]


def test_between_the_shortest_and_the_longest_a_pause_is_a_sixtieth_of_the_time_waited():
    assert next_pause(42) == pytest.approx(0.7)


@pytest.mark.parametrize("readers", [0, 1, 10])
def test_a_few_readers_poll_as_often_as_one(readers):
    assert next_pause(0, readers) == SHORTEST_PAUSE


@pytest.mark.parametrize("waited", [0, 3600])
def test_many_readers_share_the_rate(waited):
    assert next_pause(waited, 10 * READS_PER_SECOND) == 10.0


def test_the_rate_lengthens_even_the_longest_pause():
    assert next_pause(3600, READS_PER_SECOND) == 1.0 > LONGEST_PAUSE
