"""What a stream makes of wrong audio, of a service that refuses, and of replies that it cannot read."""

import asyncio

import pytest
from tests.plugin.streaming.conftest import (
    GIVEN,
    KEY,
    TERMINATION,
    attentive,
    begin,
    speech,
    turn,
    until,
    word,
)
from tests.plugin.streaming.reading import collected, kinds, live

from assemblyai_tools import (
    AuthenticationError,
    BadRequestError,
    InvalidArgumentsError,
    PermissionDeniedError,
    RateLimitedError,
    UnexpectedReplyError,
)


@pytest.mark.parametrize(
    ("audio", "told"),
    [
        ([], "The audio is empty"),
        ([b""], "The audio is empty"),
        ([b"RIFF\0\0\0\0WAVE"], "begins with the header of a WAV file"),
    ],
)
async def test_wrong_audio_opens_no_session(client, service, audio, told):
    with pytest.raises(InvalidArgumentsError, match=told):
        await collected(client.stream(audio, **GIVEN))
    assert service.sessions == []


@pytest.mark.parametrize(
    ("code", "reason", "kind"),
    [
        (1008, "Unauthorized Connection: Missing Authorization header", AuthenticationError),
        (1008, "Unauthorized Connection: account disabled", PermissionDeniedError),
        (3006, "Invalid Message: []", BadRequestError),
        (3007, "Input duration violation", BadRequestError),
        (3008, "Session Expired", BadRequestError),
        (3009, "Too many concurrent sessions", RateLimitedError),
    ],
)
@pytest.mark.parametrize("with_message", [True, False])
async def test_a_closed_session_is_a_typed_error(client, service, code, reason, kind, with_message):
    async def script(session):
        await session.tell(begin())
        await session.hear(100)
        if with_message:
            await session.tell({"type": "Error", "error_code": code, "error": reason})
        await session.socket.close(code, reason)

    service.scripts, told = [script], []
    with pytest.raises(kind) as raised:
        await collected(client.stream(live(speech(100)), **GIVEN), told)
    assert reason in str(raised.value)
    assert kinds(told) == ["Begin"]
    assert len(service.sessions) == 1


async def test_a_refused_handshake_is_a_typed_error(client, service):
    service.refusal = (401, f"no such key {KEY}")
    with pytest.raises(AuthenticationError) as raised:
        await collected(client.stream(live(speech(100)), **GIVEN))
    assert KEY not in str(raised.value)


async def test_a_redirect_is_not_followed_as_it_would_take_the_key_along(client, service, settings):
    service.refusal = (307, "", f"ws://127.0.0.1:{service.port}/elsewhere")
    with pytest.raises(UnexpectedReplyError, match="HTTP 307 instead of opening the session") as raised:
        await collected(client.stream(live(speech(100)), **GIVEN))
    assert "ASSEMBLYAI_STREAMING_BASE_URL" in str(raised.value)
    assert service.handshakes == ["/v3/ws"]


async def test_a_message_that_cannot_be_read_is_told_and_the_session_goes_on(client, service):
    async def script(session):
        await session.tell(begin(), "no json", turn(0, word("hello", 0, 50)))
        await session.finish()

    service.scripts = [script]
    told = await collected(client.stream([speech(100)], **GIVEN))
    assert kinds(told) == ["Begin", "Warning", "Turn", "Termination"]


async def test_a_session_that_begins_with_what_cannot_be_read_is_ended(client, service):
    async def script(session):
        await session.tell("no json")
        await session.finish()

    service.scripts = [script]
    with pytest.raises(UnexpectedReplyError):
        await collected(client.stream(live(speech(100)), **GIVEN))
    assert service.sessions[0].messages[-1] == {"type": "Terminate"}


async def test_an_error_of_the_source_shows_no_key(client, service):
    def broken():
        yield speech(100)
        raise OSError(f"no audio from https://x.test/live?key={KEY}")

    service.scripts = [attentive]
    with pytest.raises(OSError, match="no audio from") as raised:
        await collected(client.stream(broken(), **GIVEN))
    assert KEY not in str(raised.value)


async def test_an_error_of_the_source_comes_after_the_last_turns(client, service):
    async def script(session):
        await session.tell(begin())
        await session.hear_message("Terminate")
        await session.tell(turn(0, word("hello", 0, 50)), TERMINATION)

    def broken():
        yield speech(100)
        raise OSError("the cable was pulled")

    service.scripts, told = [script], []
    with pytest.raises(OSError, match="the cable was pulled"):
        await collected(client.stream(broken(), **GIVEN), told)
    assert kinds(told) == ["Begin", "Turn", "Termination"]


async def test_a_connection_that_becomes_no_session_is_tried_again(opened, service, clock):
    async def mute(session):
        await session.listen()

    service.scripts, told = [mute, attentive], []
    stream = opened([speech(100)])
    reading = asyncio.create_task(collected(stream, told))
    await until(lambda: stream._session._link)
    while not told:
        await clock.pass_by(1)
        await asyncio.sleep(0.001)
    await reading
    assert kinds(told) == ["Warning", "Begin", "Termination"]
