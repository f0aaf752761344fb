import pytest
from evals.checks.answers import tells
from evals.checks.refusals import denies, says


@pytest.mark.parametrize(
    "answer",
    [
        "It could not be found.",
        "I couldn't find it.",
        "It couldn\N{RIGHT SINGLE QUOTATION MARK}t be FOUND.",
        "I was unable to find it.",
        "It cannot be found any more.",
    ],
)
def test_a_denial_is_read(end, answer):
    assert denies("find", "found")(end(answers=[answer])) == ""


@pytest.mark.parametrize("answer", ["I have found it.", "It is found, not lost.", "Nothing.", ""])
def test_what_is_not_denied_is_told(end, answer):
    assert denies("find", "found")(end(answers=[answer])) == "the answer does not deny: find, found"


def test_one_way_to_say_it_is_enough(end):
    check = says("that it is gone", tells("gone"), denies("found"))
    assert check(end(answers=["It is gone."])) == ""
    assert check(end(answers=["It was not found."])) == ""
    assert check(end(answers=["It is there."])) == "the answer does not say that it is gone"
