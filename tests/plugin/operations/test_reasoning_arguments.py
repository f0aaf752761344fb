import pytest

from assemblyai_tools import (
    InvalidArgumentsError,
    ask_question,
    extract_action_items,
    purge_request_data,
    run_task,
    summarize,
)
from assemblyai_tools.operations.reasoning_arguments import AskQuestionArguments

IDS = ["t1", "t2"]


@pytest.mark.parametrize("operation", [run_task, summarize, extract_action_items, ask_question])
@pytest.mark.parametrize("source", [{}, {"transcript_ids": IDS, "input_text": "Words."}])
def test_a_call_takes_either_transcripts_or_a_text(operation, source):
    own = {"run_task": {"prompt": "p"}, "ask_question": {"questions": ["q"]}}.get(operation.name, {})
    with pytest.raises(InvalidArgumentsError) as caught:
        operation.start({**source, **own})
    assert caught.value.message == (
        f"{operation.name} was not called: give either transcript_ids or input_text."
    )


def test_a_string_is_a_question_and_only_given_arguments_are_sent():
    asked = {"transcript_ids": IDS, "questions": ["Who?", {"question": "When?", "answer_format": "a date"}]}
    assert AskQuestionArguments.model_validate(asked).parameters() == {
        "transcript_ids": IDS,
        "questions": [{"question": "Who?"}, {"question": "When?", "answer_format": "a date"}],
    }


def test_a_transcript_that_is_named_twice_is_asked_about_once():
    asked = {"transcript_ids": ["t2", "t1", "t2"], "questions": ["Who?"]}
    assert AskQuestionArguments.model_validate(asked).parameters()["transcript_ids"] == ["t2", "t1"]


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ({"questions": []}, "the argument 'questions' is required"),
        ({"questions": ["q"] * 51}, "questions: give at most 50 items"),
        ({"questions": [""]}, "the argument 'questions' is required"),
        (
            {"questions": [{"question": "q", "answer_format": "short", "answer_options": ["a"]}]},
            "questions.0: answer_format and answer_options exclude each other",
        ),
        (
            {"questions": [{"question": " ", "context": "c"}]},
            "the argument 'questions.0.question' is required",
        ),
        (
            {"questions": [{"question": "q", "answer_option": ["a"]}]},
            "there is no argument 'questions.0.answer_option' (did you mean 'answer_options'?)",
        ),
        (
            {"questions": [7]},
            "questions.0: give an object with question, context, answer_format, answer_options",
        ),
        ({"questions": ["q"], "temperature": 2}, "temperature: give a number from 0 to 1"),
        (
            {"questions": ["q"], "max_output_size": 0},
            "max_output_size: give a number from 1 to 64,000",
        ),
        ({"questions": ["q"], "transcript_ids": []}, "give either transcript_ids or input_text"),
        (
            {"questions": ["q"], "transcript_ids": ["t"] * 101},
            "transcript_ids: give at most 100 items",
        ),
        (
            {"questions": ["q"], "transcript_ids": ["t1", "../x"]},
            (
                "transcript_ids.1: '../x' is not an id: ids hold only letters, digits, '-' and '_', at most 64 of "
                "them. Use the id exactly as a tool returned it"
            ),
        ),
    ],
)
def test_wrong_questions_are_explained(raw, problem):
    with pytest.raises(InvalidArgumentsError) as caught:
        ask_question.start({"transcript_ids": IDS, **raw})
    assert caught.value.message == f"ask_question was not called: {problem}."


def test_a_task_needs_a_prompt():
    with pytest.raises(InvalidArgumentsError) as caught:
        run_task.start({"transcript_ids": IDS, "prompt": ""})
    assert caught.value.message == "run_task was not called: the argument 'prompt' is required."


def test_only_an_id_can_be_purged():
    with pytest.raises(InvalidArgumentsError):
        purge_request_data.start({"request_id": "generate/task"})
