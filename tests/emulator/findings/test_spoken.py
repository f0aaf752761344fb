from dataclasses import replace

import pytest

from assemblyai_emulator.findings.finding import Finding
from assemblyai_emulator.findings.spoken import listen, whole_words


def text_of(words, **options) -> list[str]:
    return [spoken.text for spoken in listen(words, **options)]


def test_numbers_read_as_digits_and_sentences_end_in_a_bar(say):
    assert text_of(say("Call Five five. It's at three p.m. today.")) == ["call 5 5 | it's at 3 pm today |"]


def test_digits_after_the_end_of_a_sentence_belong_to_something_else(say):
    assert text_of(say("Six seven. Seven que.")) == ["6 7 | 7 que |"]


def test_a_sentence_of_digits_goes_on_with_the_number_before_it(say):
    assert text_of(say("Call five five. One two. Three. Thanks.")) == ["call 5 5 1 2 3 | thanks |"]


def test_sentence_ends_can_be_left_out(say):
    assert text_of(say("Six seven. Seven que."), across_sentences=True) == ["6 7 7 que"]


@pytest.mark.parametrize(
    ("said", "across", "read"),
    [
        ("five for three", False, "5 4 3 |"),
        ("for three", False, "for 3 |"),
        ("for three", True, "4 3"),
        ("oh well", True, "oh well"),
    ],
)
def test_a_word_that_sounds_like_a_digit_is_one_among_digits(say, said, across, read):
    assert text_of(say(said), across_sentences=across) == [read]


def test_each_voice_is_heard_by_itself_across_the_others_turns(say):
    words = [*say("five five five", 0, "1"), *say("yes.", 700, "2"), *say("one two.", 1000, "1")]
    one, two = listen(words)
    assert (one.text, two.text) == ("5 5 5 1 2 |", "yes |")
    assert one.finding("phone_number", 0, len(one.text)) == Finding("phone_number", (0, 1, 2, 4, 5))


def test_nothing_reaches_across_a_long_silence(say):
    words = [*say("five five"), *say("one two", 9000)]
    assert text_of(words, across_sentences=True) == ["5 5 || 1 2"]


def test_a_bar_or_a_dash_of_a_word_is_no_mark(say):
    (spoken,) = listen([replace(word, text=text) for word, text in zip(say("a b c"), "|-x", strict=True)])
    assert len(spoken.readings) == 3


def test_a_pattern_matches_whole_words_only(say):
    (spoken,) = listen(say("the cat scattered cat"))
    assert list(spoken.find("cat", whole_words("cat"))) == [Finding("cat", (1,)), Finding("cat", (3,))]


def test_the_hit_is_what_is_found(say):
    (spoken,) = listen(say("at noon"))
    assert list(spoken.find("time", whole_words("at (?P<hit>noon)"))) == [Finding("time", (1,))]


def test_what_was_said_just_before_ends_at_a_long_silence(say):
    (spoken,) = listen([*say("my phone"), *say("is old five", 9000)])
    place = spoken.text.index("5")
    assert spoken.before(place, 2).split() == ["is", "old"]
    assert spoken.before(place, 10).split() == ["is", "old"]


def test_no_words_are_no_voice():
    assert listen([]) == []
