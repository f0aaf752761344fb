"""Streams over real sockets on loopback."""

from tests.plugin.streaming.conftest import KEY, begin, speech, turn, word

GIVEN = {"speech_model": "universal-streaming-english", "sample_rate": 16_000}


async def a_turn(session):
    await session.tell(begin())
    await session.hear(200)
    await session.tell({"type": "SpeechStarted", "timestamp": 20})
    await session.tell(turn(0, word("hello", 20, 100), end=False), turn(0, word("hello", 20, 100)))
    await session.finish()


async def in_pieces(audio, size=640):
    for at in range(0, len(audio), size):
        yield audio[at : at + size]


async def test_a_stream_tells_its_events_in_order(client, service):
    service.scripts = [a_turn]
    told = [event async for event in client.stream(in_pieces(speech(200)), **GIVEN)]
    assert [event.type for event in told] == ["Begin", "SpeechStarted", "Turn", "Turn", "Termination"]
    assert [event.is_final for event in told[2:4]] == [False, True]
    assert service.sessions[0].socket.request.headers["Authorization"] == KEY
    assert "speech_model=universal-streaming-english" in service.sessions[0].query


def test_the_blocking_client_tells_the_same(blocking_client, service):
    service.scripts = [a_turn]
    told = list(blocking_client.stream([speech(100), speech(100)], **GIVEN))
    assert [event.type for event in told] == ["Begin", "SpeechStarted", "Turn", "Turn", "Termination"]
