import asyncio
import json

import httpx
import pytest

from assemblyai_emulator.reasoning import chat_server
from assemblyai_emulator.reasoning.chat_completion import Choice, Completion, Usage
from assemblyai_emulator.reasoning.chat_server import ChatServer
from assemblyai_emulator.reasoning.reasoner import ReasoningUnavailableError

MESSAGE = {"role": "assistant", "content": "Hi."}


def server(answer) -> ChatServer:
    return ChatServer("http://llm.test/v1/", client=httpx.AsyncClient(transport=httpx.MockTransport(answer)))


async def test_a_completion_is_read_from_the_servers_answer():
    body = {"choices": [{"message": MESSAGE, "finish_reason": "stop"}], "usage": {"prompt_tokens": 3}}
    found = await server(lambda _: httpx.Response(201, json=body)).complete({})
    assert found == Completion(
        choices=[Choice(message=MESSAGE, finish_reason="stop")], usage=Usage(prompt_tokens=3)
    )


async def test_an_answer_that_is_not_a_completion_raises_an_error_that_says_so():
    with pytest.raises(ReasoningUnavailableError, match=r"/v1/chat/completions did not answer with a chat"):
        await server(lambda _: httpx.Response(200, text="<html>")).complete({})


async def test_an_error_quotes_the_beginning_of_the_servers_own():
    with pytest.raises(ReasoningUnavailableError) as failed:
        await server(lambda _: httpx.Response(500, text="x" * 1000)).complete({})
    assert "answered 500 (" in str(failed.value)
    assert len(str(failed.value)) < 500


@pytest.mark.parametrize(
    ("key", "said", "shown"),
    [
        ("sk-0123456789", "Incorrect key sk-0123456789, see", "Incorrect key [key], see"),
        ("sk-0123456789", "Incorrect key sk-01234****.", "Incorrect key [key]"),
        ("key", "Incorrect key.", "Incorrect key."),
    ],
)
async def test_an_error_shows_nothing_of_the_key(key, said, shown):
    transport = httpx.MockTransport(lambda _: httpx.Response(401, text=said))
    with pytest.raises(ReasoningUnavailableError) as failed:
        await ChatServer("http://llm.test/v1", key, httpx.AsyncClient(transport=transport)).complete({})
    assert f"answered 401 ({shown})" in str(failed.value)


def test_the_address_includes_the_version():
    assert server(None).address == "http://llm.test/v1/chat/completions"


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        (400, "longer than the model can read"),
        (401, "check the key."),
        (403, "may use this --llm-model"),
        (404, "check --llm-url and --llm-model."),
        (413, "shorter transcript"),
        (422, "a chat model"),
        (429, "Wait, then try again."),
        (500, "the server's own log"),
    ],
)
async def test_each_status_has_its_own_advice(status, advice):
    with pytest.raises(ReasoningUnavailableError) as failed:
        await server(lambda _: httpx.Response(status, text="why")).complete({})
    assert f"answered {status} (why): " in str(failed.value)
    assert advice in str(failed.value)


async def test_a_failure_without_a_message_is_named_by_its_type():
    def fail(_):
        raise httpx.ReadError("")

    with pytest.raises(ReasoningUnavailableError, match=r"could not be reached \(ReadError\)"):
        await server(fail).complete({})


CHUNK = {"choices": [{"index": 0, "delta": {"content": "Hi."}}]}


def events(*data: object) -> httpx.Response:
    lines = [one if isinstance(one, str) else json.dumps(one) for one in data]
    return httpx.Response(200, text="".join(f": a comment\ndata: {line}\n\n" for line in lines))


async def test_the_chunks_of_a_stream_end_at_its_end_mark():
    stream = await server(lambda _: events(CHUNK, CHUNK, "[DONE]", CHUNK)).stream({})
    assert [chunk async for chunk in stream] == [CHUNK, CHUNK]


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (httpx.Response(503, text="loading"), r"answered 503 \(loading\)"),
        (httpx.Response(200, json={"choices": []}), "did not answer with a stream"),
        (events("{"), "did not answer with a stream"),
        (events([CHUNK]), "did not answer with a stream"),
        (events({"choices": None}), "did not answer with a stream"),
        (events({"error": {"message": "full"}}), r"broke off .*full"),
    ],
)
async def test_a_stream_that_does_not_begin_raises_at_once(answer, text):
    with pytest.raises(ReasoningUnavailableError, match=text):
        await server(lambda _: answer).stream({})


async def test_a_stream_that_breaks_off_raises_after_its_first_chunks():
    stream = await server(lambda _: events(CHUNK, {"error": "full"})).stream({})
    assert await anext(stream) == CHUNK
    with pytest.raises(ReasoningUnavailableError, match="broke off"):
        await anext(stream)


async def test_a_stream_that_falls_silent_ends_in_an_error_and_its_connection_is_closed(monkeypatch):
    monkeypatch.setattr(chat_server, "LONGEST_PAUSE", 0.0)
    closed = asyncio.Event()

    async def silent():
        try:
            yield f"data: {json.dumps(CHUNK)}\n\n".encode()
            await asyncio.Event().wait()
        finally:
            closed.set()

    stream = await server(lambda _: httpx.Response(200, content=silent())).stream({})
    assert await anext(stream) == CHUNK
    with pytest.raises(ReasoningUnavailableError, match="sent nothing more for 0 seconds"):
        await anext(stream)
    assert closed.is_set()


async def test_numbers_that_are_not_json_are_null():
    stream = await server(lambda _: events('{"choices": [{"logprob": -Infinity}], "took": NaN}')).stream({})
    assert [chunk async for chunk in stream] == [{"choices": [{"logprob": None}], "took": None}]


async def test_a_port_that_does_not_exist_is_a_wrong_url():
    with pytest.raises(ReasoningUnavailableError, match="is not a URL"):
        await ChatServer("http://127.0.0.1:99999/v1").complete({})
