"""The protocol, step by step: no sockets, no clock."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plugin.streaming.conftest import TERMINATION, begin, speech, turn, word
from tests.plugin.streaming.protocol_steps import begun, kinds, protocol, sent, tell

from assemblyai_tools import InvalidArgumentsError


def test_nothing_is_sent_before_the_session_began():
    one = protocol()
    one.add_audio(speech(100))
    assert sent(one) == []
    tell(one, begin())
    assert sent(one) == [speech(100)]


def test_the_end_of_the_audio_ends_the_session_once():
    one = begun()
    one.add_audio(speech(70))
    one.end_audio()
    assert kinds(sent(one)) == ["audio", "Terminate"]
    assert sent(one) == []


def test_an_end_at_once_sends_no_more_audio():
    one = begun()
    one.add_audio(speech(5000))
    one.end_audio(at_once=True)
    assert kinds(sent(one)) == ["Terminate"]


def test_messages_go_out_at_their_place_in_the_audio():
    one = begun()
    one.add_audio(speech(1500))
    one.force_endpoint()
    one.add_audio(speech(500))
    one.keep_alive()
    one.add_audio(speech(10))
    one.update({"keyterms_prompt": ["Ana"]})
    messages = sent(one)
    assert kinds(messages) == ["audio", "audio", "ForceEndpoint", "audio", "KeepAlive", "UpdateConfiguration"]
    assert [len(one) for one in messages if isinstance(one, bytes)] == [32_000, 16_000, 16_000]
    assert messages[-1] == {"type": "UpdateConfiguration", "keyterms_prompt": ["Ana"]}
    assert one.parameters.keyterms_prompt == ["Ana"]


def test_a_change_that_may_not_be_is_not_sent():
    one = begun()
    with pytest.raises(InvalidArgumentsError, match="sample_rate cannot change"):
        one.update({"sample_rate": 8000})
    assert sent(one) == []


def test_each_message_of_the_service_is_an_event():
    one = begun()
    told = tell(
        one,
        {"type": "SpeechStarted", "timestamp": 40},
        turn(0, word("hello", 40, 90, speaker="A"), speaker_label="A", language_code="en", end=False),
        {"type": "SpeakerRevision", "revisions": [{"turn_order": 0, "speaker_label": "B", "words": []}]},
        {"type": "Silence", "start_ms": 90, "end_ms": 200},
        {
            "type": "Heartbeat",
            "total_audio_received_ms": 1,
            "total_duration_ms": 2,
            "realtime_factor": 1.0,
        },
        {"type": "Warning", "warning_code": 1, "warning": "slow"},
        {"type": "LLMGatewayResponse", "turn_order": 0, "transcript": "hello", "data": {"text": "hi"}},
        TERMINATION,
    )
    assert [event.type for event in told] == [
        "SpeechStarted",
        "Turn",
        "SpeakerRevision",
        "Silence",
        "Heartbeat",
        "Warning",
        "LLMGatewayResponse",
        "Termination",
    ]
    assert (told[1].start_ms, told[1].end_ms, told[1].words[0].speaker) == (40, 90, "A")
    assert told[1].model_dump()["start_ms"] == 40
    assert one.closed(1000) is None


def test_an_unknown_message_tells_nothing():
    assert tell(begun(), {"type": "News"}, {"type": 3}, {}) == []


def test_a_turn_is_final_when_it_ends():
    told = tell(begun(), turn(0, end=False), turn(0), turn(1))
    assert [event.is_final for event in told] == [False, True, True]


def test_with_formatting_a_turn_is_final_when_it_is_formatted():
    told = tell(begun(format_turns=True), turn(0), turn(0, formatted=True))
    assert [(event.end_of_turn, event.is_final) for event in told] == [(True, False), (True, True)]


@pytest.mark.parametrize("after", [turn(1, end=False), TERMINATION])
def test_a_turn_whose_formatting_never_comes_is_final_all_the_same(after):
    one = begun(format_turns=True)
    told = tell(one, turn(0, word("hello", 0, 50)), after)
    assert [event.is_final for event in told[:2]] == [False, True]
    assert told[1].transcript == "hello"


def test_a_formatted_turn_that_nobody_waited_for_is_not_final_twice():
    told = tell(begun(), turn(0), turn(0, formatted=True))
    assert [event.is_final for event in told] == [True, False]


def test_a_new_session_is_sent_what_no_turn_acknowledged():
    one = begun()
    one.add_audio(speech(3000))
    sent(one)
    tell(one, turn(0, word("hello", 100, 1000)), turn(1, word("world", 1200, 1500), end=False))
    assert one.may_pass(None, again=False)
    assert one.resume() == []
    tell(one, begin())
    assert sum(map(len, sent(one))) == len(speech(2000))
    told = tell(
        one,
        {"type": "SpeechStarted", "timestamp": 200},
        turn(0, word("world", 200, 500)),
        {"type": "Silence", "start_ms": 500, "end_ms": 600},
        {"type": "SpeakerRevision", "revisions": [{"turn_order": 0, "words": [word("world", 200, 500)]}]},
        {"type": "LLMGatewayResponse", "turn_order": 0},
    )
    assert told[0].timestamp_ms == 1200
    assert (told[1].turn_order, told[1].start_ms, told[1].end_ms) == (1, 1200, 1500)
    assert (told[2].start_ms, told[2].end_ms) == (1500, 1600)
    assert (told[3].revisions[0].turn_order, told[3].revisions[0].words[0].start) == (1, 1200)
    assert told[4].turn_order == 1


def test_a_finished_turn_is_not_lost_with_its_formatting():
    one = begun(format_turns=True)
    one.add_audio(speech(3000))
    sent(one)
    tell(one, turn(0, word("hello", 100, 1000)))
    (told,) = one.resume()
    assert (told.transcript, told.is_final, told.is_formatted) == ("hello", True, False)
    tell(one, begin())
    assert sum(map(len, sent(one))) == len(speech(2000))


def test_a_turn_longer_than_what_is_kept_leaves_a_gap():
    one = begun()
    tell(one, turn(0, word("well", 1000, 1100), end=False))
    for _ in range(100):
        one.add_audio(speech(1000))
        sent(one)
    (gap,) = one.resume()
    assert (gap.type, gap.start_ms, gap.end_ms) == ("Gap", 1000, 10_000)


def test_an_hour_of_silence_grows_nothing_and_leaves_no_gap():
    one = begun()
    for _ in range(3600):
        one.add_audio(speech(1000))
        sent(one)
    assert one.resume() == []
    tell(one, begin())
    assert sum(map(len, sent(one))) == len(speech(20_000))


def test_compressed_audio_does_not_go_on_in_a_new_session():
    one = begun(encoding="ogg_opus")
    assert not one.has_audio
    one.add_audio(b"OggS")
    assert one.has_audio
    assert not one.may_pass(None, again=False)
    assert protocol(encoding="ogg_opus").may_pass(None, again=False)


@settings(deadline=None)
@given(st.data())
def test_however_connections_break_each_turn_is_final_once_and_in_order(data):
    """A service that finishes a turn of every second of audio, and a network that breaks at any moment."""
    one, finals, told_in_session, heard = begun(), [], 0, 0
    for second in range(data.draw(st.integers(1, 12))):
        one.add_audio(speech(1000))
        heard += sum(len(message) for message in sent(one)) // 32
        for _ in range(data.draw(st.integers(0, 3))):
            if (told_in_session + 1) * 1000 <= heard:
                start = told_in_session * 1000
                said = word(str(second), start, start + 1000)
                finals += [event for event in tell(one, turn(told_in_session, said)) if event.is_final]
                told_in_session += 1
        if data.draw(st.booleans()):
            one.resume()
            tell(one, begin())
            told_in_session, heard = 0, sum(len(message) for message in sent(one)) // 32
    assert [final.turn_order for final in finals] == list(range(len(finals)))
    assert [final.start_ms for final in finals] == [1000 * number for number in range(len(finals))]
