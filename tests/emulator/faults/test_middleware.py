import json

import httpx
import pytest

from assemblyai_emulator.config import Settings
from assemblyai_emulator.faults.middleware import FaultMiddleware
from assemblyai_emulator.faults.rules import Rules

LIST = "/v2/transcript"


def fault(name: str) -> dict[str, str]:
    return {"X-Emulator-Fault": name}


async def test_a_request_asks_for_a_fault_in_a_header(client, key):
    reply = await client.get(LIST, headers={**key, **fault("429;retry-after=7")})
    assert (reply.status_code, reply.headers["retry-after"]) == (429, "7")
    assert reply.json() == {"error": "Too Many Requests"}
    assert (await client.get(LIST, headers=key)).status_code == 200


async def test_a_request_that_fails_with_a_status_is_not_executed(client, key):
    body = {"audio_url": "http://127.0.0.1:9/a.mp3"}
    reply = await client.post(LIST, json=body, headers={**key, **fault("503")})
    assert reply.status_code == 503
    assert (await client.get(LIST, headers=key)).json()["transcripts"] == []


async def test_a_request_with_a_truncated_reply_is_executed(client, key):
    body = {"audio_url": "http://127.0.0.1:9/a.mp3"}
    reply = await client.post(LIST, json=body, headers={**key, **fault("truncated-json")})
    assert reply.status_code == 200
    with pytest.raises(json.JSONDecodeError):
        reply.json()
    assert len((await client.get(LIST, headers=key)).json()["transcripts"]) == 1


async def test_an_unknown_fault_is_a_bad_request(client):
    reply = await client.get(LIST, headers=fault("explode"))
    assert reply.status_code == 400
    assert reply.json()["error"].startswith("X-Emulator-Fault: 'explode' is not a fault.")


async def test_rules_make_matching_requests_fail(start, tmp_path, key):
    rules = tmp_path / "faults.json"
    rules.write_text('[{"path": "/v2/*", "fault": "500", "after": 1, "times": 1}]')
    async with start(Settings(data_dir=tmp_path, faults=rules)) as client:
        statuses = [(await client.get(LIST, headers=key)).status_code for _ in range(3)]
    assert statuses == [200, 500, 200]


@pytest.mark.parametrize("name", ["reset", "hang;seconds=0"])
def test_on_a_real_server_the_connection_breaks(running, name):
    with pytest.raises(httpx.RemoteProtocolError):
        running.get(LIST, headers=fault(name))
    assert running.get(LIST).status_code == 200


def test_a_hang_outlasts_the_clients_timeout(running):
    with pytest.raises(httpx.ReadTimeout):
        running.get(LIST, headers=fault("hang"), timeout=0.2)


async def test_other_asgi_events_pass_through():
    passed = []

    async def app(scope, _receive, _send) -> None:
        passed.append(scope["type"])

    await FaultMiddleware(app, Rules(), "/_page/")({"type": "lifespan"}, None, None)
    assert passed == ["lifespan"]
