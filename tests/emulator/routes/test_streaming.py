import pytest

from assemblyai_emulator.config import Settings

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
async def test_a_plain_request_for_a_socket_is_told_what_it_is(client, key, path):
    reply = await client.get(path, headers=key)
    assert (reply.status_code, "WebSocket" in reply.json()["error"]) == (426, True)
