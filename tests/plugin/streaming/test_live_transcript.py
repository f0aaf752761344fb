"""Live speech as a transcript that grows."""

import copy
import pickle

import pytest
from tests.plugin.streaming.live_events import BEGIN, live_of, revision, turn

from assemblyai_tools import Begin, InvalidArgumentsError, LiveTranscript, SpeechStarted, Termination, Turn


def test_it_holds_the_final_turns_in_order_and_says_what_changed_them():
    live = LiveTranscript()
    events = [
        BEGIN,
        turn(0, "Good", final=False),
        turn(0, "Good morning.", speaker="A"),
        turn(1, "Hello.", 900, speaker="B"),
        turn(1, "Hello.", 900, speaker="B"),
        Termination(audio_duration_seconds=1.2),
    ]

    assert [live.add(event) for event in events] == [False, False, True, True, False, False]
    assert [one.transcript for one in live.turns] == ["Good morning.", "Hello."]


def test_it_is_a_completed_transcript_in_the_form_of_the_service():
    live = live_of(
        BEGIN,
        turn(0, "Good morning.", speaker="A", language_code="en"),
        turn(1, "Hello.", 900, speaker="B", language_code="en"),
        Termination(audio_duration_seconds=1.2),
    )

    made = live.transcript()

    assert (made.id, made.status, made.language_code) == (live.id, "completed", "en")
    assert (made.text, made.audio_duration, made.speech_model_used) == (
        "Good morning. Hello.",
        2,
        "u3-rt-pro",
    )
    assert [(one.speaker, one.start, one.end, one.text) for one in made.utterances] == [
        ("A", 0, 200, "Good morning."),
        ("B", 900, 1000, "Hello."),
    ]
    assert [(one.text, one.start, one.speaker) for one in made.words] == [
        ("Good", 0, "A"),
        ("morning.", 100, "A"),
        ("Hello.", 900, "B"),
    ]
    assert made.confidence == 0.5


def test_it_is_read_as_lines_with_clock_times_and_speakers():
    live = live_of(turn(0, "Good morning.", 12_000, speaker="A"), turn(1, "Hello.", 13_000))

    assert live.text() == "[00:12] A: Good morning.\n[00:13] Hello."


def test_an_empty_one_is_an_empty_transcript():
    live = LiveTranscript("live-1")

    made = live.transcript()

    assert (live.text(), list(live.turns), made.id) == ("", [], "live-1")
    assert (made.words, made.utterances, made.audio_duration, made.confidence) == ([], [], 0, None)


def test_other_events_change_nothing():
    live = live_of(turn(0, "One."))
    plain = Begin(id="s2", expires_at=1_800_000_000)

    assert [live.add(event) for event in (plain, SpeechStarted(timestamp_ms=5), Termination())] == [False] * 3
    assert (live.text(), live.transcript().speech_model_used) == ("[00:00] One.", None)


def test_what_was_read_does_not_change_when_more_is_said():
    live = live_of(turn(0, "One."))
    turns, made = live.turns, live.transcript()

    live.add(turn(1, "Two.", 500))

    assert (len(turns), made.text) == (1, "One.")
    assert live.transcript().text == "One. Two."


def test_a_revision_gives_earlier_turns_another_speaker():
    live = live_of(turn(0, "Good morning.", speaker="A"), turn(1, "Hello you.", 500, speaker="A"))

    assert live.add(revision(1, "B"))
    assert not live.add(revision(1, "B"))
    assert not live.add(revision(7, "B"))

    assert live.text() == "[00:00] A: Good morning.\n[00:00] B: Hello you."


def test_a_revision_may_give_the_words_of_a_turn_to_several_speakers():
    live = live_of(turn(0, "Agreed? Yes.", speaker="A"))

    live.add(revision(0, None, [{"text": "yes", "start": 100, "end": 200, "speaker": "B"}]))

    assert [(one.text, one.speaker) for one in live.transcript().words] == [("Agreed?", "A"), ("Yes.", "B")]


def test_a_turn_without_words_is_there_with_its_text():
    live = live_of(
        turn(0, "Hello."), Turn(turn_order=1, transcript="Bye now.", end_of_turn=True, is_final=True)
    )

    assert [(one.text, one.start) for one in live.transcript().words] == [
        ("Hello.", 0),
        ("Bye", None),
        ("now.", None),
    ]
    assert live.text() == "[00:00] Hello.\nBye now."


def test_a_copy_is_the_same_speech_and_a_pickled_one_is_what_was_said_until_then():
    live = live_of(turn(0, "One."))
    copied, pickled = copy.deepcopy(live), pickle.loads(pickle.dumps(live))

    live.add(turn(1, "Two.", 500))

    assert copied is live
    assert (pickled.id, pickled.text()) == (live.id, "[00:00] One.")
    assert pickled.add(turn(1, "Three.", 500))


def test_an_id_must_have_the_form_of_the_services():
    with pytest.raises(InvalidArgumentsError, match="is not an id"):
        LiveTranscript("../other")
