"""When a session is followed by another: sessions are billed, so none is opened without a reason."""

import asyncio

import pytest
from tests.plugin.streaming.conftest import BYTES, attentive, begin, speech, turn, word
from tests.plugin.streaming.reading import kinds, live, passing, read, warnings

from assemblyai_tools import AuthenticationError, BadRequestError, ServerError
from assemblyai_tools.streaming.session import BEGIN_SECONDS


async def test_audio_from_an_iterable_is_sent_again_from_where_no_turn_acknowledged_it(
    opened, service, clock
):
    numbered = b"".join(number.to_bytes(2, "little") * (BYTES // 2) for number in range(60_000))

    async def first(session):
        await session.tell(begin())
        await session.hear(5000)
        session.break_off()

    service.scripts, told = [first, attentive], []
    await passing(clock, asyncio.create_task(read(opened([numbered]), told)))
    assert kinds(told).count("Begin") == 2
    assert "Gap" not in kinds(told)
    assert service.sessions[1].audio == numbered


@pytest.mark.parametrize(
    "news",
    [
        {"type": "SpeechStarted", "timestamp": 20},
        {"type": "Warning", "warning": "slow"},
        turn(0, word("hello", 0, 50), end=False),
        turn(0),
    ],
    ids=["SpeechStarted", "Warning", "partial turn", "empty turn"],
)
async def test_events_that_come_in_each_session_are_no_progress(opened, service, clock, news):
    async def script(session):
        await session.tell(begin())
        await session.hear(100)
        await session.tell(news)
        await session.socket.close(1011, "internal error")

    service.scripts, told = [script], []
    await passing(clock, asyncio.create_task(read(opened(live(speech(1000))), told)))
    assert kinds(told)[-1] == "ServerError"
    assert "internal error" in str(told[-1])
    assert 5 < len(service.sessions) <= 20


async def test_sessions_that_finish_a_turn_each_go_on_however_often_they_break(opened, service, clock):
    async def script(session):
        await session.tell(begin())
        await session.hear(100)
        await session.tell(turn(0, word("hello", 0, 100)))
        await session.socket.close(1011, "internal error")

    service.scripts, told = [script] * 40 + [attentive], []
    await passing(clock, asyncio.create_task(read(opened([speech(5000)]), told)))
    assert kinds(told)[-1] == "Termination"
    assert [event.turn_order for event in told if event.type == "Turn"] == list(range(40))


async def test_a_termination_that_is_lost_opens_no_session_when_all_turns_are_told(opened, service, clock):
    async def script(session):
        await session.tell(begin())
        await session.hear(1000)
        await session.tell(turn(0, word("hello", 0, 1000)))
        await session.hear_message("Terminate")
        session.break_off()

    service.scripts, told = [script], []
    await passing(clock, asyncio.create_task(read(opened([speech(1000)]), told)))
    assert kinds(told) == ["Begin", "Turn", "Warning"]
    assert "did not confirm the end" in told[2].warning
    assert len(service.sessions) == 1


@pytest.mark.parametrize("more", [{}, {"inactivity_timeout": 60}])
async def test_a_service_that_begins_no_session_is_an_error_that_says_so(opened, service, clock, more):
    async def mute(session):
        await session.listen()

    service.scripts, told = [mute], []
    await passing(clock, asyncio.create_task(read(opened(live(speech(1000)), **more), told)))
    assert isinstance(told[-1], ServerError)
    assert f"the service began no session on it in {BEGIN_SECONDS:.0f} s" in str(told[-1])
    assert told[-1].retryable
    assert len(service.sessions) == 2


@pytest.mark.parametrize(
    ("message", "code", "kind"),
    [
        ({"error": "Not authorized"}, 1008, AuthenticationError),
        ({"type": "Error", "error_code": "3006", "error": "Invalid speech_model"}, 3006, BadRequestError),
        ({"error": "Not authorized"}, None, AuthenticationError),
    ],
)
async def test_an_error_without_a_number_is_not_tried_again(opened, service, clock, message, code, kind):
    async def script(session):
        await session.tell(begin(), message)
        if code is None:
            await session.listen()
        await session.socket.close(code, message["error"])

    service.scripts, told = [script], []
    await passing(clock, asyncio.create_task(read(opened(live(speech(1000))), told)))
    assert kinds(told) == ["Begin", kind.__name__]
    assert message["error"] in str(told[1])
    assert len(service.sessions) == 1


@pytest.mark.parametrize("speaker_labels", [True, None])
async def test_a_new_session_says_that_speakers_are_labelled_anew(opened, service, clock, speaker_labels):
    async def first(session):
        await session.tell(begin())
        await session.hear(100)
        session.break_off()

    service.scripts, told = [first, attentive], []
    stream = opened([speech(100)], speaker_labels=speaker_labels)
    await passing(clock, asyncio.create_task(read(stream, told)))
    assert ("Speakers are labelled anew" in warnings(told)[0]) is (speaker_labels is True)
