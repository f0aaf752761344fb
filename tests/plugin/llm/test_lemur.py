import pytest
from tests.plugin.playing import with_speech

from assemblyai_tools.errors import InvalidArgumentsError, NotFoundError, ServerError, UnexpectedReplyError
from assemblyai_tools.flow import Request
from assemblyai_tools.llm.back_end import Answered, Answers, Text
from assemblyai_tools.llm.lemur import Lemur

lemur = Lemur()


@pytest.fixture
def walk(walk):
    """Walk a flow whose transcript t1 has speech."""
    return lambda flow, *answers: walk(with_speech(flow), *answers)


@pytest.mark.parametrize("task", ["task", "summary", "action-items"])
def test_a_task_is_one_post_with_a_long_timeout(walk, reply, task):
    body = {"request_id": "r1", "response": "Text.", "usage": {}}
    assert walk(lemur.text(task, {"prompt": "p"}), reply(body)) == (
        [Request("POST", f"/lemur/v3/generate/{task}", json={"prompt": "p"}, timeout=240.0, billed=True)],
        Text("Text.", request_id="r1"),
    )


def test_questions_are_one_post_and_answers_come_with_their_questions(walk, reply):
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
        Answers([Answered("Why?", "Because."), Answered("", "")], request_id="r1"),
    )


@pytest.mark.parametrize("deleted", [True, False])
def test_a_purge_is_one_delete(walk, reply, deleted):
    body = {"request_id": "r2", "request_id_to_purge": "r1", "deleted": deleted}
    assert walk(lemur.purge("r1"), reply(body)) == ([Request("DELETE", "/lemur/v3/r1")], deleted)


def test_a_path_instead_of_an_id_cannot_be_purged():
    with pytest.raises(InvalidArgumentsError):
        next(lemur.purge("generate/task"))


@pytest.mark.parametrize(
    "flow", [lambda: lemur.text("task", {}), lambda: lemur.answers({}), lambda: lemur.purge("r1")]
)
def test_without_lemur_the_error_names_the_setting_for_its_successor(walk, flow):
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


def test_an_unexpected_reply_is_an_error(walk, reply):
    with pytest.raises(UnexpectedReplyError):
        walk(lemur.answers({}), reply({"request_id": "r1", "response": "text"}))


QUOTED = "below it, each on a line of its own, the passages that bear it out, word for word in double quotation marks"


def test_quotes_are_asked_for_in_lemurs_own_parameters(walk, reply):
    questions = [
        {"question": "When?"},
        {"question": "Who?", "answer_format": "a name"},
        {"question": "Agreed?", "answer_options": ["yes", "no"]},
        {"question": "Really?", "answer_options": ["yes", "no"], "context": "On the budget."},
    ]
    pairs = [{"question": one["question"], "answer": "x"} for one in questions]
    body = reply({"request_id": "r1", "response": pairs})
    (step,), _ = walk(lemur.answers({"transcript_ids": ["t1"], "questions": questions}, quotes=True), body)
    assert step.json == {
        "transcript_ids": ["t1"],
        "questions": [
            {"question": "When?", "answer_format": f"short answer; {QUOTED}"},
            {"question": "Who?", "answer_format": f"a name; {QUOTED}"},
            {**questions[2], "context": f"Give the answer; {QUOTED}."},
            {**questions[3], "context": f"On the budget. Give the answer; {QUOTED}."},
        ],
    }


@pytest.mark.parametrize(
    ("written", "answer", "quotes"),
    [
        (
            'On Wednesday.\n[00:41] A: "We launch on Wednesday."\n- "So be it"',
            "On Wednesday.",
            ("We launch on Wednesday.", "So be it"),
        ),
        ("Yes.\n\n1. \u201cSo be it.\u201d;", "Yes.", ("So be it.",)),
        ('No.\n\ntranscript t1 [1:02:03] Speaker A: "No."\n\nB: "So be it."\n', "No.", ("No.", "So be it.")),
        ('"Aurora".\nSo they call it.', '"Aurora".\nSo they call it.', ()),
        ('Yes.\n"Aurora" is what "we" say"', 'Yes.\n"Aurora" is what "we" say"', ()),
        ('Yes.\n[00:01] A: "He said "no" to me."', 'Yes.\n[00:01] A: "He said "no" to me."', ()),
        (
            'Two of them.\nThe one they chose is: "Aurora"',
            'Two of them.\nThe one they chose is: "Aurora"',
            (),
        ),
        ('"So be it."', '"So be it."', ("So be it.",)),
        (
            'It is called "Aurora" and they like it.\nNothing more.',
            'It is called "Aurora" and they like it.\nNothing more.',
            (),
        ),
        ("Nobody said.", "Nobody said.", ()),
    ],
)
def test_quoted_lines_at_the_end_become_quotes_and_the_rest_is_the_answer(
    walk, reply, written, answer, quotes
):
    asked = {"questions": [{"question": "When?"}]}
    body = reply({"request_id": "r1", "response": [{"question": "When?", "answer": written}]})
    _, answers = walk(lemur.answers(asked, quotes=True), body)
    assert answers == Answers([Answered("When?", answer, quotes)], request_id="r1")


def test_without_a_request_for_quotes_the_answer_keeps_its_lines(walk, reply):
    body = reply({"request_id": "r1", "response": [{"question": "When?", "answer": 'Then.\n"So."'}]})
    _, answers = walk(lemur.answers({"questions": [{"question": "When?"}]}), body)
    assert answers.answers == [Answered("When?", 'Then.\n"So."')]
