import pytest

from assemblyai_emulator.wording.phrases import edges, occurrences, phrase, plain


def test_case_and_the_punctuation_around_a_word_are_ignored():
    assert [plain(text) for text in ("Hello,", '"don\'t"', "p.m.")] == ["hello", "don't", "p.m"]


def test_punctuation_alone_is_not_a_word_of_a_phrase():
    assert phrase("Well - ... GOOD morning!") == ("well", "-", "good", "morning")


def test_occurrences_of_a_phrase_may_overlap():
    assert occurrences(["no", "no", "no", "yes"], ("no", "no")) == [0, 1]


def test_a_phrase_longer_than_the_text_does_not_occur():
    assert occurrences(["no"], ("no", "no")) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [("(Diane),", ("(", "),")), ("five", ("", "")), ("...", ("", "")), ("B.", ("", "."))],
)
def test_the_edges_of_a_word_are_the_punctuation_around_it(text, expected):
    assert edges(text) == expected
