import json

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from assemblyai_emulator.reasoning import prompts
from assemblyai_emulator.reasoning.forwarding import ForwardingReasoner
from assemblyai_emulator.reasoning.reasoner import (
    Answer,
    Options,
    Question,
    QuestionAnswer,
    ReasoningUnavailableError,
)


class Server:
    """A small chat-completions server that answers with how it was asked, and remembers it."""

    def __init__(self, reply: Response | None = None, usage: dict[str, int] | None = None) -> None:
        self.asked: list[dict[str, object]] = []
        self.keys: list[str | None] = []
        self._reply = reply
        self._usage = usage
        self.app = Starlette(routes=[Route("/v1/chat/completions", self.complete, methods=["POST"])])

    async def complete(self, request: Request) -> Response:
        self.asked.append(json.loads(await request.body()))
        self.keys.append(request.headers.get("authorization"))
        message = {"role": "assistant", "content": f" answer {len(self.asked)}\n"}
        body = {"choices": [{"message": message}], **({"usage": self._usage} if self._usage else {})}
        return self._reply or JSONResponse(body)

    def reasoner(self, url: str = "http://llm.test/v1", key: str | None = None) -> ForwardingReasoner:
        client = httpx.AsyncClient(transport=httpx.ASGITransport(self.app))
        return ForwardingReasoner(url, "tiny", key, client)


USAGE = {"prompt_tokens": 120, "completion_tokens": 7}


async def test_a_task_sends_prompt_and_material_and_returns_the_servers_words(garden):
    server = Server(usage=USAGE)
    options = Options(max_output_size=50, temperature=0.3, final_model="anthropic/claude-3-haiku")
    assert await server.reasoner().task("Count the cakes.", garden, options) == Answer("answer 1", 120, 7)
    assert server.asked == [
        {
            "model": "tiny",
            "messages": [
                {"role": "system", "content": prompts.SYSTEM},
                {"role": "user", "content": f"Request: Count the cakes.\n\n{prompts.delimited(garden)}"},
            ],
            "max_tokens": 50,
            "temperature": 0.3,
        }
    ]


async def test_a_summary_and_action_items_send_their_own_prompts(garden):
    server = Server(usage=USAGE)
    reasoner = server.reasoner()
    await reasoner.summarize(garden, Options())
    await reasoner.extract_action_items(garden, Options())
    users = [str(body["messages"]) for body in server.asked]
    assert "Summarize the transcripts." in users[0]
    assert "List the action items" in users[1]


async def test_each_question_is_asked_on_its_own(garden):
    server = Server(usage=USAGE)
    answers = await server.reasoner().answer_questions(
        [Question("Why?"), Question("When?")], garden, Options()
    )
    assert answers == [
        QuestionAnswer("Why?", "answer 1", 120, 7),
        QuestionAnswer("When?", "answer 2", 120, 7),
    ]


async def test_a_server_that_reports_no_usage_counts_as_zero(garden):
    assert await Server().reasoner().summarize(garden, Options()) == Answer("answer 1", 0, 0)


@pytest.mark.parametrize(("key", "sent"), [(None, None), ("k-1", "Bearer k-1")])
async def test_the_key_is_sent_if_there_is_one(garden, key, sent):
    server = Server()
    await server.reasoner(key=key).summarize(garden, Options())
    assert server.keys == [sent]


async def test_a_trailing_slash_in_the_address_does_no_harm(garden):
    server = Server()
    await server.reasoner("http://llm.test/v1/").summarize(garden, Options())
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (
            PlainTextResponse("no such model", 404),
            r"answered 404 \(no such model\): check --llm-url, --llm-model",
        ),
        (PlainTextResponse("<html>"), "did not answer with a chat completion: check that --llm-url"),
        (JSONResponse({"choices": []}), "did not answer with a chat completion"),
        (
            JSONResponse({"choices": [{"message": {"content": None}}]}),
            "did not answer with a chat completion",
        ),
    ],
)
async def test_a_server_that_does_not_answer_properly_is_named_with_what_to_check(garden, reply, sentence):
    with pytest.raises(ReasoningUnavailableError, match=sentence):
        await Server(reply).reasoner().summarize(garden, Options())


@pytest.mark.parametrize(
    ("failure", "sentence"),
    [
        (httpx.ConnectError("refused"), r"could not be reached \(refused\): check --llm-url"),
        (httpx.ReadTimeout("slow"), "did not answer in time"),
        (httpx.InvalidURL("odd"), r"is not a URL \(odd\): check --llm-url"),
    ],
)
async def test_a_server_out_of_reach_is_named_with_what_to_check(garden, failure, sentence):
    def fail(request):
        raise failure

    client = httpx.AsyncClient(transport=httpx.MockTransport(fail))
    with pytest.raises(ReasoningUnavailableError, match=sentence):
        await ForwardingReasoner("http://llm.test/v1", "tiny", client=client).summarize(garden, Options())


async def test_without_a_client_of_its_own_it_opens_one(garden):
    with pytest.raises(ReasoningUnavailableError, match="could not be reached"):
        await ForwardingReasoner("http://127.0.0.1:9/v1", "tiny").summarize(garden, Options())
