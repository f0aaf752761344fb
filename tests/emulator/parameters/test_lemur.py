import pytest

from assemblyai_emulator.errors import ApiError
from assemblyai_emulator.parameters import lemur
from assemblyai_emulator.reasoning.reasoner import Options, Question


def test_every_parameter_is_parsed():
    body = {
        "input_text": "We met.",
        "context": {"about": "tea"},
        "answer_format": "Bullet Points",
        "max_output_size": 100,
        "temperature": 0.5,
        "final_model": "anthropic/any",
    }
    options = Options({"about": "tea"}, "Bullet Points", 100, 0.5, "anthropic/any")
    assert lemur.read(body) == lemur.LemurRequest((), "We met.", options)


def test_the_defaults_are_the_apis():
    assert lemur.read({"transcript_ids": ["a"]}).options == Options(None, None, 2000, 0.0, "default")


def source(transcript_id: str) -> dict:
    return {"id": transcript_id, "type": "transcript"}


def test_sources_name_transcripts_as_transcript_ids_do():
    assert lemur.read({"sources": [source("a"), source("b")]}).transcript_ids == ("a", "b")
    both = {"sources": [source("b"), {"id": "c"}], "transcript_ids": ["a", "b"]}
    assert lemur.read(both).transcript_ids == ("a", "b", "c")


def test_an_input_text_takes_the_place_of_the_sources_that_an_sdk_sends_with_it():
    for sources in ([], [source("a")]):
        found = lemur.read({"sources": sources, "input_text": "We met."})
        assert (found.transcript_ids, found.input_text) == ((), "We met.")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({}, "exactly one of the two"),
        ({"transcript_ids": [], "input_text": ""}, "exactly one of the two"),
        ({"transcript_ids": ["a"], "input_text": "b"}, "exactly one of the two"),
        ({"transcript_ids": "a"}, "must be a list of transcript ids"),
        ({"transcript_ids": [1]}, "must be a list of transcript ids"),
        ({"transcript_ids": [str(number) for number in range(101)]}, "at most 100 transcripts"),
        ({"sources": {}}, "sources must be a list"),
        ({"sources": ["a"]}, "Each of sources must be an object"),
        ({"sources": [{"type": "transcript"}]}, "Each of sources must be an object that has an id"),
        ({"sources": [{"id": 7, "type": "transcript"}]}, "id must be a string"),
        ({"sources": [{"id": "a", "type": "audio"}]}, "the type transcript"),
        ({"sources": [], "input_text": ""}, "exactly one of the two"),
        ({"input_text": 5}, "input_text must be a string"),
        ({"input_text": "a", "context": 5}, "context must be a string or an object"),
        ({"input_text": "a", "max_output_size": 0}, "max_output_size must be"),
        ({"input_text": "a", "max_output_size": True}, "max_output_size must be"),
        ({"input_text": "a", "temperature": 1.1}, "temperature must be a number from 0 to 1"),
    ],
)
def test_an_invalid_request_is_refused_with_the_reason(body, text):
    with pytest.raises(ApiError, match=text) as refused:
        lemur.read(body)
    assert refused.value.status == 400


@pytest.mark.parametrize("body", [{}, {"prompt": None}, {"prompt": " "}])
def test_a_task_needs_a_prompt(body):
    with pytest.raises(ApiError, match="prompt is required"):
        lemur.prompt(body)


def test_questions_are_parsed():
    body = {"questions": [{"question": "Who?"}, {"question": "Yes?", "answer_options": ["yes", "no"]}]}
    assert lemur.questions(body) == [
        Question("Who?"),
        Question("Yes?", answer_options=("yes", "no")),
    ]


@pytest.mark.parametrize(
    ("questions", "text"),
    [
        (None, "questions is required"),
        ([], "questions is required"),
        ({"question": "Who?"}, "questions is required"),
        (["Who?"], "must be an object"),
        ([{"question": ""}], "must have a question"),
        ([{"question": "a", "answer_format": "b", "answer_options": ["c"]}], "not both"),
        ([{"question": "a", "answer_options": "b"}], "answer_options must be a list of strings"),
    ],
)
def test_invalid_questions_are_refused(questions, text):
    with pytest.raises(ApiError, match=text):
        lemur.questions({"questions": questions})
