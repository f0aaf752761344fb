import pytest
from evals.checks.answers import is_only, matches, normal, quotes, tells
from evals.recordings import Recording

TALK = Recording(
    "talk.wav",
    (
        ("A", "It doesn't work, and nobody knows why."),
        ("B", "I will look at it tonight. Then it works."),
    ),
)
REQUEST = "Who will look at it, and when? Quote it."


def quoting(words):
    return quotes(TALK, words, request=REQUEST)


@pytest.mark.parametrize(
    "answer",
    [
        "B promises:\n> I will look at it tonight.",
        '„I will look at it tonight“, and the word "tonight"',
        "“I will look at it tonight. Then”",
        "« I will look at it tonight »",
        "B says: 'I will look at it tonight.' It is B's promise, not the others' one.",
        "B says: ‘I will look at it tonight.’",
        "B says *I will look at it tonight.* at 0:03",
        "B says _I will look at it tonight._",
        "B says `I will look at it tonight`, and »Then it works«",
        "[0:03] B: I will look at it **tonight**.",
        "B says **“I will look at it tonight.”**",
        "**I will look at it tonight.** (0:03)",
        '> "I will look at it tonight." (0:03)',
        "> [0:03] I will look at it tonight.",
        "> **[00:00:03]** *I will look at it tonight.*",
        "> **Speaker B (0:03):** I will look at it tonight.",
        "> B: I will look at it tonight.\n> — Speaker B, 0:03",
        ">I will look at it tonight.\n>Then it works.",
        '"[0:03] B: I will look at it tonight."',
        'Asked "Who will look at it, and when?", B says at 0:03: "I will look at it tonight."',
        "At 0:00: \"It doesn’t work, and nobody knows why\". At 0:03: 'I will look at it tonight.'",
    ],
)
def test_quotes_that_were_said_pass(end, answer):
    assert quoting("I will look at it tonight")(end(answers=[answer])) == ""


@pytest.mark.parametrize(
    "answer",
    [
        "B will look at it tonight.",
        'A says "why".',
        '"Who will look at it, and when?" B, tonight.',
        '"It doesn\'t work, and nobody knows why." B will, tonight.',
        "*B will look at it tonight.*",
    ],
)
def test_an_answer_without_the_quote_is_found(end, answer):
    found = quoting("I will look at it tonight")(end(answers=[answer]))
    assert found == "the answer does not quote: I will look at it tonight"


@pytest.mark.parametrize(
    ("answer", "wrong"),
    [
        ('"I will look at it tonight" and "I will mend it tonight"', "i will mend it tonight"),
        ("> I will never look at it", "i will never look at it"),
        ("'I will look at it tomorrow.'", "i will look at it tomorrow"),
        ('> "I will look at it tonight, I promise." (0:03)', "i will look at it tonight i promise"),
        ('"I will look at it ton"', "i will look at it ton"),
    ],
)
def test_a_quote_that_was_not_said_is_found(end, answer, wrong):
    found = quoting("I will look at it tonight")(end(answers=["", answer]))
    assert found == f"this was not said: {wrong}"


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
