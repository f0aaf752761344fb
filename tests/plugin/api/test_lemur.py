import pytest

from assemblyai_tools.api.lemur import (
    LemurAnswer,
    LemurAnswers,
    LemurPurge,
    LemurText,
    answer_questions,
    generate,
    purge,
)
from assemblyai_tools.errors import InvalidArgumentsError, UnexpectedReplyError
from assemblyai_tools.flow import Request

ASKED = {"transcript_ids": ["t1"], "context": "A meeting."}


@pytest.mark.parametrize("task", ["task", "summary", "action-items"])
def test_a_text_is_one_billed_request_that_may_take_long(walk, reply, task):
    steps, found = walk(generate(task, ASKED), reply({"request_id": "r1", "response": "Short.", "usage": {}}))
    assert steps == [Request("POST", f"/lemur/v3/generate/{task}", json=ASKED, timeout=240.0, billed=True)]
    assert found == LemurText(request_id="r1", response="Short.")


def test_answers_are_one_billed_request_and_may_lack_their_text(walk, reply):
    pairs = [{"question": "Who?", "answer": "Ada."}, {"question": None}]
    steps, found = walk(answer_questions(ASKED), reply({"request_id": "r1", "response": pairs}))
    assert steps == [
        Request("POST", "/lemur/v3/generate/question-answer", json=ASKED, timeout=240.0, billed=True)
    ]
    assert found == LemurAnswers(
        request_id="r1",
        response=[LemurAnswer(question="Who?", answer="Ada."), LemurAnswer(question="", answer="")],
    )


@pytest.mark.parametrize("deleted", [True, False])
def test_a_purge_says_whether_the_data_was_deleted(walk, reply, deleted):
    steps, found = walk(purge("r1"), reply({"request_id": "r9", "deleted": deleted}))
    assert steps == [Request("DELETE", "/lemur/v3/r1")]
    assert found == LemurPurge(deleted=deleted)


def test_only_an_id_can_be_purged():
    with pytest.raises(InvalidArgumentsError):
        next(purge("generate/task"))


@pytest.mark.parametrize(
    ("flow", "body"),
    [
        (lambda: generate("task", ASKED), {"request_id": "r1"}),
        (lambda: generate("task", ASKED), {"response": "Short."}),
        (lambda: generate("task", ASKED), "<html>"),
        (lambda: answer_questions(ASKED), {"request_id": "r1", "response": "Ada."}),
        (lambda: purge("r1"), {"request_id": "r1"}),
    ],
)
def test_a_reply_of_another_form_is_unexpected(walk, reply, flow, body):
    with pytest.raises(UnexpectedReplyError):
        walk(flow(), reply(body))
