import pytest
from evals.checks.answers import matches, quotes_verified, tells
from evals.recordings import Recording

TALK = Recording(
    "talk.wav", (("A", "It doesn't work, and nobody knows why."), ("B", "I will look at it tonight."))
)


@pytest.mark.parametrize(
    "answer",
    [
        'A says: "it doesn\'t work, and nobody knows why".',
        "B promises:\n> I will look at it tonight.",
        '„I will look at it tonight“, and the word "tonight"',
        "“It doesn't work, and”",
    ],
)
def test_quotes_that_were_said_pass(end, answer):
    assert quotes_verified(TALK)(end(answers=[answer])) == ""


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ("B will look at it tonight.", "the answer has no quote"),
        ('A says "why".', "the answer has no quote"),
        (
            '"I will look at it tonight" and "I will mend it tonight"',
            "this was not said: i will mend it tonight",
        ),
        ("> I will never look at it", "this was not said: i will never look at it"),
    ],
)
def test_an_answer_without_a_quote_or_with_one_that_was_not_said_is_found(end, answer, problem):
    assert quotes_verified(TALK)(end(answers=["", answer])) == problem


def test_only_the_last_answer_counts(end):
    check = tells("doesn't exist", "not found")
    assert check(end(answers=["No.", "It doesn\u2019t exist."])) == ""
    assert check(end(answers=["Not found.", "Done."])) == "the answer has none of: doesn't exist, not found"
    assert check(end()) == "the answer has none of: doesn't exist, not found"
    assert matches(r"\b\d:\d\d\b", "a time")(end(answers=["at 0:07"])) == ""
    assert matches(r"\b\d:\d\d\b", "a time")(end(answers=["at noon"])) == "the answer does not have a time"
