"""Single requests that were once answered with a 500, and what answers them now."""

import json
from urllib.parse import urlencode

import pytest
from tests.fuzz.conftest import SCENARIO_URL

DIGITS = "9" * 5000
CHAT = {"model": "gpt-5-nano", "messages": [{"role": "user", "content": "Who?"}]}

BODIES = [
    ("/v2/realtime/token", {"expires_in": 10**18}, "expires_in"),
    ("/v1/chat/completions", {**CHAT, "model_region": ["global"]}, "model_region"),
    ("/v1/chat/completions", {**CHAT, "model_region": {"global": True}}, "model_region"),
    ("/v2/transcript", {"audio_url": "http://[::1"}, "audio_url"),
    ("/v2/transcript", {"audio_url": "http://127.0.0.1:99999/a.mp3"}, "audio_url"),
    ("/v2/transcript", {"audio_url": SCENARIO_URL, "webhook_url": "http://[::1"}, "webhook_url"),
    ("/v2/transcript", {"audio_url": SCENARIO_URL, "webhook_url": "http://127.0.0.1:99999/"}, "webhook_url"),
]
QUERIES = [
    ("/v2/transcript", {"limit": DIGITS}, "limit"),
    ("/v2/transcript/{id}/srt", {"chars_per_caption": DIGITS}, "chars_per_caption"),
]


@pytest.mark.parametrize(("path", "body", "name"), BODIES)
def test_a_body_is_refused_with_the_name_of_the_faulty_parameter(fuzzed, path, body, name):
    answer = fuzzed.call("POST", path, body=json.dumps(body).encode())
    assert (answer.status, name in answer.body.decode()) == (400, True), answer


@pytest.mark.parametrize(("path", "query", "name"), QUERIES)
def test_a_query_is_refused_with_the_name_of_the_faulty_parameter(fuzzed, path, query, name):
    answer = fuzzed.call("GET", path.replace("{id}", fuzzed.done), query=urlencode(query).encode())
    assert (answer.status, name in answer.body.decode()) == (400, True), answer
