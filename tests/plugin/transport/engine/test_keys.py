"""A key that a service echoes is shown in no error."""

import base64
import json
from dataclasses import replace
from urllib.parse import quote

import pytest
from pydantic import SecretStr
from tests.plugin.playing import Played, answer
from tests.plugin.transport.engine.things import GET, POST

from assemblyai_tools import upload_file
from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.errors import AssemblyAIError, FileAccessError, UnexpectedReplyError
from assemblyai_tools.flow import fetch, send
from assemblyai_tools.transport.retry import Lost


def everything_shown(error):
    shown = [str(error), repr(error), repr(error.args), error.message, error.next_step]
    return " ".join([*shown, *(everything_shown(cause) for cause in (error.__cause__,) if cause)])


@pytest.mark.parametrize(
    "outcome",
    [
        {"error": "Invalid key {key}, see {key}"},
        "the key {key} is wrong",
        Lost(sent=True, reason="could not send header {key}"),
    ],
)
def test_a_key_that_the_service_echoes_is_never_shown(service, key, outcome):
    if isinstance(outcome, Lost):
        outcome = replace(outcome, reason=outcome.reason.format(key=key))
    else:
        outcome = answer(401, json.loads(json.dumps(outcome).replace("{key}", key)))
    with pytest.raises(AssemblyAIError) as caught:
        service.play(send(POST), outcome)
    assert "[api key]" in str(caught.value)
    assert key not in everything_shown(caught.value)


@pytest.mark.parametrize("body", ["hello {key}", '{"status": {"{key}": 1}, "id": "{key}"}'])
def test_a_key_in_an_unreadable_reply_is_never_shown(service, key, body):
    with pytest.raises(UnexpectedReplyError) as caught:
        service.play(fetch(GET, Transcript), answer(200, body.replace("{key}", key)))
    assert key not in everything_shown(caught.value)


@pytest.mark.parametrize(
    "form",
    [
        lambda key: quote(f"{key}", safe=""),
        lambda key: base64.b64encode(key.encode()).decode(),
        lambda key: f"{key[:12]}...",
        lambda key: f"{key[:10]}****",
    ],
)
def test_a_key_that_is_encoded_or_shortened_is_not_shown_either(settings, form):
    key = "a+secret/0123456789abcdef"
    service = Played(replace(settings, api_key=SecretStr(key)))
    with pytest.raises(AssemblyAIError) as caught:
        service.play(send(POST), answer(401, f"your key {form(key)} is wrong"))
    assert str(caught.value).startswith("your key [api key] is wrong (HTTP 401).")


@pytest.mark.parametrize("before", [71, 890])
def test_a_key_that_is_cut_in_two_is_not_shown_either(service, key, before):
    status = 200 if before < 100 else 401
    with pytest.raises(AssemblyAIError) as caught:
        service.play(fetch(POST, Transcript), answer(status, "x" * before + key))
    assert key[:8] not in everything_shown(caught.value)


def test_hiding_a_key_that_is_an_ordinary_word_leaves_other_text_alone(settings, tmp_path):
    service = Played(replace(settings, api_key=SecretStr("offline")))
    with pytest.raises(FileAccessError) as caught:
        service.play(upload_file(path=f"{tmp_path}/offline.wav"))
    assert "offline.wav" in str(caught.value)
