"""The notification of a live session: where its turns are found, and what is none."""

import pytest
from tests.plugin.webhook_delivery import encoded

from assemblyai_tools import StreamEndedNotification
from assemblyai_tools.webhook import parse_notification


def turn(order, text, *, end=True, **more):
    return {"type": "Turn", "turn_order": order, "end_of_turn": end, "transcript": text, "words": [], **more}


def test_a_live_sessions_notification_holds_its_finished_turns():
    told = parse_notification(encoded({"session_id": "s1", "messages": [turn(0, "hello")]}))
    assert isinstance(told, StreamEndedNotification)
    assert (told.session_id, told.turns[0].transcript, told.turns[0].is_final) == ("s1", "hello", True)


@pytest.mark.parametrize(
    "before",
    [
        {"speakers": []},
        {"speakers": ["A"]},
        {"redacted": ["a"]},
        {"gaps": [{"transcript": "x", "type": "Gap"}]},
        {"messages": [{"type": "Begin"}]},
        {"old_turns": [turn(0, "before")]},
    ],
)
def test_its_turns_are_found_beside_other_lists(before):
    told = parse_notification(encoded({"session_id": "s1", **before, "turns": [turn(0, "hello")]}))
    assert [one.transcript for one in told.turns] == ["hello"]


def test_its_turns_are_found_under_another_name_and_without_their_type():
    untyped = {name: value for name, value in turn(0, "hello").items() if name != "type"}
    told = parse_notification(encoded({"session_id": "s1", "a": [3], "results": [untyped]}))
    assert [one.transcript for one in told.turns] == ["hello"]


def test_of_each_turn_it_holds_the_last_state_and_the_formatted_one_rather_than_another():
    messages = [
        {"type": "SpeechStarted", "timestamp": 0},
        turn(0, "hel", end=False),
        turn(0, "Hello.", turn_is_formatted=True),
        turn(0, "hello"),
        turn(1, "by", end=False),
        turn(1, "bye now", end=False),
        turn(2, "odd", end_of_turn_confidence=None),
    ]
    told = parse_notification(encoded({"session_id": "s1", "messages": messages}))
    assert [(one.transcript, one.is_final) for one in told.turns] == [
        ("Hello.", True),
        ("bye now", False),
        ("odd", True),
    ]


@pytest.mark.parametrize("body", [{"turns": []}, {"anything": [], "speakers": []}])
def test_of_a_session_without_speech_it_holds_none(body):
    assert parse_notification(encoded({"session_id": "s1", **body})).turns == ()


@pytest.mark.parametrize(
    "body",
    [
        ["s1"],
        {"session_id": "s1"},
        {"session_id": "s1", "messages": [{"text": "hello"}]},
        {"session_id": "s1", "messages": [{"transcript": "hello"}]},
        {"session_id": "s1", "speakers": ["A"]},
        {"messages": [turn(0, "hello")]},
    ],
)
def test_something_like_a_live_sessions_notification_is_none(body):
    with pytest.raises(ValueError, match="no notification"):
        parse_notification(encoded(body))
