import asyncio
import json
from contextlib import asynccontextmanager

import pytest

from assemblyai_emulator.config import Settings
from assemblyai_emulator.gateway.published_models import NAMES

CHAT = "/v1/chat/completions"
MODEL = "offline-extractive"


@pytest.fixture
def ask(client, readers_key):
    async def asking(content: str, **body):
        messages = [{"role": "user", "content": content}]
        return await client.post(
            CHAT, json={"model": MODEL, "messages": messages, **body}, headers=readers_key
        )

    return asking


async def test_a_chat_reads_the_transcript_in_place_of_its_tag(ask, finished):
    reply = await ask("What about the weather? {{ transcript }}", transcript_id=finished["id"])
    assert reply.status_code == 200
    assert finished["text"] in reply.json()["choices"][0]["message"]["content"]
    assert reply.json()["response_time"] > 0


async def test_an_id_without_the_exact_tag_is_ignored(ask, finished):
    for content in ("What about the weather?", "What about the weather? {{transcript}}"):
        reply = await ask(content, transcript_id=finished["id"])
        assert "nothing to quote" in reply.json()["choices"][0]["message"]["content"]
    assert (await ask("What?", transcript_id="unknown")).status_code == 200


async def test_an_unknown_or_deleted_transcript_is_not_found(client, ask, readers_key, transcribe, wav):
    done = await transcribe(client, readers_key, wav(0.5))
    await client.delete(f"/v2/transcript/{done['id']}", headers=readers_key)
    for transcript_id, text in ((done["id"], "transcript deleted"), ("unknown", "transcript not found")):
        reply = await ask("{{ transcript }}?", transcript_id=transcript_id)
        assert (reply.status_code, reply.json()["code"]) == (404, 404)
        assert reply.json()["message"] == text


@pytest.fixture
def answering():
    """A language model's server on loopback that gives one answer. Yields its address, and the bodies it received."""

    @asynccontextmanager
    async def serving(body: dict):
        received: list[dict] = []
        answer = json.dumps(body).encode()

        async def respond(reader, writer):
            head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
            length = next(line for line in head.splitlines() if line.startswith("content-length:"))
            received.append(json.loads(await reader.readexactly(int(length.split(":")[1]))))
            start = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
            writer.write(start + b"Content-Length: %d\r\n\r\n%s" % (len(answer), answer))
            writer.close()

        async with await asyncio.start_server(respond, "127.0.0.1", 0) as server:
            yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1", received

    return serving


async def test_an_unfinished_transcript_cannot_be_read(client, ask, readers_key, transcribe):
    failed = await transcribe(client, readers_key, b"no audio")
    reply = await ask("{{ transcript }}?", transcript_id=failed["id"])
    assert "has a status of 'error'" in reply.json()["metadata"]["errors"][0]


async def test_an_invalid_request_gets_the_gateways_error_format(client, ask, key):
    reply = await ask("Hi?", model="clade-sonnet")
    assert reply.status_code == 400
    assert reply.json() == {
        "metadata": {"errors": ["model clade-sonnet is not supported"]},
        "request_id": reply.json()["request_id"],
        "message": "invalid request body",
        "code": 400,
    }
    reply = await client.post(CHAT, content=b"{", headers=key)
    assert (reply.status_code, reply.json()["metadata"]) == (
        400,
        {"errors": ["The request body is not valid JSON."]},
    )


async def test_a_key_is_accepted_bare_or_as_bearer(start, tmp_path):
    async with start(Settings(data_dir=tmp_path, api_keys=("mine",))) as client:
        body = {"model": MODEL, "prompt": "Hi?"}
        for given in ("mine", "Bearer mine"):
            assert (await client.post(CHAT, json=body, headers={"Authorization": given})).status_code == 200
        wrong = await client.post(CHAT, json=body, headers={"Authorization": "other"})
        missing = await client.post(CHAT, json=body)
    assert (wrong.status_code, wrong.json()["error"]) == (
        401,
        "Authentication error, API token missing/invalid",
    )
    assert (missing.status_code, missing.json()["status"]) == (401, "error")
    assert "Please upgrade" in missing.json()["error"]


async def test_listing_the_models_needs_no_key(client):
    names = [model["id"] for model in (await client.get("/v1/models")).json()["data"]]
    assert names[0] == MODEL
    assert {"claude-sonnet-4-6", "gpt-5-nano"} <= set(names)


@pytest.mark.parametrize("name", ["claude-sonnet-4-6", "gpt-5-nano", "gemini-2.5-flash-lite"])
async def test_a_published_model_name_is_answered_and_the_reply_says_by_what(ask, finished, name):
    reply = await ask("What about the weather? {{ transcript }}", model=name, transcript_id=finished["id"])
    assert (reply.status_code, reply.json()["model"]) == (200, name)
    assert finished["text"] in reply.json()["choices"][0]["message"]["content"]
    assert reply.headers["x-emulator-model"] == MODEL
    (warning,) = reply.json()["metadata"]["warnings"]
    assert warning["message"].startswith(f"model {name} was not asked: {MODEL} answered.")


async def test_the_offline_model_itself_answers_without_a_warning(ask):
    reply = await ask("What?")
    assert reply.headers["x-emulator-model"] == MODEL
    assert "metadata" not in reply.json()


async def test_the_headers_count_what_the_services_limit_would_leave(client, key):
    body = {"model": "gpt-5", "prompt": "Hi?"}
    left = [
        (await client.post(CHAT, json=body, headers=key)).headers["x-ratelimit-remaining"] for _ in range(2)
    ]
    assert left == ["29", "28"]
    assert (await client.post(CHAT, json=body, headers=key)).headers["x-ratelimit-model"] == "gpt-5"


async def test_a_stream_is_server_sent_events(ask, finished):
    question, about = "What about the weather? {{ transcript }}", {"transcript_id": finished["id"]}
    whole = (await ask(question, **about)).json()
    reply = await ask(question, **about, model="gpt-5-nano", stream=True)
    assert reply.headers["content-type"].startswith("text/event-stream")
    assert (reply.headers["x-emulator-model"], reply.headers["x-ratelimit-limit"]) == (MODEL, "30")
    *data, end = [line.removeprefix("data: ") for line in reply.text.split("\n\n") if line]
    chunks = [json.loads(one) for one in data]
    text = "".join(chunk["choices"][0]["delta"].get("content", "") for chunk in chunks[:-1])
    assert text == whole["choices"][0]["message"]["content"]
    assert chunks[-1]["usage"]["total_tokens"] == whole["usage"]["total_tokens"]
    assert "gpt-5-nano was not asked" in chunks[-1]["metadata"]["warnings"][0]["message"]
    assert end == "[DONE]"


async def test_an_error_before_the_first_event_of_a_stream_is_plain_json(ask):
    reply = await ask("{{ transcript }}?", transcript_id="unknown", stream=True)
    assert (reply.status_code, reply.json()["message"]) == (404, "transcript not found")


async def test_json_can_be_repaired_where_there_is_json(ask, finished):
    steps = {"post_processing_steps": [{"type": "json-repair"}]}
    schema = {"type": "object", "properties": {"summary": {"type": "string"}}}
    shape = {"response_format": {"type": "json_schema", "json_schema": {"name": "s", "schema": schema}}}
    about = {"transcript_id": finished["id"]}
    reply = await ask("Sum it up: {{ transcript }}", **about, **shape, **steps)
    assert json.loads(reply.json()["choices"][0]["message"]["content"]).keys() == {"summary"}
    refused = await ask("Sum it up: {{ transcript }}", **about, **steps)
    assert (refused.status_code, "cannot be repaired" in refused.text) == (400, True)


async def test_tools_need_a_language_model(ask):
    reply = await ask("Hi?", model="gpt-5", tools=[{"type": "function"}])
    assert reply.status_code == 400
    assert "start the emulator with --llm-url" in reply.json()["metadata"]["errors"][1]


async def test_a_language_model_is_given_the_tools_and_its_calls_come_back(start, tmp_path, key, answering):
    tool = {"type": "function", "function": {"name": "book", "parameters": {"type": "object"}}}
    call = {"id": "1", "type": "function", "function": {"name": "book", "arguments": "{}"}}
    message = {"role": "assistant", "content": None, "tool_calls": [call]}
    completion = {"choices": [{"message": message, "finish_reason": "tool_calls"}]}
    async with answering(completion) as (url, received):
        settings = Settings(data_dir=tmp_path, llm_url=url, llm_model="tiny")
        async with start(settings) as client:
            messages = [{"role": "user", "content": "Book it."}]
            body = {"model": "gpt-5", "messages": messages, "tools": [tool], "tool_choice": "auto"}
            reply = await client.post(CHAT, json=body, headers=key)
    (choice,) = reply.json()["choices"]
    assert (choice["message"]["tool_calls"], choice["finish_reason"]) == ([call], "tool_calls")
    assert (reply.json()["model"], reply.headers["x-emulator-model"]) == ("gpt-5", "tiny")
    (sent,) = received
    assert (sent["model"], sent["tools"], sent["tool_choice"]) == ("tiny", [tool], "auto")


async def test_an_unreachable_language_model_is_a_502(start, tmp_path, key, transcribe, wav):
    settings = Settings(data_dir=tmp_path, llm_url="http://127.0.0.1:9/v1", llm_model="tiny")
    async with start(settings) as client:
        models = (await client.get("/v1/models")).json()["data"]
        reply = await client.post(CHAT, json={"model": "any", "prompt": "Hi?"}, headers=key)
        body = {"model": "any", "prompt": "Hi?", "stream": True}
        streamed = await client.post(CHAT, json=body, headers=key)
        done = await transcribe(client, key, wav(0.5))
        body = understanding(done["id"], action_items={})
        understood = await client.post("/v1/understanding", json=body, headers=key)
    assert [models[0]["id"], models[1]["id"]] == ["tiny", NAMES[0]]
    assert (reply.status_code, streamed.status_code, understood.status_code) == (502, 502, 502)
    assert "could not be reached" in streamed.json()["message"]
    assert "could not be reached" in reply.json()["message"]


def understanding(transcript_id: str | None, **request) -> dict:
    body = {"speech_understanding": {"request": request}}
    return body if transcript_id is None else {"transcript_id": transcript_id, **body}


async def test_understanding_runs_each_task_and_stores_nothing(client, readers_key, finished):
    tasks = {"summarization": {"summary_type": "paragraph"}, "action_items": {}}
    body = understanding(finished["id"], **tasks)
    reply = (await client.post("/v1/understanding", json=body, headers=readers_key)).json()
    assert reply.keys() == {"speech_understanding", "request_id"}
    assert reply["speech_understanding"]["request"] == tasks
    assert reply["speech_understanding"]["response"].keys() == tasks.keys()
    after = await client.get(f"/v2/transcript/{finished['id']}", headers=readers_key)
    assert after.json() == finished


async def test_understanding_needs_a_transcript(client, key):
    reply = await client.post("/v1/understanding", json=understanding(None, action_items={}), headers=key)
    assert reply.json()["metadata"] == {"errors": ["transcript_id is required"]}
    reply = await client.post("/v1/understanding", json=understanding("x", action_items={}), headers=key)
    assert (reply.status_code, reply.json()["message"]) == (404, "transcript not found")


async def test_a_request_can_be_validated_without_running_it(client, key):
    path = "/v1/understanding/validate"
    good = await client.post(path, json=understanding(None, action_items={}), headers=key)
    bad = await client.post(path, json=understanding(None, translation={}), headers=key)
    assert (good.status_code, bad.status_code) == (200, 400)
    assert "translation is not available" in bad.json()["metadata"]["errors"][0]
