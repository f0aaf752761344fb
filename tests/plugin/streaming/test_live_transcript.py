"""Live speech as a transcript that grows."""

import asyncio
import copy
import json
import pickle
import re
import threading

import pytest
from tests.plugin.streaming.live_events import BEGIN, live_of, revision, turn

from assemblyai_tools import (
    Begin,
    Client,
    InvalidArgumentsError,
    LiveTranscript,
    Settings,
    SpeechStarted,
    Termination,
    Turn,
)


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


def test_a_session_after_a_lost_connection_goes_on_in_the_same_stream():
    live = live_of(BEGIN, turn(0, "One."), BEGIN, turn(1, "Two.", 500))

    assert [(one.turn_order, one.start_ms) for one in live.turns] == [(0, 0), (1, 500)]


def test_a_second_stream_goes_on_where_the_first_one_ended():
    live = live_of(BEGIN, turn(0, "One."), Termination(audio_duration_seconds=3.0))

    live.add(BEGIN)
    live.add(turn(0, "Two.", 500, speaker="A"))
    live.add(revision(0, "B"))
    live.add(Termination(audio_duration_seconds=1.0))

    assert [(one.turn_order, one.start_ms, one.speaker_label) for one in live.turns] == [
        (0, 0, None),
        (1, 3500, "B"),
    ]
    assert live.transcript().audio_duration == 4


def test_it_follows_a_stream_and_passes_everything_on():
    live = LiveTranscript()
    events = [BEGIN, turn(0, "On", final=False), turn(0, "One.")]

    assert list(live.follow(events)) == events
    assert live.transcript().text == "One."


def test_a_stream_that_broke_off_is_followed_by_the_next_one():
    live = LiveTranscript()

    for _ in range(2):
        list(live.follow([BEGIN, turn(0, "One.")]))

    assert [one.turn_order for one in live.turns] == [0, 1]


def test_leaving_what_it_follows_ends_the_stream():
    ended = []

    def stream():
        try:
            yield from [BEGIN, turn(0, "One."), turn(1, "Two.", 500)]
        finally:
            ended.append("ended")

    live = LiveTranscript()
    following = live.follow(stream())
    next(following), next(following)
    following.close()

    assert (ended, live.transcript().text) == (["ended"], "One.")


def test_it_follows_an_asynchronous_stream_and_ends_it_when_it_is_left():
    ended = []

    async def stream():
        try:
            for event in (BEGIN, turn(0, "One."), turn(1, "Two.", 500)):
                yield event
        finally:
            ended.append("ended")

    async def go(live):
        following = live.follow(stream())
        async for event in following:
            if isinstance(event, Turn):
                break
        await following.aclose()

    live = LiveTranscript()
    asyncio.run(go(live))

    assert (ended, live.transcript().text) == (["ended"], "One.")


def test_it_follows_any_asynchronous_iterable():
    class Two:
        def __init__(self):
            self.left = [turn(0, "One."), turn(1, "Two.", 500)]

        def __aiter__(self):
            return self

        async def __anext__(self):
            if not self.left:
                raise StopAsyncIteration
            return self.left.pop(0)

    async def go(live):
        return [event async for event in live.follow(Two())]

    live = LiveTranscript()

    assert len(asyncio.run(go(live))) == len(live.turns) == 2


def test_readers_see_whole_turns_while_another_thread_adds_more():
    live, number = LiveTranscript(), 300
    writer = threading.Thread(
        target=lambda: [live.add(turn(n, f"Turn {n}.", 1000 * n)) for n in range(number)]
    )
    writer.start()
    seen = []
    while writer.is_alive() or not seen:
        seen.append([one.turn_order for one in live.turns])
        assert len(live.transcript().utterances) >= len(seen[-1])
    writer.join()

    assert all(one == list(range(len(one))) for one in seen)
    assert len(live.turns) == number


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


FORMATS = ["text", "srt", "vtt", "ttml", "json", "md", "csv", "docx", "html"]


def test_it_can_be_had_as_a_file_in_any_format_without_asking_the_service():
    live = live_of(turn(0, "Good morning.", speaker="A"), turn(1, "Hello.", 900, speaker="B"))

    with Client(Settings(base_url="http://127.0.0.1:9")) as client:
        files = client.run(live.export(FORMATS))

    assert list(files) == FORMATS
    assert files["text"] == b"Speaker A: Good morning.\nSpeaker B: Hello.\n"
    assert b"00:00:00,000 --> " in files["srt"]
    assert json.loads(files["json"])["utterances"][1]["speaker"] == "B"
    assert b"[00:00] Speaker A:" in files["md"].replace(b"\\", b"").replace(b"*", b"")
    assert files["csv"].splitlines()[1] == b"0.000,0.200,A,0.500,Good morning."
    assert all(files.values())


def test_its_documents_say_what_was_heard_when_and_by_which_model():
    live = LiveTranscript(title="call.wav")
    for event in (BEGIN, turn(0, "Good morning.")):
        live.add(event)
    pickled = pickle.loads(pickle.dumps(live))

    with Client(Settings(base_url="http://127.0.0.1:9")) as client:
        page = client.run(live.export(["md"]))["md"].decode()
        shown = client.run(live.export(["html"]))["html"].decode()
        assert client.run(pickled.export(["md"]))["md"].decode() == page

    assert page.startswith("# call.wav\n")
    assert re.search(r"\n- Date: 20\d\d-\d\d-\d\d \d\d:\d\d\n", page.replace("\\", ""))
    assert "- Speech model: u3-rt-pro\n" in page.replace("\\", "")
    assert "<title>call.wav" in shown


def test_an_empty_one_can_be_had_as_files_too():
    with Client(Settings(base_url="http://127.0.0.1:9")) as client:
        files = client.run(LiveTranscript().export(FORMATS))

    assert files["text"] == b""
    assert b"No speech was found." in files["md"]


def test_a_format_that_does_not_exist_is_refused():
    client = Client(Settings(base_url="http://127.0.0.1:9"))
    with client, pytest.raises(InvalidArgumentsError, match="no format 'pdf'"):
        client.run(LiveTranscript().export(["pdf"]))
