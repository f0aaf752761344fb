from concurrent.futures import Future

from assemblyai_emulator.live.outbox import Outbox


def turn(text: str) -> dict:
    return {"type": "Turn", "transcript": text}


def test_what_follows_a_turn_waits_until_it_is_heard():
    sent: list = []
    outbox = Outbox(sent.append)
    first, second = Future(), Future()
    for one in (
        turn("partial"),
        first,
        {"type": "SpeechStarted"},
        turn("next"),
        second,
        {"type": "finished"},
    ):
        outbox.add(one)
    assert [message["transcript"] for message in sent] == ["partial"]
    second.set_result([turn("second")])
    assert len(sent) == 1
    first.set_result([turn("first"), turn("First.")])
    assert [(message["type"], message.get("turn_order")) for message in sent] == [
        ("Turn", 0),
        ("Turn", 0),
        ("Turn", 0),
        ("SpeechStarted", None),
        ("Turn", 1),
        ("Turn", 1),
        ("finished", None),
    ]


def test_a_turn_without_messages_takes_no_number():
    sent: list = []
    outbox = Outbox(sent.append)
    for found in ([], [turn("said")]):
        later = Future()
        outbox.add(later)
        later.set_result(found)
    assert [message["turn_order"] for message in sent] == [0]
