import pytest

from assemblyai_emulator.config import Settings
from assemblyai_emulator.store import timestamps

TOKEN = "/v3/token?expires_in_seconds=60"


@pytest.mark.parametrize("scheme", ["", "Bearer "])
async def test_the_token_route_accepts_the_key_bare_or_as_bearer(client, key, scheme):
    reply = await client.get(TOKEN, headers={"Authorization": scheme + key["Authorization"]})
    assert reply.status_code == 200
    assert reply.json() == {"token": reply.json()["token"], "expires_in_seconds": 60}


async def test_a_missing_key_and_an_invalid_query_are_reported_together(client):
    reply = await client.get("/v3/token", params={"expires_in_seconds": 601})
    assert reply.status_code == 422
    assert [fault["loc"] for fault in reply.json()["detail"]] == [
        ["query", "expires_in_seconds"],
        ["header", "authorization"],
    ]


async def test_a_key_that_is_not_accepted_gets_no_token(start, tmp_path):
    async with start(Settings(data_dir=tmp_path, api_keys=("mine",))) as client:
        reply = await client.get(TOKEN, headers={"Authorization": "other"})
    assert (reply.status_code, reply.json()) == (401, {"detail": "Invalid API key"})


async def test_a_realtime_token_is_issued(client, key):
    reply = await client.post("/v2/realtime/token", json={"expires_in": 60}, headers=key)
    assert reply.status_code == 200
    assert reply.json().keys() == {"token"}
    assert (await client.post("/v2/realtime/token", json={}, headers=key)).status_code == 400


@pytest.mark.parametrize("path", ["/v3/ws", "/v2/realtime/ws"])
async def test_a_stream_is_refused_with_a_reason_until_its_token_expires(client, key, path, monkeypatch):
    token = (await client.get(TOKEN, headers=key)).json()["token"]
    reply = await client.get(path, params={"token": token, "sample_rate": 16000})
    assert (reply.status_code, reply.json()["error"][:26]) == (400, "Streaming is not available")
    later = timestamps.now() + 60_000_000
    monkeypatch.setattr(timestamps, "now", lambda: later)
    expired = await client.get(path, params={"token": token})
    assert (expired.status_code, expired.json()) == (
        401,
        {"error": "Unauthorized Connection: the token is invalid or has expired."},
    )


async def test_a_stream_needs_a_key_or_a_token(client, key):
    assert (await client.get("/v3/ws")).status_code == 401
    assert (await client.get("/v3/ws", headers=key)).status_code == 400
