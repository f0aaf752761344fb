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
    """A model that sends to a server which answers `body`; and what the server was sent."""

    def making(body) -> tuple[ForwardedModel, list[dict]]:
        asked: list[dict] = []

        def answer(request: httpx.Request) -> httpx.Response:
            asked.append(json.loads(request.content))
            return httpx.Response(200, json=body)

        client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
        return ForwardedModel(ChatServer("http://llm.test/v1", client=client), "tiny"), asked

    return making


async def test_the_chat_is_passed_on_with_its_tag_filled(forwarded):
    message = {"role": "assistant", "content": None, "tool_calls": [{"id": "1"}]}
    usage = {"prompt_tokens": 9, "completion_tokens": 3}
    choice = {"message": message, "finish_reason": "tool_calls"}
    model, asked = forwarded({"choices": [choice], "usage": usage})
    assert await model.complete(CHAT, "On Monday.") == Reply(message, "tool_calls", 9, 3)
    assert asked == [
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


async def test_what_a_server_leaves_out_is_stop_and_zero(forwarded):
    model, asked = forwarded({"choices": [{"message": {"content": "Hi."}}]})
    reply = await model.complete(CHAT, None)
    assert reply == Reply({"role": "assistant", "content": "Hi."}, "stop", 0, 0)
    assert asked[0]["messages"][1]["content"] == "When? {{ transcript }}"


async def test_thoughts_and_missing_counts_are_left_out(forwarded):
    body = {"choices": [{"message": {"content": "<think>Hm.</think>Hi."}}], "usage": {"prompt_tokens": None}}
    model, _ = forwarded(body)
    reply = await model.complete(CHAT, None)
    assert reply == Reply({"role": "assistant", "content": "Hi."}, "stop", 0, 0)


async def test_an_answer_that_is_no_completion_is_named(forwarded):
    model, _ = forwarded({"choices": []})
    with pytest.raises(ReasoningUnavailableError, match="did not answer with a chat completion"):
        await model.complete(CHAT, None)


def test_it_answers_to_any_name_and_shows_its_own(forwarded):
    model, _ = forwarded({})
    assert model.known is None
    assert model.description.id == "tiny"
