"""Messages of the service that are not quite as published: one odd field costs no more than itself."""

import json

import pytest
from tests.plugin.streaming.conftest import GIVEN, begin, turn, word

from assemblyai_tools import StreamParameters, UnexpectedReplyError
from assemblyai_tools.streaming.protocol import StreamProtocol
from assemblyai_tools.streaming.refusals import Refusals


@pytest.fixture
def protocol():
    one = StreamProtocol(StreamParameters.of(GIVEN), Refusals(str, has_token=False))
    one.receive(json.dumps(begin()))
    return one


def told(protocol, message):
    (event,) = protocol.receive(json.dumps(message))
    return event


HELLO = word("hello", 0, 500)


@pytest.mark.parametrize(
    ("odd", "words"),
    [
        (turn(0, word("hello", 0, 500, confidence=None)), [("hello", 0, 500)]),
        (turn(0, word("hello", 0.5, 499.7)), [("hello", 0, 500)]),
        (turn(0, HELLO) | {"end_of_turn_confidence": None}, [("hello", 0, 500)]),
        (turn(0, HELLO) | {"words": None}, []),
        (turn(0, HELLO) | {"language_confidence": "high", "speaker_label": 3}, [("hello", 0, 500)]),
        (
            turn(0, HELLO, word("there", "x", 900), word("you", 900, 1000)),
            [("hello", 0, 500), ("you", 900, 1000)],
        ),
        (turn(0, HELLO) | {"words": [{"start": None}, "x", None, HELLO]}, [("hello", 0, 500)]),
        (
            turn(0, HELLO) | {"words": [HELLO, {"text": "x", "start": float("inf"), "end": 1}]},
            [("hello", 0, 500)],
        ),
    ],
)
def test_a_turn_keeps_what_can_be_read(protocol, odd, words):
    event = told(protocol, odd)
    assert (event.type, event.is_final, event.transcript) == ("Turn", True, odd["transcript"])
    assert [(one.text, one.start, one.end) for one in event.words] == words


def test_other_events_do_without_what_cannot_be_read(protocol):
    odd = told(protocol, {"type": "Warning", "warning_code": "x1", "warning": "slow"})
    assert (odd.warning, odd.warning_code) == ("slow", None)
    odd = told(protocol, begin(configuration={"model": 3, "mode": "balanced"}))
    assert (odd.configuration.model, odd.configuration.mode) == (None, "balanced")
    odd = told(
        protocol, {"type": "SpeakerRevision", "revisions": [{}, {"turn_order": 0, "speaker_label": "B"}]}
    )
    assert [one.speaker_label for one in odd.revisions] == ["B"]
    odd = told(protocol, {"type": "Termination", "audio_duration_seconds": "x"})
    assert (odd.type, odd.audio_duration_seconds) == ("Termination", None)
    assert protocol.closed(1000) is None


@pytest.mark.parametrize(
    ("message", "what"),
    [
        ("", "a message that is no JSON object"),
        ("[]", "a message that is no JSON object"),
        (b"\xff", "a message that is no JSON object"),
        ("[" * 100_000, "a message that is no JSON object"),
        ('{"type": "Turn", "transcript": "hello"}', "a Turn message that cannot be read (turn_order)"),
    ],
)
def test_a_message_that_cannot_be_read_is_passed_over_with_a_warning(protocol, message, what):
    (event,) = protocol.receive(message)
    assert (event.type, event.warning_code) == ("Warning", None)
    assert event.warning == f"The session sent {what}; the message was passed over."
    assert told(protocol, turn(0, HELLO)).is_final


@pytest.mark.parametrize("message", ['{"type": "Begin"}', "hello"])
def test_what_comes_in_place_of_a_session_is_an_error_at_once(message):
    protocol = StreamProtocol(StreamParameters.of(GIVEN), Refusals(str, has_token=False))
    with pytest.raises(UnexpectedReplyError, match="The session sent a"):
        protocol.receive(message)


def test_ten_of_a_kind_are_an_error_although_others_can_be_read(protocol):
    for number in range(9):
        assert told(protocol, {"type": "Turn"}).type == "Warning"
        assert told(protocol, {"type": "SpeechStarted", "timestamp": number}).type == "SpeechStarted"
    with pytest.raises(UnexpectedReplyError, match="The session sent a Turn message"):
        protocol.receive('{"type": "Turn"}')


def test_ten_that_are_no_json_are_an_error(protocol):
    for _ in range(9):
        assert protocol.receive("hello")[0].type == "Warning"
    with pytest.raises(UnexpectedReplyError, match="no JSON object"):
        protocol.receive("hello")


def test_one_that_is_read_between_them_starts_the_count_anew(protocol):
    for number in range(12):
        assert protocol.receive('{"type": "Turn"}')[0].type == "Warning"
        assert told(protocol, turn(number, HELLO)).type == "Turn"
