import pytest
from benchmarks.accuracy.recording import Turn
from benchmarks.accuracy.speaker_errors import SpeakerErrors


def turns(*rows: tuple[float, float, str]) -> list[Turn]:
    return [Turn(*row) for row in rows]


TRUTH = turns((0, 4, "ann"), (5, 9, "bob"))


def errors(found, truth=TRUTH, collar=0.0):
    result = SpeakerErrors.of(truth, found, collar)
    return result.missed, result.added, result.confused, result.speech


def test_the_names_of_the_found_speakers_do_not_matter():
    assert errors(turns((0, 4, "B"), (5, 9, "A"))) == (0, 0, 0, 8)


def test_time_is_missed_made_up_or_given_to_the_wrong_speaker():
    # Half a second late, one second into the silence, and the last second of bob as ann.
    found = turns((0.5, 5, "A"), (5, 8, "B"), (8, 9, "A"))
    assert errors(found) == (0.5, 1, 1, 8)
    assert SpeakerErrors.of(TRUTH, found, 0).rate == pytest.approx(2.5 / 8)


def test_borders_do_not_count_within_the_collar():
    # The collars take half a second of each turn, and all differences.
    assert errors(turns((0.2, 4.25, "A"), (4.75, 8.8, "B")), collar=0.25) == (0, 0, 0, 7)


def test_one_speaker_for_everyone_is_wrong_for_the_one_who_speaks_less():
    assert errors(turns((0, 9, "A")), turns((0, 3, "ann"), (3, 9, "bob"))) == (0, 0, 3, 9)


def test_a_speaker_too_many_is_wrong_all_the_time():
    assert errors(turns((0, 3, "A"), (3, 4, "C"), (5, 9, "B"))) == (0, 0, 1, 8)


def test_where_two_speak_at_once_both_count():
    both = turns((0, 4, "ann"), (2, 6, "bob"))
    assert errors(turns((0, 4, "A"), (4, 6, "B")), both) == (2, 0, 0, 8)
    assert errors(both, both) == (0, 0, 0, 8)


def test_without_any_found_speaker_all_is_missed():
    assert errors([]) == (8, 0, 0, 8)
    assert SpeakerErrors.of(TRUTH, []).rate == 1
