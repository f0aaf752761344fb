import json

import pytest
from tests.plugin.playing import with_speech

from assemblyai_tools.errors import (
    BadRequestError,
    ConfigurationError,
    PermissionDeniedError,
    ServerError,
    UnexpectedReplyError,
)
from assemblyai_tools.flow import Host, Request
from assemblyai_tools.llm.back_end import Answered, Answers, Text
from assemblyai_tools.llm.gateway import DEFAULT_MODEL, FREE_MODEL, Gateway
from assemblyai_tools.llm.prompts import answers_schema, questions_prompt, text_prompt
from assemblyai_tools.transport.error_mapping import Answer, failure_of

ONE = {"transcript_ids": ["t1"]}
WORDS = {"input_text": "Words."}
TWO_QUESTIONS = {**ONE, "questions": [{"question": "Who?"}, {"question": "When?"}]}
ONE_QUESTION = {**ONE, "questions": [{"question": "Who?"}]}
RESPONSE_FORMAT = {"type": "json_schema", "json_schema": answers_schema()}
NO_ACCESS = "Your account does not have access to this LLM Gateway model"
ADVICE = (
    f"This account cannot use {DEFAULT_MODEL}. A free account can use {FREE_MODEL}: the person who runs this can set "
    "ASSEMBLYAI_LLM_MODEL to it, or final_model can name it for one call."
)


@pytest.fixture
def walk(walk):
    """Walk a flow whose transcript t1 has speech."""
    return lambda flow, *answers: walk(with_speech(flow), *answers)


def says(content, finish_reason="stop", **message):
    choice = {"message": {"role": "assistant", "content": content, **message}, "finish_reason": finish_reason}
    return {"request_id": "r1", "choices": [choice], "usage": {"output_tokens": 1}, "new": {"key": 1}}


def ask(prompt, **more):
    body = {
        "model": DEFAULT_MODEL,
        "messages": [{"role": "user", "content": prompt}],
        "max_tokens": 2000,
        **more,
    }
    return Request("POST", "/v1/chat/completions", json=body, host=Host.LLM, timeout=240.0, billed=True)


def refused(status, body):
    """The error that the engine throws into the flow for the gateway's reply."""
    answer = Answer(status, {}, json.dumps(body).encode())
    return failure_of(answer, ask("x"), lambda text: text)


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


UNSUPPORTED = {
    "code": 400,
    "message": "Invalid request",
    "request_id": "r9",
    "metadata": {"errors": ["response_format is not supported by this model"]},
}


@pytest.mark.parametrize("as_error", [True, False])
def test_a_model_without_schema_support_is_asked_again_without_one(walk, reply, as_error):
    refusal = refused(400, UNSUPPORTED) if as_error else reply(UNSUPPORTED)
    steps, answers = walk(Gateway().answers(ONE_QUESTION), refusal, reply(says("Ada.")))
    prompt = questions_prompt(ONE_QUESTION, "{{ transcript }}")
    assert steps == [
        ask(prompt, transcript_id="t1", response_format=RESPONSE_FORMAT),
        ask(prompt, transcript_id="t1"),
    ]
    assert answers == Answers([Answered("Who?", "Ada.")], request_id="r1")


def test_another_refusal_is_not_retried(walk):
    refusal = refused(400, {"code": 400, "message": "messages: too long"})
    with pytest.raises(BadRequestError) as caught:
        walk(Gateway().answers(ONE_QUESTION), refusal)
    assert caught.value is refusal


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


AGAIN = "Do not repeat the same call; change the question, or the model."


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            {"metadata": {"errors": ["Bad prompt.", "Too hot"]}},
            f"The LLM Gateway refused: Bad prompt. Too hot. {AGAIN}",
        ),
        (
            {
                "code": 400,
                "message": "Invalid.",
                "metadata": {"errors": [{"message": "Bad prompt.", "at": 1}]},
            },
            f"The LLM Gateway refused: Invalid. Bad prompt. {AGAIN}",
        ),
        (
            {"message": None, "metadata": {"errors": [{"message": None}, {}, "Bad."]}},
            f"The LLM Gateway refused: Bad. {AGAIN}",
        ),
        (
            {"choices": [{"message": {"content": None, "refusal": "I will not."}, "finish_reason": "stop"}]},
            f"The LLM Gateway refused: I will not. {AGAIN}",
        ),
        ({"choices": []}, f"The LLM Gateway refused: it gave no text and no reason. {AGAIN}"),
        ({"choices": None}, f"The LLM Gateway refused: it gave no text and no reason. {AGAIN}"),
        ({"choices": [{}]}, f"The LLM Gateway refused: it gave no text and no reason. {AGAIN}"),
        (
            {"choices": [{"message": {"content": None}}], "metadata": {"errors": None}},
            f"The LLM Gateway refused: it gave no text and no reason. {AGAIN}",
        ),
        ({}, f"The LLM Gateway refused: it gave no text and no reason. {AGAIN}"),
    ],
)
def test_a_refusal_with_status_200_is_raised_with_its_reasons(walk, reply, body, text):
    with pytest.raises(BadRequestError) as caught:
        walk(Gateway().text("summary", ONE), reply({"request_id": "r7", **body}))
    assert str(caught.value) == text
    assert (caught.value.status, caught.value.request_id) == (200, "r7")


@pytest.mark.parametrize("errors", [[NO_ACCESS], [{"message": NO_ACCESS + "."}]])
def test_a_free_account_is_told_what_it_can_use_when_the_refusal_has_status_200(walk, reply, errors):
    with pytest.raises(PermissionDeniedError) as caught:
        walk(Gateway().text("summary", ONE), reply({"metadata": {"errors": errors}}))
    assert str(caught.value) == f"The LLM Gateway refused: {NO_ACCESS}. {ADVICE}"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"code": 400, "message": NO_ACCESS, "request_id": "r7"}, f"{NO_ACCESS} (HTTP 400)."),
        (
            {"code": 400, "message": "Bad", "metadata": {"errors": [NO_ACCESS]}, "request_id": "r7"},
            f"Bad. {NO_ACCESS} (HTTP 400).",
        ),
        ({"error": {"message": NO_ACCESS}, "request_id": "r7"}, f"{NO_ACCESS} (HTTP 400)."),
        ({"error": NO_ACCESS, "status": "error", "request_id": "r7"}, f"{NO_ACCESS} (HTTP 400)."),
    ],
)
def test_a_free_account_is_told_what_it_can_use_in_any_envelope(walk, body, message):
    with pytest.raises(BadRequestError) as caught:
        walk(Gateway().text("summary", ONE), refused(400, body))
    assert str(caught.value) == f"{message} {ADVICE}"
    assert caught.value.request_id == "r7"


@pytest.mark.parametrize("flow", ["text", "answers"])
def test_other_failures_keep_their_own_advice(walk, flow):
    gateway = Gateway()
    started = gateway.text("summary", ONE) if flow == "text" else gateway.answers(ONE_QUESTION)
    with pytest.raises(ServerError) as caught:
        walk(started, ServerError("No.", status=502))
    assert str(caught.value) == "No. This is the service's own trouble. Try again in a minute."


def test_a_web_page_is_an_unexpected_reply(walk, reply):
    with pytest.raises(UnexpectedReplyError):
        walk(Gateway().text("summary", ONE), reply("<html>"))


def test_a_purge_is_refused_with_the_reason(walk):
    with pytest.raises(ConfigurationError) as caught:
        next(Gateway().purge("r1"))
    assert str(caught.value) == (
        "Request r1 cannot be purged: the LLM Gateway offers no such call. "
        "How long the model's provider keeps data is in AssemblyAI's documentation of the LLM Gateway."
    )


def test_quotes_are_part_of_the_schema_if_they_are_wanted(walk, reply):
    said = '{"answers": [{"question": "Who?", "answer": "Ada.", "quotes": ["It is me."]}]}'
    steps, answers = walk(Gateway().answers(ONE_QUESTION, quotes=True), reply(says(said)))
    prompt = questions_prompt(ONE_QUESTION, "{{ transcript }}", quotes=True)
    response_format = {"type": "json_schema", "json_schema": answers_schema(quotes=True)}
    assert steps == [ask(prompt, transcript_id="t1", response_format=response_format)]
    assert answers == Answers([Answered("Who?", "Ada.", ("It is me.",))], request_id="r1")
