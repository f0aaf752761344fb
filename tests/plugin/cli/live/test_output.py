"""What `live` prints and writes of a session: turns, events, files, documents."""

import json

import pytest
from tests.plugin.cli.live.conftest import HELLO, RAW, begin, said, speech, telling, turn, until, word

from assemblyai_tools import Settings
from assemblyai_tools.cli.live import views
from assemblyai_tools.cli.live.bill import is_billed


def test_finished_turns_go_to_stdout_one_a_line_with_times_and_speakers(live, service, wav):
    service.scripts = [
        telling(
            turn(0, word("hel", 0, 50), end=False),
            said(0, "Hello", "there.", speaker_label="A"),
            said(1, ""),
            said(65, "Two\nlines.", "\x1b[31mred", speaker_label="B"),
        )
    ]
    done = live(wav(), "--speakers", "--fast")
    assert (done.code, done.out) == (
        0,
        "[00:00] A: Hello there.\n[01:05] B: Two lines. [31mred\n",
    )
    assert done.err.startswith("Listening to meeting.wav.\nHeard 3 turns; the session took 00:00.\n")
    assert "speaker_labels=true" in service.sessions[0].query
    assert "speech_model=u3-rt-pro&sample_rate=16000" in service.sessions[0].query


def test_a_model_that_writes_plain_text_is_asked_for_punctuation(live, service, wav):
    service.scripts = [telling(said(0, "hello", formatted=False), HELLO)]
    done = live(wav(), "--fast", "--model", "universal-streaming-english")
    assert done.out == "[00:00] Hello.\n"
    assert "format_turns=true" in service.sessions[0].query


def test_what_it_cost_is_told_where_it_is_billed(live, service, wav, monkeypatch):
    service.scripts = [telling(HELLO)]
    monkeypatch.setattr("assemblyai_tools.cli.live.listening.is_billed", lambda settings: True)
    assert "Heard 1 turn; the session took 00:00, about 0.000" in live(wav(), "--fast").err


@pytest.mark.parametrize(
    ("address", "billed"),
    [("https://api.assemblyai.com", True), ("http://127.0.0.1:8787", False), ("http://localhost:1", False)],
)
def test_a_service_on_this_machine_is_not_billed(address, billed):
    assert is_billed(Settings(base_url=address)) is billed


def test_quiet_prints_turns_only(live, service, wav):
    service.scripts = [telling(HELLO)]
    done = live(wav(), "--fast", "--quiet")
    assert (done.out, done.err) == ("[00:00] Hello.\n", "")


def test_warnings_and_gaps_are_told_with_the_names_of_the_options(live, service, wav):
    service.scripts = [telling({"type": "Warning", "warning_code": 1, "warning": "Too\x1b[31m quiet"}, HELLO)]
    done = live(wav(), "--fast", "--quiet")
    assert done.err == "assemblyai-tools: Too[31m quiet\n"


def test_raw_samples_may_come_through_a_pipe(live, service):
    service.scripts = [telling(HELLO)]
    done = live(*RAW, stdin=speech(500))
    assert (done.code, done.out) == (0, "[00:00] Hello.\n")
    assert service.sessions[0].audio == speech(500)


def test_json_prints_every_event_on_a_line(live, service):
    service.scripts = [telling(turn(0, word("hel", 0, 50), end=False), HELLO)]
    done = live(*RAW, "--json", stdin=speech(500))
    events = [json.loads(line) for line in done.out.splitlines()]
    assert [one["type"] for one in events] == ["Begin", "Turn", "Turn", "Termination"]
    assert (events[2]["transcript"], events[2]["is_final"], done.err) == ("Hello.", True, "")


def test_a_folder_gets_text_captions_and_json_of_the_recordings_name(live, service, wav, home):
    service.scripts = [telling(HELLO, said(2, "Good", "morning."))]
    done = live(wav(), "--fast", "--to", "texts")
    assert done.code == 0
    assert done.out == "texts/meeting.txt\ntexts/meeting.srt\ntexts/meeting.json\n"
    assert (home / "texts/meeting.txt").read_text() == "Hello.\nGood morning.\n"
    assert "00:00:02,0" in (home / "texts/meeting.srt").read_text()
    made = json.loads((home / "texts/meeting.json").read_text())
    assert made["status"] == "completed"
    assert [one["text"] for one in made["words"]] == ["Hello.", "Good", "morning."]


def test_json_with_a_folder_ends_with_the_files(live, service, wav):
    service.scripts = [telling(HELLO)]
    done = live(wav(), "--fast", "--to", "texts", "-o", "md", "--json")
    last = json.loads(done.out.splitlines()[-1])
    assert (last["audio"], last["files"]) == ("meeting.wav", ["texts/meeting.md"])


def test_one_format_goes_to_stdout_at_the_end(live, service):
    service.scripts = [telling(HELLO)]
    done = live(*RAW, "-o", "srt", stdin=speech(500))
    assert (done.code, done.out.split(" --> ")[0]) == (0, "1\n00:00:00,000")


def test_where_nothing_was_said_that_is_said(live, service):
    service.scripts = [telling()]
    done = live(*RAW, "-o", "text", stdin=speech(500))
    assert (done.code, done.out) == (0, "")
    assert "No speech was heard. Check that the audio holds speech" in done.err
    assert done.err.endswith("No speech was found.\n")


def test_at_a_terminal_results_are_shown_as_they_come_and_written_at_the_end(live, service, monkeypatch):
    ticks, show = [], views.Board.show

    def showing(self, event):
        show(self, event)
        ticks.extend([event] * (event is None))

    async def script(session):
        await session.tell(begin(), turn(0, word("hel", 0, 50), end=False))
        await until(lambda: ticks)
        await telling(HELLO)(session)

    monkeypatch.setattr(views, "is_watched", lambda stream: True)
    monkeypatch.setattr(views, "is_decorated", lambda stream: False)
    monkeypatch.setattr(views.Board, "show", showing)
    monkeypatch.setattr(views.Board, "tick", 0.001)
    service.scripts = [script]
    done = live(*RAW, "-o", "text", stdin=speech(500))
    assert done.out == "Hello.\n"
    assert "\r\x1b[K" in done.err
    assert "[00:00] Hello.\n" in done.err


def test_the_emulator_hears_a_compressed_recording(type_command, kept_emulator, audio):
    done = type_command("live", audio / "hello.flac", "--offline", "--fast")
    assert done.code == 0, done.err
    assert done.out.startswith("[00:00] The weather")
    assert "USD" not in done.err
    assert kept_emulator == [None]


def test_a_document_names_the_recording_and_the_model_that_heard_it(type_command, kept_emulator, audio, home):
    done = type_command("live", audio / "hello.flac", "--offline", "--fast", "-o", "md")
    page = done.out.replace("\\", "")
    assert page.startswith("# hello.flac\n"), done.err
    assert "- Speech model: offline-" in page


def test_a_document_of_a_pipe_says_where_the_speech_came_from(live, service):
    service.scripts = [telling(HELLO)]
    assert live(*RAW, "-o", "md", stdin=speech(500)).out.startswith("# Live speech from stdin\n")
