import pytest

from assemblyai_tools.captions.lines import broken, is_at_break, joined
from assemblyai_tools.captions.tokens import Token


def tokens(text):
    return [Token(word, 0, 0) for word in text.split()]


@pytest.mark.parametrize(
    ("text", "longest", "lines"),
    [
        ("Short.", 20, ["Short."]),
        ("one two three four five", 14, ["one two three", "four five"]),
        ("one two three four five six", 20, ["one two three", "four five six"]),
        ("Well, that is all of it", 18, ["Well, that", "is all of it"]),
        ("If you say so, then we will go on", 22, ["If you say so,", "then we will go on"]),
        ("a b Donaudampfschifffahrt c d", 10, ["a b", "Donaudampfschifffahrt", "c d"]),
        ("Donaudampfschifffahrt", 10, ["Donaudampfschifffahrt"]),
        ("aaaa bbbb cccc dddd eeee ffff", 10, ["aaaa bbbb", "cccc dddd", "eeee ffff"]),
    ],
)
def test_lines_are_few_and_about_equal_and_end_at_commas(text, longest, lines):
    assert broken(tokens(text), longest) == lines


def test_tokens_without_a_space_between_them_are_joined_without_one():
    assert joined([Token("AI", 0, 0), Token("\u7684", 0, 0, spaced=False)]) == "AI\u7684"


@pytest.mark.parametrize(
    ("word", "ends"), [("so,", True), ('said."', True), ("\u597d\u3002", True), ("so", False)]
)
def test_a_part_of_a_sentence_ends_with_a_sign_or_with_one_in_quotes(word, ends):
    assert is_at_break(Token(word, 0, 0)) is ends
