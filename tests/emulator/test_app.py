import asyncio
import tempfile

import pytest

from assemblyai_emulator.config import Settings
from assemblyai_emulator.routes import deadline

API_ROUTES = [
    ("POST", "/v2/upload"),
    ("POST", "/v2/transcript"),
    ("GET", "/v2/transcript"),
    ("GET", "/v2/transcript/x"),
    ("DELETE", "/v2/transcript/x"),
    ("GET", "/v2/transcript/x/sentences"),
    ("GET", "/v2/transcript/x/paragraphs"),
    ("GET", "/v2/transcript/x/srt"),
    ("GET", "/v2/transcript/x/word-search?words=a"),
    ("GET", "/v2/transcript/x/redacted-audio"),
    ("POST", "/lemur/v3/generate/task"),
    ("POST", "/lemur/v3/generate/summary"),
    ("POST", "/lemur/v3/generate/question-answer"),
    ("POST", "/lemur/v3/generate/action-items"),
    ("GET", "/lemur/v3/x"),
    ("DELETE", "/lemur/v3/x"),
    ("POST", "/v2/realtime/token"),
]
GATEWAY_ROUTES = ["/v1/chat/completions", "/v1/understanding", "/v1/understanding/validate"]


@pytest.mark.parametrize(("method", "path"), API_ROUTES)
async def test_every_route_needs_a_bare_key(client, method, path):
    reply = await client.request(method, path, headers={"Authorization": "Bearer key"})
    assert (reply.status_code, reply.json()) == (
        401,
        {"error": "Authentication error, API token missing/invalid"},
    )


@pytest.mark.parametrize("path", GATEWAY_ROUTES)
async def test_every_gateway_route_needs_a_key(client, path):
    reply = await client.post(path)
    assert (reply.status_code, reply.json().keys()) == (401, {"error", "status", "request_id"})


@pytest.mark.parametrize("path", ["/v2", "/docs", "/v2/transcripts", "/v2/transcript/", "/v2/upload"])
async def test_an_unknown_route_gets_a_404_in_plain_text(client, key, path):
    reply = await client.get(path, headers=key)
    assert (reply.status_code, reply.text) == (404, "Not found")


async def test_the_users_own_files_in_the_data_dir_are_kept(start, tmp_path):
    own = [
        tmp_path / name for name in ("media/interview.wav", "uploads/cv.pdf", "redacted/sub/x.mp3", "lock")
    ]
    for path in own:
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(b"mine")
    for _ in range(2):
        async with start(Settings(data_dir=tmp_path)):
            pass
    assert [path.read_bytes() for path in own] == [b"mine"] * len(own)
    assert {path.name for path in tmp_path.iterdir()} == {
        *("media", "uploads", "redacted", "lock", "assemblyai-emulator-data")
    }


async def test_without_a_data_dir_nothing_is_left_on_disk(start, tmp_path, monkeypatch, upload, key):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    async with start(Settings(data_dir=None)) as client:
        await upload(client, key, b"sound")
        assert any(path.read_bytes() == b"sound" for path in tmp_path.rglob("uploads/*"))
    assert list(tmp_path.iterdir()) == []


async def test_a_language_model_that_misses_the_deadline_is_a_502_that_says_so(
    start, tmp_path, key, monkeypatch
):
    async def silent(_reader, writer):
        writers.append(writer)

    writers = []
    monkeypatch.setattr(deadline, "DEADLINE_SECONDS", 0.05)
    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    settings = Settings(data_dir=tmp_path, llm_url=f"http://127.0.0.1:{port}/v1", llm_model="any")
    messages = [{"role": "user", "content": "When?"}]
    async with server, start(settings) as client:
        for path, body in (
            ("/lemur/v3/generate/summary", {"input_text": "We meet on Monday."}),
            ("/v1/chat/completions", {"model": "any", "messages": messages}),
        ):
            reply = await client.post(path, json=body, headers=key)
            assert reply.status_code == 502
            assert "did not finish within" in reply.text
        for writer in writers:
            writer.close()


async def test_only_configured_keys_are_accepted(start, tmp_path):
    async with start(Settings(data_dir=tmp_path, api_keys=("mine",))) as client:
        assert (await client.get("/v2/transcript", headers={"Authorization": "mine"})).status_code == 200
        assert (await client.get("/v2/transcript", headers={"Authorization": "other"})).status_code == 401


async def test_an_unreachable_language_model_is_a_502_that_says_so(start, tmp_path, key):
    settings = Settings(data_dir=tmp_path, llm_url="http://127.0.0.1:9/v1", llm_model="any")
    async with start(settings) as client:
        body = {"input_text": "We agreed to meet on Monday.", "prompt": "When?"}
        reply = await client.post("/lemur/v3/generate/task", json=body, headers=key)
    assert reply.status_code == 502
    assert "could not be reached" in reply.json()["error"]


async def test_a_bug_is_an_internal_server_error_in_json(start, tmp_path, key):
    async with start(Settings(data_dir=tmp_path)) as client:
        client.app.state.services = None
        reply = await client.get("/v2/transcript", headers=key)
    assert reply.status_code == 500
    assert reply.json() == {"error": "Internal server error. Please retry your request."}
