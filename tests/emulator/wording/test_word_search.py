import random

import pytest

from assemblyai_emulator.wording.scripts import cut
from assemblyai_emulator.wording.word_search import Match, parse_terms, reply, search
from assemblyai_emulator.wording.words import Word


def said(text):
    return [Word(token, n * 100, n * 100 + 80, 0.5) for n, token in enumerate(text.split())]


def test_whole_words_are_found_whatever_their_case_and_punctuation():
    assert search(said('Fire! A fireman saw the "fire." FIRE'), ["Fire"]) == [
        Match("fire", ((0, 80), (500, 580), (600, 680)), (0, 5, 6))
    ]


def test_a_phrase_is_found_with_its_start_and_end():
    assert search(said("The new price, a new Price list"), ["new price"]) == [
        Match("new price", ((100, 280), (400, 580)), (1, 4))
    ]


def test_terms_keep_their_order_and_duplicates_are_merged():
    found = search(said("one two"), ["two", "ONE", "two."])
    assert [match.text for match in found] == ["two", "one"]


def test_hits_of_a_phrase_may_overlap():
    assert search(said("no no no"), ["no no"])[0].indexes == (0, 1)


def test_a_term_without_hits_is_left_out():
    assert search(said("one two"), ["three", "two"]) == [Match("two", ((100, 180),), (1,))]


@pytest.mark.parametrize("term", ["", "?!", "a longer phrase than the words"])
def test_a_term_that_cannot_match_finds_nothing(term):
    assert search(said("a longer phrase"), [term]) == []


def test_an_apostrophe_inside_a_word_is_part_of_it():
    assert search(said("I don't 'know'"), ["don't", "know"]) == [
        Match("don't", ((100, 180),), (1,)),
        Match("know", ((200, 280),), (2,)),
    ]


def test_the_reply_has_the_format_of_the_api():
    assert reply("t-1", said("Go now. Go!"), ["go", "now", "never"]) == {
        "id": "t-1",
        "total_count": 3,
        "matches": [
            {"text": "go", "count": 2, "timestamps": [[0, 80], [200, 280]], "indexes": [0, 2]},
            {"text": "now", "count": 1, "timestamps": [[100, 180]], "indexes": [1]},
        ],
    }


def test_a_reply_without_hits_has_no_matches():
    assert reply("t-1", [], ["go"]) == {"id": "t-1", "total_count": 0, "matches": []}


def test_the_indexes_point_to_words_that_match():
    rng = random.Random(2)
    for _ in range(50):
        words = said(" ".join(rng.choice(["Yes,", "yes", "no.", "No", "maybe?"]) for _ in range(40)))
        size = rng.randrange(1, 4)
        term = " ".join(rng.choice(["yes", "no", "maybe"]) for _ in range(size))
        for match in search(words, [term]):
            for index, (start, end) in zip(match.indexes, match.timestamps, strict=True):
                hit = words[index : index + size]
                assert [word.text.lower().strip(",.?") for word in hit] == term.split()
                assert (hit[0].start, hit[-1].end) == (start, end)


def test_terms_are_split_at_commas_and_trimmed():
    assert parse_terms(" foo  bar,baz,, 42 ") == ["foo bar", "baz", "42"]


def test_a_phrase_of_five_words_is_allowed_and_of_six_is_not():
    assert parse_terms("a b c d e") == ["a b c d e"]
    with pytest.raises(ValueError, match=r'"a b c d e f" has more than 5 words; search for a shorter phrase'):
        parse_terms("ok,a b c d e f")


@pytest.mark.parametrize("raw", ["", " , ,"])
def test_an_empty_list_of_terms_is_refused(raw):
    with pytest.raises(ValueError, match="words is empty"):
        parse_terms(raw)


def test_a_term_of_an_unspaced_script_is_found_in_its_characters():
    words = [
        Word(text, index * 100, index * 100 + 100, 1.0)
        for index, text in enumerate(cut("予算は三百万円です。予算。"))
    ]
    (match,) = search(words, parse_terms("予算,三百"))[:1]
    assert (match.text, match.indexes, match.timestamps[0]) == ("予算", (0, 9), (0, 200))
    assert reply("t", words, ["三百万円"])["matches"][0]["indexes"] == [3]
