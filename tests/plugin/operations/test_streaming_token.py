import pytest

from assemblyai_tools import InvalidArgumentsError, UnexpectedReplyError, create_streaming_token
from assemblyai_tools.flow import AskChoices, Choices, Host, Request
from assemblyai_tools.operations.streaming_token import StreamingTokenView

TODAY = Choices(streaming_token="v3")
OLD = Choices(streaming_token="v2", streaming_socket="wss://api.assemblyai.com/v2/realtime/ws")


@pytest.mark.parametrize(
    ("asked", "query"),
    [
        ({}, {"expires_in_seconds": 60}),
        (
            {"expires_in_seconds": 600, "max_session_duration_seconds": 10_800},
            {"expires_in_seconds": 600, "max_session_duration_seconds": 10_800},
        ),
    ],
)
def test_a_token_comes_from_the_streaming_host(walk, reply, asked, query):
    answer = {"token": "abc", "expires_in_seconds": query["expires_in_seconds"]}
    steps, view = walk(create_streaming_token(**asked), TODAY, reply(answer))
    assert steps == [AskChoices(), Request("GET", "/v3/token", query=query, host=Host.STREAMING)]
    use = (
        "Client().stream(audio, token=TOKEN, ...); elsewhere "
        "wss://streaming.assemblyai.com/v3/ws?speech_model=u3-rt-pro&sample_rate=16000&token=TOKEN"
    )
    seconds = query["expires_in_seconds"]
    assert view == StreamingTokenView(token="abc", expires_in_seconds=seconds, use=use)
    assert view.render() == f"Token, good for {seconds} seconds: abc\n{use}"


@pytest.mark.parametrize(("asked", "sent"), [(1, 60), (60, 60), (600, 600)])
def test_a_token_of_the_published_specifications_call_lasts_at_least_a_minute(walk, reply, asked, sent):
    flow = create_streaming_token(expires_in_seconds=asked)
    steps, view = walk(flow, OLD, reply({"token": "abc", "new": 1}))
    assert steps == [AskChoices(), Request("POST", "/v2/realtime/token", json={"expires_in": sent})]
    assert view.render() == (
        f"Token, good for {sent} seconds: abc\n"
        "Client().stream(...) needs a token of v3; elsewhere "
        "wss://api.assemblyai.com/v2/realtime/ws?sample_rate=16000&token=TOKEN"
    )


def test_a_session_limit_that_the_call_cannot_set_is_refused(walk):
    with pytest.raises(InvalidArgumentsError) as caught:
        walk(create_streaming_token(max_session_duration_seconds=60), OLD)
    assert str(caught.value) == (
        "This service's token call cannot limit the length of a session. "
        "Call again without max_session_duration_seconds if that is acceptable."
    )


def test_the_services_own_lifetime_of_a_token_counts(walk, reply):
    _, view = walk(create_streaming_token(), TODAY, reply({"token": "abc", "expires_in_seconds": 30}))
    assert view.expires_in_seconds == 30


@pytest.mark.parametrize("body", [{}, {"token": None}])
def test_a_reply_without_a_token_is_an_error(walk, reply, body):
    with pytest.raises(UnexpectedReplyError):
        walk(create_streaming_token(), TODAY, reply(body))


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ({"expires_in_seconds": 0}, "expires_in_seconds: give seconds from 1 to 600"),
        ({"expires_in_seconds": 601}, "expires_in_seconds: give seconds from 1 to 600"),
        (
            {"max_session_duration_seconds": 59},
            "max_session_duration_seconds: give seconds from 60 to 10,800",
        ),
        (
            {"max_session_duration_seconds": 10_801},
            "max_session_duration_seconds: give seconds from 60 to 10,800",
        ),
    ],
)
def test_the_times_are_limited(raw, problem):
    with pytest.raises(InvalidArgumentsError) as caught:
        create_streaming_token.start(raw)
    assert caught.value.message == f"create_streaming_token was not called: {problem}."
