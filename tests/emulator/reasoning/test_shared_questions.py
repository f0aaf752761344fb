"""The questions of several accounts at once, through the front door."""

import asyncio
import os
from threading import Event

import anyio
import anyio.lowlevel
import pytest

from assemblyai_emulator.reasoning import meaning
from assemblyai_emulator.reasoning.embeddings import Encoder
from assemblyai_emulator.reasoning.kept_embeddings import KeptEmbeddings
from assemblyai_emulator.reasoning.meaning import MOST_KEPT_BYTES

THREADS_OF_ASYNCIO = min(32, (os.cpu_count() or 1) + 4)


@pytest.fixture
def held(monkeypatch):
    """An encoder that waits before it encodes: the event of its first call, and that which lets it go on."""
    begun, released = Event(), Event()
    states = Encoder._states

    def waiting(self, ids):
        begun.set()
        released.wait()
        return states(self, ids)

    monkeypatch.setattr(Encoder, "_states", waiting)
    monkeypatch.setattr(meaning, "kept", KeptEmbeddings(MOST_KEPT_BYTES))
    yield begun, released
    released.set()


def chat(client, account, number):
    content = (
        f"Who mended the bike?\n\nAnna repaired the bicycle of {account} for {number} dollars. It was fun."
    )
    body = {"model": "gpt-5", "messages": [{"role": "user", "content": content}]}
    return client.post("/v1/chat/completions", json=body, headers={"Authorization": account})


def question(client, account, number):
    body = {
        "input_text": f"Anna repaired the bicycle of {account} for {number} dollars. It was fun.",
        "questions": [{"question": "Who mended the bike?"}],
    }
    return client.post("/lemur/v3/generate/question-answer", json=body, headers={"Authorization": account})


async def test_uploads_go_on_while_more_questions_wait_than_asyncio_has_threads(client, held, eventually):
    begun, released = held
    chats = [asyncio.create_task(chat(client, "busy", n)) for n in range(THREADS_OF_ASYNCIO + 2)]
    await eventually(begun.is_set)
    with anyio.fail_after(20):
        upload = await client.post("/v2/upload", content=b"audio", headers={"Authorization": "other"})
    assert upload.status_code == 200
    released.set()
    replies = await asyncio.gather(*chats)
    assert {reply.status_code for reply in replies} == {200}
    assert "Anna repaired" in replies[0].text


@pytest.mark.parametrize("ask", [chat, question])
async def test_a_question_does_not_wait_for_all_those_of_another_account(
    client, held, eventually, monkeypatch, ask
):
    begun, released = held
    encoded, encode = [], Encoder.encode

    def noting(self, texts):
        encoded.append("other" if "other" in texts[0] else "busy")
        return encode(self, texts)

    monkeypatch.setattr(Encoder, "encode", noting)
    busy = [asyncio.create_task(ask(client, "busy", number)) for number in range(9)]
    await eventually(begun.is_set)
    other = asyncio.create_task(ask(client, "other", 0))
    for _ in range(50):
        await anyio.lowlevel.checkpoint()
    released.set()
    replies = await asyncio.gather(other, *busy)
    assert all("Anna repaired" in reply.text for reply in replies)
    # Each question is encoded after its text.
    assert encoded.index("other") < len(encoded) // 2
