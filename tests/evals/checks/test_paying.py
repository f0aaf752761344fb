"""End states that a model might leave, in the jobs about paying once."""

import pytest
from evals.checks.check import problems
from evals.jobs.paying import PAID_ONCE, REFUSED_ORDER
from evals.world.wire import Exchange

UPLOAD = Exchange("POST", "/v2/upload", {}, 200)
ORDER = Exchange("POST", "/v2/transcript", {}, 200)
LOST = Exchange("POST", "/v2/transcript", {})


@pytest.mark.parametrize(
    ("answers", "done"),
    [
        (["The parser is fixed by then.", "Nadia does."], True),
        (["They promise to fix the **parser**.", "It was transcribed before. **Nadia** tests it."], True),
        (["Okay.", "Nadia does."], False),
        (["It is transcribed.", "The parser is fixed by Thursday, and Nadia tests it."], False),
        (["The parser is fixed by then.", "Okay."], False),
    ],
)
def test_both_answers_must_hold_the_result(end, answers, done):
    assert (problems(PAID_ONCE.checks, end(transcripts={"t1": {}}, answers=answers)) == []) is done


def test_an_order_whose_reply_was_lost_is_paid_for_too(end):
    state = end(exchanges=[UPLOAD, LOST, ORDER], transcripts={"t1": {}, "t2": {}}, answers=["Nadia does."])
    assert problems(REFUSED_ORDER.checks, state) == ["2 transcripts were ordered, not 1"]
