import json

import httpx
import pytest

from assemblyai_emulator.gateway.chat import Chat
from assemblyai_emulator.gateway.chat_model import Reply
from assemblyai_emulator.gateway.forwarded_model import ForwardedModel
from assemblyai_emulator.reasoning.chat_server import ChatServer
from assemblyai_emulator.reasoning.reasoner import ReasoningUnavailableError

CHAT = Chat(
    "claude-x",
    ({"role": "system", "content": "Be kind."}, {"role": "user", "content": "When? {{ transcript }}"}),
    options={"temperature": 0, "tools": [{"type": "function"}]},
)


@pytest.fixture
def forwarded():
    """A model behind a server that answers `body`, and the requests that the server received."""

    def making(body) -> tuple[ForwardedModel, list[dict]]:
        received: list[dict] = []

        def answer(request: httpx.Request) -> httpx.Response:
            received.append(json.loads(request.content))
            return httpx.Response(200, json=body)

        client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
        return ForwardedModel(ChatServer("http://llm.test/v1", client=client), "tiny"), received

    return making


async def test_the_chat_is_forwarded_with_its_tag_replaced(forwarded):
    message = {"role": "assistant", "content": None, "tool_calls": [{"id": "1"}]}
    usage = {"prompt_tokens": 9, "completion_tokens": 3}
    choice = {"message": message, "finish_reason": "tool_calls"}
    model, received = forwarded({"choices": [choice], "usage": usage})
    assert await model.complete(CHAT, "On Monday.") == Reply(message, "tool_calls", 9, 3)
    assert received == [
        {
            "model": "tiny",
            "messages": [
                {"role": "system", "content": "Be kind."},
                {"role": "user", "content": "When? On Monday."},
            ],
            "max_tokens": 1000,
            "temperature": 0,
            "tools": [{"type": "function"}],
        }
    ]


async def test_a_missing_finish_reason_is_stop_and_missing_counts_are_zero(forwarded):
    model, received = forwarded({"choices": [{"message": {"content": "Hi."}}]})
    reply = await model.complete(CHAT, None)
    assert reply == Reply({"role": "assistant", "content": "Hi."}, "stop", 0, 0)
    assert received[0]["messages"][1]["content"] == "When? {{ transcript }}"


async def test_thinking_is_removed_and_a_null_count_is_zero(forwarded):
    body = {"choices": [{"message": {"content": "<think>Hm.</think>Hi."}}], "usage": {"prompt_tokens": None}}
    model, _ = forwarded(body)
    reply = await model.complete(CHAT, None)
    assert reply == Reply({"role": "assistant", "content": "Hi."}, "stop", 0, 0)


async def test_an_answer_that_is_not_a_completion_raises(forwarded):
    model, _ = forwarded({"choices": []})
    with pytest.raises(ReasoningUnavailableError, match="did not answer with a chat completion"):
        await model.complete(CHAT, None)


def test_it_accepts_any_name_and_shows_its_own(forwarded):
    model, _ = forwarded({})
    assert model.knows("any")
    assert model.description.id == "tiny"


async def test_a_stream_is_passed_on_as_the_server_sends_it():
    received = []
    sent = [{"choices": [{"index": 0, "delta": {"content": "Hi."}}]}, {"choices": [], "usage": {}}]

    def answer(request: httpx.Request) -> httpx.Response:
        received.append(json.loads(request.content))
        return httpx.Response(200, text="".join(f"data: {json.dumps(one)}\n\n" for one in sent))

    client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    model = ForwardedModel(ChatServer("http://llm.test/v1", client=client), "tiny")
    assert [chunk async for chunk in await model.stream(CHAT, "On Monday.")] == sent
    assert received[0]["stream_options"] == {"include_usage": True}
    assert (received[0]["stream"], received[0]["model"]) == (True, "tiny")
    assert received[0]["messages"][1]["content"] == "When? On Monday."
