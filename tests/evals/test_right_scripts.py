"""The right scripts know their answers, so they must find them in what the tools reply."""

import pytest
from evals.jobs.catalogue import JOBS
from evals.recordings import ALL
from evals.scripts.policy import act
from evals.scripts.script import Call

ID = "c491a31b-ecb0-4b47-bdb2-6c86ca34d562"
LISTING = "\n".join(f"{ID} completed {recording.where}" for recording in ALL)
"""A reply without a word of any recording."""

ANSWERED = (
    *("quote", "not_said", "last_sentence", "language", "injected"),
    *("paid_once", "paid_yesterday", "lost_upload", "refused_order", "purge", "delete_declined"),
    *("told_of_an_error", "too_large", "wrong_id", "summary_of_several", "action_items"),
)
"""Jobs whose right scripts say what a tool told them."""


def last_words(name):
    """What the right script says in the end if all replies are listings."""
    replies = []
    while isinstance(step := act("right", JOBS[name].request, "tools", replies), Call):
        replies.append(LISTING)
    return step.text


@pytest.mark.parametrize("name", ANSWERED)
def test_a_script_does_not_say_what_no_tool_told_it(name):
    with pytest.raises(ValueError, match="The reply does not have"):
        last_words(name)
