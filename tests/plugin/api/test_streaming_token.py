import pytest

from assemblyai_tools.api.streaming_token import StreamingToken, create_realtime_token, create_token
from assemblyai_tools.errors import UnexpectedReplyError
from assemblyai_tools.flow import Host, Request


def test_the_current_call_is_a_read_from_the_streaming_host(walk, reply):
    query = {"expires_in_seconds": 60, "max_session_duration_seconds": 600}
    steps, token = walk(create_token(query), reply({"token": "abc", "expires_in_seconds": 60}))
    assert steps == [Request("GET", "/v3/token", query=query, host=Host.STREAMING)]
    assert token == StreamingToken(token="abc", expires_in_seconds=60)


def test_the_published_specifications_call_does_not_say_how_long_its_token_lasts(walk, reply):
    steps, token = walk(create_realtime_token(90), reply({"token": "abc"}))
    assert steps == [Request("POST", "/v2/realtime/token", json={"expires_in": 90}, host=Host.API)]
    assert token == StreamingToken(token="abc", expires_in_seconds=None)


@pytest.mark.parametrize("flow", [lambda: create_token({}), lambda: create_realtime_token(60)])
@pytest.mark.parametrize(
    "body", ["<html>", {}, {"token": None}, {"token": "abc", "expires_in_seconds": "long"}]
)
def test_a_reply_without_a_token_is_unexpected(walk, reply, flow, body):
    with pytest.raises(UnexpectedReplyError):
        walk(flow(), reply(body))
