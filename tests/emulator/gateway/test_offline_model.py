import json

import pytest

from assemblyai_emulator.gateway.chat import Chat
from assemblyai_emulator.gateway.errors import InvalidRequestError
from assemblyai_emulator.gateway.offline_model import NAME, OfflineModel
from assemblyai_emulator.reasoning.extractive import ExtractiveReasoner

TEXT = "We met on Monday. Anna will send the budget by Friday. The launch is in May."
STRING = {"type": "string"}
PAIRS = {
    "type": "array",
    "items": {"type": "object", "properties": {"question": STRING, "answer": STRING}},
}


@pytest.fixture
def ask():
    async def asking(content: str, transcript_text: str | None = TEXT, **options):
        chat = Chat(NAME, ({"role": "user", "content": content},), options=options)
        return await OfflineModel(ExtractiveReasoner()).complete(chat, transcript_text)

    return asking


def formatted(schema) -> dict:
    return {"response_format": {"type": "json_schema", "json_schema": {"name": "x", "schema": schema}}}


async def test_it_quotes_the_transcript_and_says_that_it_quotes(ask):
    reply = await ask("When is the launch? {{ transcript }}")
    assert reply.message == {
        "role": "assistant",
        "content": 'Extractive offline answer: quotes, not reasoning.\n"The launch is in May."',
    }
    assert (reply.finish_reason, reply.input_tokens, reply.output_tokens) == ("stop", 20, 11)


async def test_it_reads_text_in_the_prompt(ask):
    reply = await ask(f"When is the launch?\n\n{TEXT}", None)
    assert "The launch is in May." in reply.message["content"]


async def test_an_answer_over_max_tokens_is_cut(ask):
    reply = await ask("When is the launch?", max_tokens=3)
    assert (reply.message["content"], reply.finish_reason) == ("Extractive offline answer:", "length")


async def test_questions_are_answered_in_the_requested_json(ask):
    schema = {"type": "object", "properties": {"answers": PAIRS}}
    prompt = "Answer these questions.\n1. Who will send the budget?\n2. When is the launch? Be short."
    reply = await ask(prompt, **formatted(schema))
    answers = json.loads(reply.message["content"])["answers"]
    assert [pair["question"] for pair in answers] == ["Who will send the budget?", "When is the launch?"]
    assert "Anna" in answers[0]["answer"]
    assert "May" in answers[1]["answer"]


async def test_a_bare_list_and_a_single_text_are_also_json(ask):
    (pair,) = json.loads((await ask("When is the launch?", **formatted(PAIRS))).message["content"])
    assert pair["question"] == "When is the launch?"
    schema = {"type": "object", "properties": {"summary": STRING}}
    summary = json.loads((await ask("Summarize.", **formatted(schema))).message["content"])["summary"]
    assert summary.startswith("Extractive offline answer")


async def test_an_answer_may_have_its_quotes_in_a_list(ask):
    fields = {"question": STRING, "answer": STRING, "quotes": {"type": "array", "items": STRING}}
    schema = {"type": "array", "items": {"type": "object", "properties": fields}}
    prompt = "1. When is the launch?\n2. Who sells umbrellas?"
    launch, umbrellas = json.loads((await ask(prompt, **formatted(schema))).message["content"])
    assert launch["quotes"] == ["The launch is in May."]
    assert umbrellas["quotes"] == []


async def test_a_list_of_answers_needs_a_question(ask):
    with pytest.raises(InvalidRequestError, match="holds no question"):
        await ask("Tell me all.", **formatted(PAIRS))
