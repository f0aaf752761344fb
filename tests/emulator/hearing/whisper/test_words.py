from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from assemblyai_emulator.hearing.whisper.library import HeardWord
from assemblyai_emulator.hearing.whisper.words import within, words
from assemblyai_emulator.wording.words import Word


def heard(*texts: str, seconds: float = 0.25) -> list[HeardWord]:
    return [
        HeardWord(text, number * seconds, (number + 1) * seconds, 0.5) for number, text in enumerate(texts)
    ]


def texts(found: list[Word]) -> list[str]:
    return [word.text for word in found]


def test_a_token_without_a_leading_blank_goes_on_with_the_word_before_it():
    found = words(
        heard(" A", " pre", "-paid", " card", " at", " example", ".org", " is", " $", "5", ".50."),
        spaced=True,
    )
    assert texts(found) == ["A", "pre-paid", "card", "at", "example.org", "is", "$5.50."]
    assert (found[1].start, found[1].end) == (250, 750)


def test_where_words_have_no_blanks_each_character_is_a_word_but_latin_ones_stay_together():
    found = words(heard("今", "日", "は", "Open", "AI", "です。"), spaced=False)
    assert texts(found) == ["今", "日", "は", "OpenAI", "です。"]


def test_punctuation_and_music_on_their_own_are_no_words_but_spoken_signs_are():
    assert texts(words(heard(" Well", " -", " R", " &", " D", " ♪", " ..."), spaced=True)) == [
        "Well",
        "R",
        "&",
        "D",
    ]


def test_a_word_without_any_time_gets_one_and_does_not_overlap_its_neighbours():
    found = words([HeardWord(" a", 1.0, 1.0, 0.9), HeardWord(" b", 1.0, 1.5, 0.9)], spaced=True)
    assert [(word.start, word.end) for word in found] == [(1000, 1001), (1001, 1500)]


def test_the_words_of_a_piece_do_not_begin_before_the_last_word_of_the_piece_before():
    (word,) = words([HeardWord(" a", 1.0, 1.5, 0.9)], spaced=True, after_ms=1200)
    assert (word.start, word.end) == (1200, 1500)


def test_no_word_ends_after_the_audio():
    said = [Word("a", 500, 800, 0.5), Word("b", 900, 1100, 0.5), Word("c", 1100, 1300, 0.5)]
    assert [(word.start, word.end) for word in within(said, 1000)] == [(500, 800), (900, 999), (999, 1000)]
    assert within(said, 2000) == said


_TOKENS = st.builds(
    HeardWord,
    st.text(alphabet=" ab.-,&♪1", min_size=1, max_size=4),
    st.floats(0, 100),
    st.floats(0, 100),
    st.floats(-0.5, 1.5),
)


@given(st.lists(_TOKENS), st.booleans())
def test_whatever_was_heard_words_are_in_order_without_overlaps_and_confident_from_0_to_1(tokens, spaced):
    found = words(tokens, spaced=spaced)
    assert all(word.text == word.text.strip() != "" for word in found)
    assert all(word.start < word.end and 0 <= word.confidence <= 1 for word in found)
    assert all(first.end <= second.start for first, second in pairwise(found))
