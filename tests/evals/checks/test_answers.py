import pytest
from evals.checks.answers import is_only, matches, normal, quotes, tells

SENTENCE = "It doesn't work, and I will look at it tonight."


@pytest.mark.parametrize(
    "answer",
    [
        "> It doesn't work, and I will look at it tonight.",
        "B promises:\n\n> It doesn’t work, and I will look at it tonight.\n\nThis is said at 0:03.",
        "  >It doesn't work, and I will look at it tonight",
        '> **"It doesn\'t work, and I will look at it tonight."**\n>\nThe talk is called "A day of four words".',
    ],
)
def test_the_sentence_alone_on_the_line_that_was_asked_for_passes(end, answer):
    assert quotes(SENTENCE)(end(answers=["> No.", answer])) == ""


@pytest.mark.parametrize(
    ("answer", "lines"),
    [
        (f'"{SENTENCE}"', []),
        (f"At 0:03 > {SENTENCE}", []),
        ("> It works.", ["it works"]),
        ("> I will look at it tonight.", ["i will look at it tonight"]),
        (f"> {SENTENCE} I promise.", ["it doesn't work and i will look at it tonight i promise"]),
        (
            f"> {SENTENCE}\n> And then it works.",
            ["it doesn't work and i will look at it tonight", "and then it works"],
        ),
        ("", []),
    ],
)
def test_another_quote_and_a_second_one_are_found(end, answer, lines):
    assert quotes(SENTENCE)(end(answers=[answer])) == f"the lines with > are {lines}, not: {SENTENCE}"


@pytest.mark.parametrize(
    "answer", ["UNKNOWN", "UNKNOWN.", "**UNKNOWN**", "`UNKNOWN`\n", '"UNKNOWN".', "*UNKNOWN.*"]
)
def test_one_word_alone_may_be_set_off(end, answer):
    assert is_only("UNKNOWN")(end(answers=[answer])) == ""


@pytest.mark.parametrize(
    "answer",
    [
        "It costs $16,000; if that is wrong: UNKNOWN.",
        "UNKNOWN. Nobody says it.",
        "Unknown",
        "",
        "The answer: UNKNOWN",
    ],
)
def test_one_word_with_others_or_in_another_form_is_found(end, answer):
    assert is_only("UNKNOWN")(end(answers=[answer])) == "the answer is not UNKNOWN alone"


def test_words_are_compared_without_what_surrounds_them():
    assert normal("_It_ ‘doesn’t’ -- 'work'; (ok)!") == "it doesn't work ok"


def test_only_the_last_answer_counts(end):
    check = tells("doesn't exist", "not found")
    assert check(end(answers=["No.", "It doesn\u2019t exist."])) == ""
    assert check(end(answers=["Not found.", "Done."])) == "the answer has none of: doesn't exist, not found"
    assert check(end()) == "the answer has none of: doesn't exist, not found"
    assert matches(r"\b\d:\d\d\b", "a time")(end(answers=["at 0:07"])) == ""
    assert matches(r"\b\d:\d\d\b", "a time")(end(answers=["at noon"])) == "the answer does not have a time"
