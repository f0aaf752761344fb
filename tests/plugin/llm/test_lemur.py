import pytest

from assemblyai_tools.errors import InvalidArgumentsError, NotFoundError, ServerError, UnexpectedReplyError
from assemblyai_tools.flow import Request
from assemblyai_tools.llm.back_end import Answers, Text
from assemblyai_tools.llm.lemur import Lemur

lemur = Lemur()


@pytest.mark.parametrize("task", ["task", "summary", "action-items"])
def test_a_task_is_one_post_with_time_to_think(walk, reply, task):
    body = {"request_id": "r1", "response": "Text.", "usage": {}}
    assert walk(lemur.text(task, {"prompt": "p"}), reply(body)) == (
        [Request("POST", f"/lemur/v3/generate/{task}", json={"prompt": "p"}, timeout=240.0, billed=True)],
        Text("Text.", request_id="r1"),
    )


def test_questions_are_one_post_and_the_answers_come_in_pairs(walk, reply):
    pairs = [{"question": "Why?", "answer": "Because."}, {"question": None, "answer": None, "new": 1}]
    assert walk(lemur.answers({"questions": []}), reply({"request_id": "r1", "response": pairs})) == (
        [
            Request(
                "POST",
                "/lemur/v3/generate/question-answer",
                json={"questions": []},
                timeout=240.0,
                billed=True,
            )
        ],
        Answers([("Why?", "Because."), ("", "")], request_id="r1"),
    )


@pytest.mark.parametrize("deleted", [True, False])
def test_a_purge_is_one_delete(walk, reply, deleted):
    body = {"request_id": "r2", "request_id_to_purge": "r1", "deleted": deleted}
    assert walk(lemur.purge("r1"), reply(body)) == ([Request("DELETE", "/lemur/v3/r1")], deleted)


def test_only_an_id_can_be_purged():
    with pytest.raises(InvalidArgumentsError):
        next(lemur.purge("generate/task"))


@pytest.mark.parametrize(
    "flow", [lambda: lemur.text("task", {}), lambda: lemur.answers({}), lambda: lemur.purge("r1")]
)
def test_a_service_without_lemur_names_the_switch_to_its_successor(walk, flow):
    with pytest.raises(NotFoundError) as caught:
        walk(flow(), NotFoundError("Not found (HTTP 404).", status=404))
    assert str(caught.value) == (
        "Not found (HTTP 404). This service does not offer LeMUR; AssemblyAI has shut it down. The person who runs "
        "this can set ASSEMBLYAI_LLM=gateway to use its successor, the LLM Gateway."
    )


def test_other_errors_keep_their_own_advice(walk):
    with pytest.raises(ServerError) as caught:
        walk(lemur.text("task", {}), ServerError("No.", status=500))
    assert str(caught.value) == "No. This is the service's own trouble. Try again in a minute."


def test_a_reply_of_another_shape_is_no_answer(walk, reply):
    with pytest.raises(UnexpectedReplyError):
        walk(lemur.answers({}), reply({"request_id": "r1", "response": "text"}))
