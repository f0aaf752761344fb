"""A transcript that ends notifies a real receiver."""

import asyncio
import json

import anyio
import pytest

from assemblyai_emulator.config import Settings

SECRET = "sesame-7f3a"


@pytest.fixture
async def running(start, tmp_path):
    async with start(Settings(data_dir=tmp_path)) as client:
        yield client


@pytest.fixture
async def receiving():
    """A real receiver on loopback: its URL and the requests that it received."""
    received: asyncio.Queue[bytes] = asyncio.Queue()

    async def answer(reader, writer) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        await received.put(head + await reader.readexactly(length))
        writer.write(b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook?job=7", received


async def test_a_transcript_that_ends_notifies_its_webhook(running, key, receiving, upload, wav):
    url, received = receiving
    body = {
        "audio_url": await upload(running, key, wav(0.1)),
        "webhook_url": url,
        "webhook_auth_header_name": "X-Secret",
        "webhook_auth_header_value": SECRET,
    }
    created = (await running.post("/v2/transcript", json=body, headers=key)).json()
    with anyio.fail_after(60):
        request = await received.get()
        while True:
            reply = await running.get(f"/v2/transcript/{created['id']}", headers=key)
            if reply.json()["webhook_status_code"] is not None:
                break
            await anyio.sleep(0.01)
    head, _, content = request.partition(b"\r\n\r\n")
    assert head.startswith(b"POST /hook?job=7 HTTP/1.1\r\n")
    assert f"X-Secret: {SECRET}".encode() in head
    assert json.loads(content) == {"transcript_id": created["id"], "status": "error"}
    assert (created["webhook_auth"], created["webhook_auth_header_name"]) == (True, "X-Secret")
    assert (created["webhook_url"], reply.json()["webhook_status_code"]) == (url, 202)
    assert SECRET not in reply.text
    assert SECRET not in json.dumps(created)
