import asyncio

import anyio
import pytest
from starlette.responses import JSONResponse

from assemblyai_emulator.faults import connection

SCOPE = {"type": "http", "method": "GET", "path": "/", "headers": []}
BODY = b'{"text":"Hello."}'
APP = JSONResponse({"text": "Hello."}, headers={"X-Kept": "1"})


@pytest.fixture
def sent():
    return []


@pytest.fixture
def send(sent):
    async def sending(message) -> None:
        sent.append(message)

    return sending


def receiving(*messages):
    waiting = list(messages)

    async def receive():
        if not waiting:
            await asyncio.Event().wait()
        return waiting.pop(0)

    return receive


def lengths(sent) -> tuple[int, int]:
    """The declared content length, and how many bytes were sent."""
    declared = dict(sent[0]["headers"])[b"content-length"]
    return int(declared), sum(len(message.get("body", b"")) for message in sent[1:])


async def test_a_reset_declares_a_longer_body_than_it_sends(sent, send):
    await connection.reset(APP, SCOPE, receiving(), send)
    assert lengths(sent) == (len(BODY) + 1, len(BODY) // 2)
    assert sent[-1]["more_body"]
    assert (b"x-kept", b"1") in sent[0]["headers"]


async def test_an_empty_reply_can_be_reset_too(sent, send):
    await connection.reset(JSONResponse(None, 204), SCOPE, receiving(), send)
    declared, sent_bytes = lengths(sent)
    assert declared > sent_bytes


async def test_a_truncated_reply_is_half_of_the_real_one_with_its_length(sent, send):
    await connection.truncate(APP, SCOPE, receiving(), send)
    assert lengths(sent) == (len(BODY) // 2, len(BODY) // 2)
    assert not sent[-1].get("more_body")


async def test_a_hang_ends_with_a_broken_reply(sent, send):
    await connection.hang(receiving(), send, 0)
    assert lengths(sent) == (1, 0)


async def test_a_hang_ends_when_the_client_disconnects(sent, send):
    request, gone = {"type": "http.request"}, {"type": "http.disconnect"}
    with anyio.fail_after(10):
        await connection.hang(receiving(request, gone), send, 600)
    assert sent == []


async def test_draining_reads_the_request_to_its_end():
    more = {"type": "http.request", "body": b"a", "more_body": True}
    last = {"type": "http.request", "body": b"b"}
    for messages in ((more, more, last), (more, {"type": "http.disconnect"})):
        read, source = [], receiving(*messages)

        async def receive(source=source, read=read):
            read.append(await source())
            return read[-1]

        with anyio.fail_after(10):
            await connection.drain(receive)
        assert read == list(messages)
