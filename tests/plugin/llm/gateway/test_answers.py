"""What the gateway is sent, and which text or answers its reply becomes."""

import pytest
from tests.plugin.llm.gateway.exchange import ONE, ONE_QUESTION, RESPONSE_FORMAT, WORDS, ask, says

from assemblyai_tools.errors import UnexpectedReplyError
from assemblyai_tools.flow import Host, Request
from assemblyai_tools.llm.back_end import Answered, Answers, Text
from assemblyai_tools.llm.gateway import DEFAULT_MODEL, Gateway
from assemblyai_tools.llm.prompts import answers_schema, questions_prompt, text_prompt

TWO_QUESTIONS = {**ONE, "questions": [{"question": "Who?"}, {"question": "When?"}]}


def test_a_single_transcript_is_sent_by_id_with_a_tag_in_the_prompt(walk, reply):
    steps, text = walk(Gateway().text("summary", ONE), reply(says("Short.")))
    assert steps == [ask(text_prompt("summary", ONE, "{{ transcript }}"), transcript_id="t1")]
    assert steps[0].json["messages"][0]["content"].count("{{ transcript }}") == 1
    assert text == Text("Short.", request_id="r1")


def test_given_text_is_sent_without_an_id(walk, reply):
    steps, _ = walk(Gateway().text("summary", WORDS), reply(says("Short.")))
    assert steps == [ask(text_prompt("summary", WORDS, "Words."))]


@pytest.mark.parametrize(("size", "paths"), [(60_000, []), (60_001, ["/v1/models"])])
def test_only_a_long_given_text_is_checked_against_the_models_window(walk, reply, size, paths):
    answers = [reply({"data": []}) for _ in paths] + [reply(says("Short."))]
    steps, _ = walk(Gateway().text("summary", {"input_text": "x" * size}), *answers)
    assert [step.path for step in steps] == [*paths, "/v1/chat/completions"]


def test_several_transcripts_are_read_and_sent_as_one_text_with_their_speakers(walk, reply):
    parameters = {"transcript_ids": ["t3", "t2"], "prompt": "Who agreed?"}
    turn = {"speaker": "A", "text": "Yes.", "start": 7_000, "end": 8_000}
    steps, text = walk(
        Gateway().text("task", parameters),
        reply({"id": "t3", "status": "completed", "utterances": [turn]}),
        reply({"id": "t2", "status": "completed", "text": "No."}),
        reply({"data": []}),
        reply(says("Ada.")),
    )
    material = "Transcript t3:\n[00:07] A: Yes.\n\nTranscript t2:\nNo."
    assert steps == [
        Request("GET", "/v2/transcript/t3"),
        Request("GET", "/v2/transcript/t2"),
        Request("GET", "/v1/models", host=Host.LLM),
        ask(text_prompt("task", parameters, material)),
    ]
    assert text.text == "Ada."


@pytest.mark.parametrize(
    ("model", "parameters", "sent"),
    [
        (None, {}, {"model": DEFAULT_MODEL, "max_tokens": 2000}),
        ("of/settings", {}, {"model": "of/settings", "max_tokens": 2000}),
        ("of/settings", {"final_model": "of/call"}, {"model": "of/call", "max_tokens": 2000}),
        (None, {"max_output_size": 64_000}, {"model": DEFAULT_MODEL, "max_tokens": 64_000}),
        (None, {"temperature": 0}, {"model": DEFAULT_MODEL, "max_tokens": 2000, "temperature": 0}),
    ],
)
def test_the_call_overrides_the_settings_which_override_the_default(walk, reply, model, parameters, sent):
    steps, _ = walk(Gateway(model).text("summary", {**WORDS, **parameters}), reply(says("x")))
    assert {name: value for name, value in steps[0].json.items() if name != "messages"} == sent


@pytest.mark.parametrize(
    ("finish_reason", "cut"),
    [("length", True), ("max_tokens", True), ("stop", False), ("end_turn", False), (None, False)],
)
def test_a_text_that_reached_the_output_limit_is_marked(walk, reply, finish_reason, cut):
    _, text = walk(Gateway().text("summary", WORDS), reply(says("It be", finish_reason)))
    assert text == Text("It be", request_id="r1", cut=cut)


def test_questions_are_answered_by_a_schema(walk, reply):
    steps, answers = walk(Gateway().answers(TWO_QUESTIONS), reply(says('{"answers": ["Ada.", "Today."]}')))
    prompt = questions_prompt(TWO_QUESTIONS, "{{ transcript }}")
    assert steps == [ask(prompt, transcript_id="t1", response_format=RESPONSE_FORMAT)]
    assert answers == Answers([Answered("Who?", "Ada."), Answered("When?", "Today.")], request_id="r1")


@pytest.mark.parametrize(
    ("content", "answers"),
    [
        ('```json\n{"answers": ["Ada.", "Today."]}\n```', ["Ada.", "Today."]),
        (
            'Here you are:\n{\n  "answers": ["A {brace}.", "\u00fc"]\n}\nAnything else?',
            ["A {brace}.", "\u00fc"],
        ),
        ('{"answers": ["Ada.", "Today."], "notes": "more"}', ["Ada.", "Today."]),
        (
            '{"answers": [{"question": "Who?", "answer": "Ada."}, {"answer": "Today."}]}',
            ["Ada.", "Today."],
        ),
    ],
)
def test_answers_are_found_however_they_are_wrapped(walk, reply, content, answers):
    _, found = walk(Gateway().answers(TWO_QUESTIONS), reply(says(content)))
    assert [one.answer for one in found.answers] == answers


@pytest.mark.parametrize(
    ("parameters", "content", "problem"),
    [
        (TWO_QUESTIONS, '{"answers": ["Ada."]}', "The model gave 1 answer to 2 questions."),
        (TWO_QUESTIONS, '{"answers": ["a", "b", "c"]}', "The model gave 3 answers to 2 questions."),
        (TWO_QUESTIONS, "Ada, today.", "The model gave 0 answers to 2 questions."),
        (TWO_QUESTIONS, '{"answers": [1, 2]}', "The model gave 0 answers to 2 questions."),
        (TWO_QUESTIONS, '{"answers": null}', "The model gave 0 answers to 2 questions."),
        (ONE_QUESTION, '{"answers": ["a", "b"]}', "The model gave 2 answers to 1 question."),
        (ONE_QUESTION, " \n", "The model gave 0 answers to 1 question."),
    ],
)
def test_answers_are_never_paired_with_the_wrong_questions(walk, reply, parameters, content, problem):
    with pytest.raises(UnexpectedReplyError) as caught:
        walk(Gateway().answers(parameters), reply(says(content)))
    assert str(caught.value) == f"{problem} Ask the questions one at a time, or choose another model."


@pytest.mark.parametrize("parameters", [ONE_QUESTION, TWO_QUESTIONS])
@pytest.mark.parametrize("content", ['{"answers": ["It be', "It be", ""])
def test_incomplete_answers_at_the_output_limit_are_refused(walk, reply, parameters, content):
    with pytest.raises(UnexpectedReplyError) as caught:
        walk(Gateway().answers(parameters), reply(says(content, "length")))
    assert str(caught.value) == (
        "The model stopped at max_output_size before it had answered. "
        "Give a larger max_output_size, or ask fewer questions at a time."
    )


def test_complete_answers_at_the_output_limit_count(walk, reply):
    _, found = walk(Gateway().answers(ONE_QUESTION), reply(says('{"answers": ["Ada."]}', "length")))
    assert found.answers == [Answered("Who?", "Ada.")]


def test_quotes_are_part_of_the_schema_if_they_are_wanted(walk, reply):
    said = '{"answers": [{"question": "Who?", "answer": "Ada.", "quotes": ["It is me."]}]}'
    steps, answers = walk(Gateway().answers(ONE_QUESTION, quotes=True), reply(says(said)))
    prompt = questions_prompt(ONE_QUESTION, "{{ transcript }}", quotes=True)
    response_format = {"type": "json_schema", "json_schema": answers_schema(quotes=True)}
    assert steps == [ask(prompt, transcript_id="t1", response_format=response_format)]
    assert answers == Answers([Answered("Who?", "Ada.", ("It is me.",))], request_id="r1")
