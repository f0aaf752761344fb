import json
from collections.abc import Awaitable, Callable

import anyio
import anyio.lowlevel
import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from assemblyai_emulator.reasoning import prompts
from assemblyai_emulator.reasoning.chat_server import ChatServer
from assemblyai_emulator.reasoning.forwarding import QUESTIONS_AT_ONCE, ForwardingReasoner
from assemblyai_emulator.reasoning.reasoner import (
    Answer,
    Options,
    Question,
    QuestionAnswer,
    ReasoningUnavailableError,
)


class Server:
    """A small chat completions server that numbers its answers and records each request and key."""

    def __init__(self, reply: Response | None = None, usage: dict[str, int] | None = None) -> None:
        self.requests: list[dict[str, object]] = []
        self.keys: list[str | None] = []
        self._reply = reply
        self._usage = usage
        self.app = Starlette(routes=[Route("/v1/chat/completions", self.complete, methods=["POST"])])

    async def complete(self, request: Request) -> Response:
        self.requests.append(json.loads(await request.body()))
        self.keys.append(request.headers.get("authorization"))
        message = {"role": "assistant", "content": f" answer {len(self.requests)}\n"}
        body = {"choices": [{"message": message}], **({"usage": self._usage} if self._usage else {})}
        return self._reply or JSONResponse(body)

    def reasoner(self, url: str = "http://llm.test/v1", key: str | None = None) -> ForwardingReasoner:
        client = httpx.AsyncClient(transport=httpx.ASGITransport(self.app))
        return ForwardingReasoner(ChatServer(url, key, client), "tiny")


USAGE = {"prompt_tokens": 120, "completion_tokens": 7}


async def test_a_task_sends_prompt_and_material_and_returns_the_servers_answer(garden):
    server = Server(usage=USAGE)
    options = Options(max_output_size=50, temperature=0.3, final_model="anthropic/claude-3-haiku")
    assert await server.reasoner().task("Count the cakes.", garden, options) == Answer("answer 1", 120, 7)
    assert server.requests == [
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
    users = [str(body["messages"]) for body in server.requests]
    assert "Summarize the transcripts." in users[0]
    assert "List the action items" in users[1]


class Model:
    """A model whose answer is computed from the messages it was sent."""

    def __init__(self, answer: Callable[[list[dict[str, str]]], str | Awaitable[str]]) -> None:
        self.requests: list[list[dict[str, str]]] = []
        self._answer = answer
        transport = httpx.MockTransport(self._complete)
        server = ChatServer("http://llm.test/v1", client=httpx.AsyncClient(transport=transport))
        self.reasoner = ForwardingReasoner(server, "tiny")

    async def _complete(self, request: httpx.Request) -> httpx.Response:
        messages = json.loads(request.content)["messages"]
        self.requests.append(messages)
        answer = self._answer(messages)
        text = answer if isinstance(answer, str) else await answer
        return httpx.Response(200, json={"choices": [{"message": {"content": text}}], "usage": USAGE})


def question_in(messages: list[dict[str, str]]) -> str:
    return messages[1]["content"].splitlines()[0].removeprefix("Answer this question: ")


async def test_each_question_has_a_request_of_its_own_and_answers_are_in_order(garden):
    questions = [Question(f"Why {number}?") for number in range(9)]
    model = Model(lambda messages: f"<think>Hm.</think> {question_in(messages)} Because.")
    answers = await model.reasoner.answer_questions(questions, garden, Options())
    assert answers == [QuestionAnswer(one.question, f"{one.question} Because.", 120, 7) for one in questions]


async def test_only_a_few_questions_run_at_once(garden):
    running, peak = 0, 0

    async def answer() -> str:
        nonlocal running, peak
        running += 1
        peak = max(peak, running)
        for _ in range(5):
            await anyio.lowlevel.checkpoint()
        running -= 1
        return "Because."

    questions = [Question("Why?")] * 12
    await Model(lambda _: answer()).reasoner.answer_questions(questions, garden, Options())
    assert peak == QUESTIONS_AT_ONCE


async def test_a_failed_question_cancels_the_others(garden):
    cancelled = []

    async def answer(question: str) -> str:
        if question == "Why?":
            return ""
        try:
            await anyio.sleep_forever()
        except BaseException:
            cancelled.append(question)
            raise
        return "never"

    model = Model(lambda messages: answer(question_in(messages)))
    with anyio.fail_after(20), pytest.raises(ReasoningUnavailableError, match="without any text"):
        await model.reasoner.answer_questions([Question("When?"), Question("Why?")], garden, Options())
    assert cancelled == ["When?"]


CHOICE = Question("Is it moved?", answer_options=("Yes", "No"))


async def test_a_chosen_option_is_returned_as_it_was_offered(garden):
    model = Model(lambda _: "**yes.**")
    answers = await model.reasoner.answer_questions([CHOICE], garden, Options())
    assert answers == [QuestionAnswer("Is it moved?", "Yes", 120, 7)]


async def test_a_model_that_ignores_the_options_is_asked_a_second_time(garden):
    model = Model(lambda messages: "No" if len(messages) > 2 else "It was not moved.")
    answers = await model.reasoner.answer_questions([CHOICE], garden, Options())
    assert answers == [QuestionAnswer("Is it moved?", "No", 240, 14)]
    assert model.requests[1] == [
        *model.requests[0],
        {"role": "assistant", "content": "It was not moved."},
        {"role": "user", "content": prompts.options_reminder(("Yes", "No"))},
    ]


async def test_a_model_that_chooses_no_option_twice_is_quoted(garden):
    model = Model(lambda messages: f"Perhaps {len(messages)}.")
    answers = await model.reasoner.answer_questions([CHOICE], garden, Options())
    text = "The language model chose none of the answer options (Yes; No). It said: Perhaps 4."
    assert answers == [QuestionAnswer("Is it moved?", text, 240, 14)]
    assert len(model.requests) == 2


async def test_counts_are_zero_if_the_server_reports_no_usage(garden):
    assert await Server().reasoner().summarize(garden, Options()) == Answer("answer 1", 0, 0)


@pytest.mark.parametrize(("key", "sent"), [(None, None), ("k-1", "Bearer k-1")])
async def test_the_key_is_sent_if_there_is_one(garden, key, sent):
    server = Server()
    await server.reasoner(key=key).summarize(garden, Options())
    assert server.keys == [sent]


async def test_a_trailing_slash_in_the_address_is_ignored(garden):
    server = Server()
    await server.reasoner("http://llm.test/v1/").summarize(garden, Options())
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (
            PlainTextResponse("no such model", 404),
            r"answered 404 \(no such model\): check --llm-url and --llm-model",
        ),
        (PlainTextResponse("<html>"), "did not answer with a chat completion: check that --llm-url"),
        (JSONResponse({"choices": []}), "did not answer with a chat completion"),
        (
            JSONResponse({"choices": [{"message": {"content": None}}]}),
            "answered without any text: try again",
        ),
    ],
)
async def test_the_error_for_a_bad_answer_says_what_to_check(garden, reply, sentence):
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
async def test_the_error_for_an_unreachable_server_says_what_to_check(garden, failure, sentence):
    def fail(request):
        raise failure

    client = httpx.AsyncClient(transport=httpx.MockTransport(fail))
    with pytest.raises(ReasoningUnavailableError, match=sentence):
        await ForwardingReasoner(ChatServer("http://llm.test/v1", client=client), "tiny").summarize(
            garden, Options()
        )


async def test_without_a_client_each_call_opens_one(garden):
    with pytest.raises(ReasoningUnavailableError, match="could not be reached"):
        await ForwardingReasoner(ChatServer("http://127.0.0.1:9/v1"), "tiny").summarize(garden, Options())
