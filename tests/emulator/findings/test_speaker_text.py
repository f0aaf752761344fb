from dataclasses import replace

import pytest

from assemblyai_emulator.findings.finding import Finding
from assemblyai_emulator.findings.speaker_text import speaker_texts, whole_words


def text_of(words, **options) -> list[str]:
    return [speaker.text for speaker in speaker_texts(words, **options)]


def test_number_words_become_digits_and_sentences_end_with_a_bar(say):
    assert text_of(say("Call Five five. It's at three p.m. today.")) == ["call 5 5 | it's at 3 pm today |"]


def test_digits_after_the_end_of_a_sentence_start_a_new_number(say):
    assert text_of(say("Six seven. Seven que.")) == ["6 7 | 7 que |"]


def test_a_sentence_of_digits_continues_the_number_before_it(say):
    assert text_of(say("Call five five. One two. Three. Thanks.")) == ["call 5 5 1 2 3 | thanks |"]


def test_sentence_ends_can_be_left_out(say):
    assert text_of(say("Six seven. Seven que."), across_sentences=True) == ["6 7 7 que"]


@pytest.mark.parametrize(
    ("said", "across", "text"),
    [
        ("five for three", False, "5 4 3 |"),
        ("for three", False, "for 3 |"),
        ("for three", True, "4 3"),
        ("oh well", True, "oh well"),
    ],
)
def test_a_word_that_sounds_like_a_digit_is_one_next_to_digits(say, said, across, text):
    assert text_of(say(said), across_sentences=across) == [text]


def test_each_speaker_has_a_text_that_continues_across_the_turns_of_others(say):
    words = [*say("five five five", 0, "1"), *say("yes.", 700, "2"), *say("one two.", 1000, "1")]
    one, two = speaker_texts(words)
    assert (one.text, two.text) == ("5 5 5 1 2 |", "yes |")
    assert one.finding("phone_number", 0, len(one.text)) == Finding("phone_number", (0, 1, 2, 4, 5))


def test_a_long_silence_separates_two_numbers(say):
    words = [*say("five five"), *say("one two", 9000)]
    assert text_of(words, across_sentences=True) == ["5 5 || 1 2"]


def test_a_bar_or_a_dash_in_a_word_is_not_a_mark(say):
    (speaker,) = speaker_texts(
        [replace(word, text=text) for word, text in zip(say("a b c"), "|-x", strict=True)]
    )
    assert len(speaker.words) == 3


def test_a_pattern_matches_whole_words_only(say):
    (speaker,) = speaker_texts(say("the cat scattered cat"))
    assert list(speaker.find("cat", whole_words("cat"))) == [Finding("cat", (1,)), Finding("cat", (3,))]


def test_only_the_group_named_hit_is_found(say):
    (speaker,) = speaker_texts(say("at noon"))
    assert list(speaker.find("time", whole_words("at (?P<hit>noon)"))) == [Finding("time", (1,))]


def test_the_words_before_stop_at_a_long_silence(say):
    (speaker,) = speaker_texts([*say("my phone"), *say("is old five", 9000)])
    offset = speaker.text.index("5")
    assert speaker.before(offset, 2).split() == ["is", "old"]
    assert speaker.before(offset, 10).split() == ["is", "old"]


def test_no_words_give_no_text():
    assert speaker_texts([]) == []
