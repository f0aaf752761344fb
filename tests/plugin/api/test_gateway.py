import pytest

from assemblyai_tools.api.gateway import (
    GatewayChoice,
    GatewayMessage,
    GatewayMetadata,
    GatewayModel,
    GatewayModels,
    GatewayProblem,
    GatewayReply,
    complete_chat,
    list_models,
)
from assemblyai_tools.errors import UnexpectedReplyError
from assemblyai_tools.flow import Host, Request

ASKED = {"model": "some/model", "messages": [{"role": "user", "content": "Sum up."}]}


def test_a_completion_is_one_billed_request_that_may_take_long(walk, reply):
    choice = {"message": {"role": "assistant", "content": "Short."}, "finish_reason": "stop"}
    steps, found = walk(complete_chat(ASKED), reply({"request_id": "r1", "choices": [choice], "usage": {}}))
    assert steps == [
        Request("POST", "/v1/chat/completions", json=ASKED, host=Host.LLM, timeout=240.0, billed=True)
    ]
    assert found == GatewayReply(
        request_id="r1",
        choices=[GatewayChoice(message=GatewayMessage(content="Short."), finish_reason="stop")],
    )


def test_a_refusal_gives_its_reasons_as_texts_or_as_objects(walk, reply):
    body = {"code": 400, "message": "Invalid.", "metadata": {"errors": ["a", {"message": "b"}, {"code": 7}]}}
    _, found = walk(complete_chat(ASKED), reply(body))
    assert found == GatewayReply(
        message="Invalid.",
        metadata=GatewayMetadata(errors=["a", GatewayProblem(message="b"), GatewayProblem()]),
    )


def test_the_models_are_one_request(walk, reply):
    rows = [{"id": "some/model", "context_length": 1_000, "new": 1}, {"id": "other/model"}]
    steps, found = walk(list_models(), reply({"data": rows}))
    assert steps == [Request("GET", "/v1/models", host=Host.LLM)]
    assert found == GatewayModels(
        data=[GatewayModel(id="some/model", context_length=1_000), GatewayModel(id="other/model")]
    )


@pytest.mark.parametrize(
    ("flow", "body"),
    [
        (lambda: complete_chat(ASKED), "<html>"),
        (lambda: complete_chat(ASKED), {"choices": "none"}),
        (list_models, "<html>"),
        (list_models, {"data": [{"context_length": 1_000}]}),
    ],
)
def test_a_reply_of_another_form_is_unexpected(walk, reply, flow, body):
    with pytest.raises(UnexpectedReplyError):
        walk(flow(), reply(body))
