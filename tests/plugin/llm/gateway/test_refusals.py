"""What the gateway refuses is told with its reasons, or asked for in another way."""

import json

import pytest
from tests.plugin.llm.gateway.exchange import ONE, ONE_QUESTION, RESPONSE_FORMAT, ask, says

from assemblyai_tools.errors import (
    BadRequestError,
    ConfigurationError,
    PermissionDeniedError,
    ServerError,
    UnexpectedReplyError,
)
from assemblyai_tools.llm.back_end import Answered, Answers
from assemblyai_tools.llm.gateway import DEFAULT_MODEL, FREE_MODEL, Gateway
from assemblyai_tools.llm.prompts import questions_prompt
from assemblyai_tools.transport.error_mapping import Answer, failure_of

NO_ACCESS = "Your account does not have access to this LLM Gateway model"
ADVICE = (
    f"This account cannot use {DEFAULT_MODEL}. A free account can use {FREE_MODEL}: the person who runs this can set "
    "ASSEMBLYAI_LLM_MODEL to it, or final_model can name it for one call."
)


def refused(status, body):
    """The error that the engine throws into the flow for the gateway's reply."""
    answer = Answer(status, {}, json.dumps(body).encode())
    return failure_of(answer, ask("x"), lambda text: text)


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
