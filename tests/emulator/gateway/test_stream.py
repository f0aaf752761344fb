import json

import pytest

from assemblyai_emulator.gateway.chat import Chat
from assemblyai_emulator.gateway.chat_model import Reply
from assemblyai_emulator.gateway.stream import events, parts
from assemblyai_emulator.reasoning.reasoner import ReasoningUnavailableError

CHAT = Chat("claude-sonnet-4-6", ())
REPLY = Reply({"role": "assistant", "content": ' On\n"Monday", at 9. '}, "stop", 9, 4)


async def sent(chunks, warnings=()) -> list:
    found = [event async for event in events(CHAT, chunks, warnings)]
    assert all(event.startswith(b"data: ") and event.endswith(b"\n\n") for event in found)
    return [event[6:-2].decode() for event in found]


async def served(*chunks):
    for chunk in chunks:
        if isinstance(chunk, Exception):
            raise chunk
        yield chunk


async def test_a_reply_comes_word_by_word_and_ends_with_the_usage():
    *data, end = await sent(parts(REPLY), ["Mind."])
    first, *texts, finish, last = [json.loads(one) for one in data]
    assert first["choices"][0]["delta"] == {"role": "assistant", "content": ""}
    assert "".join(one["choices"][0]["delta"]["content"] for one in texts) == REPLY.message["content"]
    assert len(texts) == 4
    assert (finish["choices"][0]["delta"], finish["choices"][0]["finish_reason"]) == ({}, "stop")
    assert last["choices"] == []
    assert last["usage"] == {"prompt_tokens": 9, "completion_tokens": 4, "total_tokens": 13}
    assert last["metadata"] == {"warnings": [{"message": "Mind."}]}
    assert end == "[DONE]"


async def test_every_chunk_has_the_keys_of_openais_and_names_the_model_that_was_asked_for():
    chunks = [json.loads(one) for one in (await sent(parts(REPLY)))[:-1]]
    assert {chunk["object"] for chunk in chunks} == {"chat.completion.chunk"}
    assert {chunk["model"] for chunk in chunks} == {"claude-sonnet-4-6"}
    assert len({chunk["id"] for chunk in chunks}) == 1


async def test_a_servers_chunks_are_passed_on_and_its_usage_comes_last():
    delta = {
        "choices": [{"index": 0, "delta": {"content": "Hi."}}],
        "model": "tiny",
        "system_fingerprint": "f",
    }
    usage = {"choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": None, "cached": 2}}
    text, last, _ = await sent(served(usage, delta))
    assert json.loads(text)["choices"] == delta["choices"]
    assert json.loads(text)["model"] == "claude-sonnet-4-6"
    assert json.loads(text)["system_fingerprint"] == "f"
    counted = {"prompt_tokens": 3, "completion_tokens": 0, "cached": 2, "total_tokens": 3}
    assert json.loads(last)["usage"] == counted


async def test_a_usage_that_a_server_does_not_report_or_reports_oddly_is_zero():
    for usage in ({}, {"usage": 7}):
        last = (await sent(served({"choices": [], **usage})))[-2]
        nothing = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
        assert json.loads(last)["usage"] == nothing


@pytest.mark.parametrize("odd", [1.5, "n/a", -3, True, [7], {"of": 7}, float("inf"), float("nan")])
async def test_a_count_that_is_no_number_of_tokens_is_zero_and_the_stream_ends_as_always(odd):
    usage = {"prompt_tokens": odd, "completion_tokens": 4.0, "total_tokens": odd}
    last, end = await sent(served({"choices": [], "usage": usage}))
    assert json.loads(last)["usage"] == {"prompt_tokens": 0, "completion_tokens": 4, "total_tokens": 4}
    assert end == "[DONE]"


async def test_half_of_a_surrogate_pair_stays_what_it_was():
    half = {"choices": [{"index": 0, "delta": {"content": "\ud83d\u00e9"}}]}
    text, _, end = await sent(served(half))
    assert json.loads(text)["choices"] == half["choices"]
    assert end == "[DONE]"


async def test_an_answer_that_breaks_off_ends_in_an_error_without_an_end_mark():
    delta = {"choices": [{"index": 0, "delta": {"content": "Hi."}}]}
    _, error = await sent(served(delta, ReasoningUnavailableError("The server went away.")))
    assert json.loads(error)["error"] == {"message": "The server went away.", "code": 502}
