import pytest
from hypothesis import given
from hypothesis import strategies as st

from assemblyai_emulator.hearing.speakers.labels import label_words, letter
from assemblyai_emulator.hearing.speakers.span import SpeakerSpan
from assemblyai_emulator.wording.words import Word


def words(*times: tuple[int, int]) -> list[Word]:
    return [Word("so", start, end, 0.9) for start, end in times]


def spans(*rows: tuple[int, int, int]) -> list[SpeakerSpan]:
    return [SpeakerSpan(*row) for row in rows]


def labels(heard, found, most=None) -> str:
    return "".join(str(word.speaker) for word in label_words(heard, found, most))


def test_a_word_gets_the_speaker_whose_span_holds_its_middle():
    found = spans((0, 1000, 0), (1000, 2000, 1))
    assert labels(words((0, 400), (800, 1100), (900, 1200), (1500, 1900)), found) == "AABB"


def test_of_overlapping_spans_the_longer_one_wins():
    found = spans((0, 5000, 0), (1000, 1400, 1), (4000, 9500, 1))
    assert labels(words((1100, 1300), (4200, 4800), (6000, 7000)), found) == "ABB"


def test_a_sliver_at_the_border_of_two_turns_takes_no_word():
    found = spans((0, 20, 1), (10, 2000, 0), (2000, 4000, 1))
    assert labels(words((0, 30), (100, 300), (2100, 2400)), found) == "AAB"


def test_a_word_outside_all_spans_goes_with_the_nearest_one():
    found = spans((1000, 2000, 0), (5000, 6000, 1))
    assert labels(words((0, 200), (3000, 3200), (4000, 4200), (9000, 9300)), found) == "AABB"


def test_a_word_between_two_spans_equally_near_goes_with_the_longer_one():
    found = spans((0, 1000, 0), (2000, 5000, 1))
    assert labels(words((100, 200), (1400, 1600)), found) == "AB"


def test_letters_follow_the_words_and_not_the_numbers_of_the_diarizer():
    found = spans((0, 100, 7), (1000, 2000, 3), (3000, 4000, 7), (5000, 6000, 0))
    assert labels(words((1100, 1200), (3100, 3200), (5100, 5200)), found) == "ABC"


def test_without_any_span_one_speaker_says_everything():
    assert labels(words((0, 100), (200, 300)), []) == "AA"


def test_without_words_there_is_nothing_to_label():
    assert label_words([], spans((0, 100, 0)), 1) == []


def test_only_the_speaker_of_a_word_changes():
    word = Word("Yes.", 10, 20, 0.5, channel="1")
    assert label_words([word], []) == [Word("Yes.", 10, 20, 0.5, "A", "1")]


def test_a_speaker_too_many_is_the_one_who_speaks_least_and_joins_the_nearer_neighbour():
    heard = words((0, 1000), (1100, 2000), (2050, 2300), (3000, 4000), (4800, 4900), (5000, 6000))
    found = spans((0, 2000, 0), (2010, 2400, 1), (2900, 4000, 2), (4700, 4950, 1), (5000, 6000, 0))
    assert labels(heard, found) == "AABCBA"
    assert labels(heard, found, most=2) == "AAABAA"
    assert labels(heard, found, most=1) == "AAAAAA"
    assert labels(heard, found, most=3) == labels(heard, found, most=9) == "AABCBA"


def test_a_turn_that_joins_a_neighbour_stays_whole():
    heard = words((0, 1000), (1100, 1400), (1500, 1800), (2900, 3100), (3200, 5000))
    found = spans((0, 1000, 0), (1050, 3150, 1), (3160, 5000, 2))
    assert labels(heard, found, most=2) == "AAAAB"


def test_two_turns_in_a_row_of_speakers_too_many_may_join_different_neighbours():
    heard = words((0, 2000), (2010, 2100), (3900, 3990), (4000, 6000))
    found = spans((0, 2000, 0), (2005, 2200, 1), (3800, 3995, 2), (4000, 6000, 3))
    assert labels(heard, found, most=2) == "AABB"


def test_a_turn_as_near_to_both_neighbours_joins_the_one_before():
    heard = words((0, 1000), (1100, 1200), (1300, 2300))
    assert labels(heard, spans((0, 1000, 0), (1050, 1250, 1), (1290, 2300, 2)), most=2) == "AAB"


@pytest.mark.parametrize(
    ("index", "name"),
    [(0, "A"), (25, "Z"), (26, "AA"), (27, "AB"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")],
)
def test_speakers_after_z_are_named_as_the_columns_of_a_spreadsheet(index, name):
    assert letter(index) == name


times = st.tuples(st.integers(0, 20_000), st.integers(0, 2_000)).map(lambda pair: (pair[0], sum(pair)))
heard_words = st.lists(times, max_size=25).map(lambda rows: words(*sorted(rows)))
found_spans = st.lists(st.tuples(times, st.integers(0, 40)), max_size=25).map(
    lambda rows: spans(*[(start, end, speaker) for (start, end), speaker in sorted(rows)])
)


@given(heard_words, found_spans, st.none() | st.integers(1, 5))
def test_every_word_has_a_label_in_order_of_appearance_and_never_more_than_the_most(heard, found, most):
    labelled = label_words(heard, found, most)
    order = list(dict.fromkeys(word.speaker for word in labelled))
    assert order == [letter(index) for index in range(len(order))]
    assert len(order) <= (most or 41)
    assert [(word.text, word.start, word.end) for word in labelled] == [
        (word.text, word.start, word.end) for word in heard
    ]


@given(heard_words, found_spans, st.integers(1, 5))
def test_a_limit_above_the_number_of_speakers_changes_nothing(heard, found, most):
    free = label_words(heard, found)
    if len({word.speaker for word in free}) <= most:
        assert label_words(heard, found, most) == free


@given(heard_words, found_spans, st.permutations(range(41)))
def test_how_the_diarizer_numbers_the_speakers_does_not_matter(heard, found, numbers):
    renumbered = [SpeakerSpan(span.start_ms, span.end_ms, numbers[span.speaker_index]) for span in found]
    assert label_words(heard, renumbered) == label_words(heard, found)
