import random

import pytest
from tests.emulator.wording.spoken_words import said, texts

from assemblyai_emulator.wording import pauses
from assemblyai_emulator.wording.words import Word


def test_no_words_give_no_sentences():
    assert pauses.split_into_sentences([]) == []
    assert pauses.split_into_turns([]) == []


def test_a_pause_ends_a_sentence():
    assert texts(pauses.split_into_sentences(said("it works |150 try it"))) == ["it works", "try it"]


def test_a_shorter_pause_does_not_end_a_sentence():
    assert texts(pauses.split_into_sentences(said("it works |110 mostly fine"))) == ["it works mostly fine"]


@pytest.mark.parametrize("opening", ["what time is it", "can you help", "please call me", "thanks for that"])
def test_a_short_pause_is_enough_before_a_question_or_request(opening):
    assert texts(pauses.split_into_sentences(said(f"it works |60 {opening}"))) == ["it works", opening]


def test_a_pause_after_an_article_is_a_hesitation():
    assert texts(pauses.split_into_sentences(said("look at the |300 bill"))) == ["look at the bill"]


def test_a_long_pause_ends_a_sentence_after_any_word():
    assert texts(pauses.split_into_sentences(said("look at the |500 bill"))) == ["look at the", "bill"]


def test_a_sentence_that_is_too_long_is_split_at_its_widest_gap():
    words = said("word " * 18 + "|50 " + "word " * 10 + "|40 " + "word " * 10)
    assert [len(piece) for piece in pauses.split_into_sentences(words)] == [18, 20]


def test_a_sentence_that_is_too_long_and_has_no_gaps_is_split_before_a_clause():
    words = said("word " * 16 + "and " + "word " * 20)
    assert [len(piece) for piece in pauses.split_into_sentences(words)] == [16, 21]


def test_a_sentence_that_is_too_long_and_has_no_gaps_or_clauses_stays_whole():
    words = said("word " * 50)
    assert pauses.split_into_sentences(words) == [words]


def test_very_long_speech_is_split_repeatedly():
    words = said(("word " * 12 + "|40 ") * 40)
    pieces = pauses.split_into_sentences(words)
    assert max(len(piece) for piece in pieces) <= pauses.LONGEST_SENTENCE
    assert [word for piece in pieces for word in piece] == words


def test_only_a_long_pause_ends_a_turn():
    assert texts(pauses.split_into_turns(said("one |300 two |500 three"))) == ["one two", "three"]


def test_the_length_of_the_pause_that_ends_a_turn_can_be_chosen():
    assert texts(pauses.split_into_turns(said("one |300 two |500 three"), pause_ms=300)) == [
        "one",
        "two",
        "three",
    ]


def test_splitting_keeps_all_words_in_order():
    rng = random.Random(7)
    for _ in range(50):
        tokens = [rng.choice(["the", "and", "cat", "what", "|60", "|130", "|700"]) for _ in range(80)]
        words = said(" ".join(tokens))
        for split in (pauses.split_into_sentences, pauses.split_into_turns):
            pieces = split(words)
            assert [word for piece in pieces for word in piece] == words
            assert all(pieces)


def test_the_gap_between_overlapping_words_is_negative():
    assert pauses.gap_ms(Word("a", 0, 300, 1.0), Word("b", 200, 400, 1.0)) == -100
