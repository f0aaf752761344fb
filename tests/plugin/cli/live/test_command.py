"""`live`, typed against a scripted service on loopback, and against the emulator."""

import json
import os
import signal
import sys
import threading
from queue import SimpleQueue
from urllib.parse import parse_qs

import pytest
from tests.plugin.cli.live.conftest import RATE, TERMINATION, begin, said, speech, telling, turn, until, word
from tests.plugin.streaming.test_microphone import Sound

from assemblyai_tools import Settings, Turn
from assemblyai_tools.cli.live import feed, interrupts, keeping, views
from assemblyai_tools.cli.live.bill import is_billed

RAW = ["--sample-rate", RATE, "-"]
HELLO = said(0, "Hello.")


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


def test_ctrl_c_ends_the_session_and_the_last_turns_are_saved(live, service, open_pipe, interrupted):
    service.scripts = [interrupted(signal.SIGINT)]
    done = live(*RAW, "-o", "text", stdin=open_pipe)
    assert (done.code, done.out) == (0, "Hello.\nGoodbye.\n")


def test_a_recording_that_was_not_heard_to_its_end_is_stopped(live, service, wav, interrupted):
    service.scripts = [interrupted(signal.SIGINT)]
    done = live(wav(milliseconds=60_000))
    assert (done.code, done.out) == (130, "[00:00] Hello.\n[00:01] Goodbye.\n")
    assert "Stopped before the end of meeting.wav. Heard 2 turns;" in done.err


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_other_signals_end_it_as_ctrl_c_does_however_often_they_come(
    live, service, open_pipe, interrupted, number, code
):
    service.scripts = [interrupted(number, number)]
    before = signal.getsignal(number)
    done = live(*RAW, stdin=open_pipe)
    assert (done.code, done.out) == (code, "[00:00] Hello.\n[00:01] Goodbye.\n")
    assert signal.getsignal(number) is before


@pytest.mark.parametrize("first", [signal.SIGTERM, signal.SIGINT])
def test_sigterm_waits_for_the_last_turns_for_a_few_seconds_only(
    live, service, open_pipe, shown, monkeypatch, first
):
    monkeypatch.setattr(interrupts, "_LAST_TURNS_SECONDS", 0.01)

    async def mute(session):
        await session.tell(begin())
        await session.hear(100)
        await session.tell(HELLO)
        await until(lambda: "Turn" in shown)
        os.kill(os.getpid(), first)
        await session.hear_message("Terminate")
        os.kill(os.getpid(), signal.SIGTERM)
        await session.listen()

    service.scripts = [mute]
    done = live(*RAW, "--to", "texts", "-o", "text", "-o", "srt", "--quiet", stdin=open_pipe)
    assert done.code == 128 + first
    assert [line.rpartition(".")[2] for line in done.out.split()] == ["txt", "srt"]
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_a_second_ctrl_c_stops_at_once_and_saves_what_was_heard(live, service, open_pipe, interrupted):
    service.scripts = [interrupted(signal.SIGINT, signal.SIGINT)]
    done = live(*RAW, "-o", "text", stdin=open_pipe)
    assert (done.code, done.out) == (130, "Hello.\n")


def test_a_second_ctrl_c_before_anything_was_said_saves_nothing(live, service, open_pipe, home, monkeypatch):
    def stopped(self, event):
        raise KeyboardInterrupt

    monkeypatch.setattr(views.Lines, "show", stopped)
    service.scripts = [telling()]
    done = live(*RAW, "--to", "texts", stdin=open_pipe)
    assert (done.code, done.out, list((home / "texts").iterdir())) == (130, "", [])
    assert "Stopped before the end of stdin. Heard 0 turns;" in done.err


def test_what_waits_to_be_shown_when_a_second_ctrl_c_comes_is_saved_too(
    live, service, open_pipe, monkeypatch
):
    waiting = threading.Event()

    class Noted(SimpleQueue):
        def put(self, told):
            super().put(told)
            if isinstance(told, Turn) and told.transcript == "Goodbye.":
                waiting.set()

    def stopped(self, event):
        if event.type == "Turn":
            assert waiting.wait(20)
            raise KeyboardInterrupt

    monkeypatch.setattr(views.Lines, "show", stopped)
    monkeypatch.setattr(feed, "SimpleQueue", Noted)
    service.scripts = [telling(HELLO, said(1, "Goodbye."))]
    done = live(*RAW, "-o", "text", stdin=open_pipe)
    assert (done.code, done.out) == (130, "Hello.\nGoodbye.\n")


def test_signals_that_are_ignored_stay_so(live, service, wav):
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        service.scripts = [telling(HELLO)]
        assert live(wav(), "--fast").code == 0
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_ctrl_c_before_the_session_is_open_stops_at_once_and_saves_nothing(live, service, open_pipe):
    async def script(session):
        os.kill(os.getpid(), signal.SIGINT)
        await session.listen()

    service.scripts = [script]
    done = live(*RAW, "-o", "text", stdin=open_pipe)
    assert (done.code, done.out) == (130, "")
    assert "Heard" not in done.err


async def failing(session):
    await session.tell(begin())
    await session.hear(100)
    await session.tell(HELLO)
    await session.socket.close(3006, "no such model")


def test_what_was_heard_before_a_failure_is_saved_and_then_the_error_is_told(live, service, home):
    service.scripts = [failing]
    done = live(*RAW, "--to", "texts", "-o", "text", stdin=speech(500))
    assert done.code == 1
    (path,) = done.out.split()
    assert (home / path).read_text() == "Hello.\n"
    assert done.err.index("Heard 1 turn;") < done.err.index("no such model")


def test_a_failure_after_printed_turns_is_told_alone(live, service):
    service.scripts = [failing]
    done = live(*RAW, stdin=speech(500))
    assert (done.code, done.out) == (1, "[00:00] Hello.\n")
    assert "Heard" not in done.err


def test_what_cannot_be_saved_is_kept_elsewhere_and_both_failures_are_told(
    live, service, home, tmp_path, monkeypatch
):
    async def in_the_way(session):
        (home / "texts/stdin.txt").write_text("another text")
        await failing(session)

    monkeypatch.setattr("assemblyai_tools.cli.live.source._dated", lambda: keeping.Path("stdin"))
    monkeypatch.setattr(keeping.tempfile, "tempdir", str(tmp_path))
    service.scripts = [in_the_way]
    done = live(*RAW, "--to", "texts", "-o", "text", stdin=speech(500))
    assert done.code == 1
    assert "texts/stdin.txt exists already, with other content" in done.err
    assert "no such model" in done.err
    (kept,) = tmp_path.glob("assemblyai-live-*/stdin.json")
    assert f"What was heard is in {kept}." in " ".join(done.err.split())
    assert json.loads(kept.read_text())["text"] == "Hello."


def test_where_nothing_can_be_written_at_all_that_is_told(live, service, home, tmp_path, monkeypatch):
    async def in_the_way(session):
        (home / "texts/meeting.txt").mkdir()
        await telling(HELLO)(session)

    monkeypatch.setattr("assemblyai_tools.cli.live.source._dated", lambda: keeping.Path("meeting"))
    monkeypatch.setattr(keeping.tempfile, "tempdir", str(tmp_path / "gone"))
    service.scripts = [in_the_way]
    done = live(*RAW, "--to", "texts", "-o", "text", stdin=speech(500))
    assert done.code == 1
    assert "What was heard could not be saved elsewhere either." in done.err


def test_files_that_are_there_are_not_replaced_and_that_is_known_before(live, service, wav, home):
    (home / "texts").mkdir()
    (home / "texts/meeting.srt").write_text("mine")
    done = live(wav(), "--to", "texts")
    assert (done.code, service.sessions) == (1, [])
    assert "texts/meeting.srt exists already, so no session was opened. Give --overwrite" in done.err
    service.scripts = [telling(HELLO)]
    assert live(wav(), "--fast", "--to", "texts", "--overwrite").code == 0
    assert (home / "texts/meeting.srt").read_text() != "mine"


def test_a_reader_that_ends_ends_the_session(live, service, open_pipe, monkeypatch, home):
    class Closed:
        encoding = "utf-8"

        def isatty(self):
            return False

        def write(self, _):
            raise BrokenPipeError

        def fileno(self):
            raise OSError

        def flush(self):
            """Nothing is held back."""

    async def script(session):
        await session.tell(begin())
        await session.hear(100)
        await session.tell(HELLO)
        await session.hear_message("Terminate")
        await session.tell(said(1, "Goodbye."), TERMINATION)

    service.scripts = [script]
    monkeypatch.setattr(sys, "stdout", Closed())
    done = live(*RAW, "--json", "--to", "texts", "-o", "text", stdin=open_pipe)
    assert done.code == 141
    (path,) = (home / "texts").iterdir()
    assert path.read_text() == "Hello.\nGoodbye.\n"


def test_what_is_expected_goes_to_the_session(live, service):
    service.scripts = [telling(HELLO)]
    options = [
        "--keyterms-prompt",
        "Ada",
        "--keyterms-prompt",
        "Byron",
        "--prompt",
        "A poem.",
        "--language",
        "en",
    ]
    live(*RAW, *options, "--max-turn-silence-ms", "700", stdin=speech(500))
    query = parse_qs(service.sessions[0].query)
    assert json.loads(query["keyterms_prompt"][0]) == ["Ada", "Byron"]
    assert json.loads(query["language_codes"][0]) == ["en"]
    assert (query["prompt"], query["max_turn_silence"]) == (["A poem."], ["700"])


def test_limits_end_it(live, service, open_pipe):
    service.scripts = [telling(HELLO)]
    done = live(*RAW, "--max-minutes", "0.001", "--max-cost", "1", stdin=open_pipe)
    assert done.code == 0
    assert "assemblyai-tools: The stream was ended: --max-minutes 0.001 is reached." in done.err


def test_limits_have_the_names_of_the_options_in_json_too(live, service, open_pipe):
    service.scripts = [telling(HELLO)]
    done = live(*RAW, "--max-minutes", "0.001", "--json", stdin=open_pipe)
    (warning,) = [one for one in map(json.loads, done.out.splitlines()) if one["type"] == "Warning"]
    assert warning["warning"] == "The stream was ended: --max-minutes 0.001 is reached."


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("Invalid 'speech_model': it must be one of a, b", "Invalid --model: it must be one of a, b"),
        (
            "speaker_labels: send the finished recording to POST /v2/transcript with speaker_labels",
            "--speakers: run `assemblyai-tools transcribe --speakers` on the finished recording",
        ),
        ("max_turn_silence=-5 is negative", "--max-turn-silence-ms -5 is negative"),
    ],
)
def test_refusals_name_the_options_that_were_typed(live, service, reason, told):
    async def refusing(session):
        await session.tell({"type": "Error", "error_code": 3006, "error": reason})
        await session.socket.close(3006, reason[:100])

    service.scripts = [refusing]
    done = live(*RAW, stdin=speech(500))
    assert done.code == 1
    assert (
        f"{told} (close code 3006). Correct the option that it names, and run the command again." in done.err
    )


def test_what_is_checked_before_a_session_names_the_options_too(live, service):
    done = live(*RAW, "--max-cost", "0.0000001", stdin=speech(500))
    assert (done.code, service.sessions) == (1, [])
    assert "--max-cost 1e-07 is less than a second costs" in done.err


def test_the_microphone_is_heard_until_ctrl_c(live, service, monkeypatch, interrupted):
    class Loud(Sound):
        def RawInputStream(self, **options):  # noqa: N802 - the library's name
            stream = super().RawInputStream(**options)
            stream.hear(4)
            return stream

    sound = Loud()
    monkeypatch.setitem(sys.modules, "sounddevice", sound)
    service.scripts = [interrupted(signal.SIGINT)]
    done = live("--microphone", "--device", "2")
    assert (done.code, done.out) == (0, "[00:00] Hello.\n[00:01] Goodbye.\n")
    assert done.err.startswith("Listening to the microphone.\n")
    options = sound.streams[0].options
    assert (options["device"], options["samplerate"]) == (2, 16_000)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "Name a FILE, or - for audio on stdin, or give --microphone."),
        (["a.wav", "--microphone"], "Name a FILE, or give --microphone, not both."),
        (["-", "--sample-rate", "16khz"], "'16khz' is no number of samples a second in Hz, such as 16000."),
        (["-", "--sample-rate", "10"], "10 is not in the range"),
        (["a.wav", "--keep-audio", "b.wav"], "--keep-audio is for audio that has no file yet"),
        (["a.wav", "--device", "2"], "--device needs --microphone."),
        (["a.wav", "--offline", "--speakers"], "speakers are told apart in whole recordings only"),
        (["a.wav", "-o", "srt", "-o", "vtt"], "Several formats need a folder"),
        (["a.wav", "--max-cost", "0"], "0"),
        (["a.wav", "--max-minutes", "nan"], "nan"),
    ],
)
def test_what_makes_no_sense_is_a_usage_error(live, service, words, said):
    done = live(*words)
    assert (done.code, done.out, service.sessions) == (2, "", [])
    assert said in done.err


def test_audio_that_is_typed_is_asked_for(live, service, monkeypatch):
    service.scripts = [telling(HELLO)]
    monkeypatch.setattr("assemblyai_tools.cli.live.command.is_watched", lambda stream: stream is sys.stdin)
    assert live(*RAW, stdin=speech(500)).err.startswith("Waiting for audio on stdin, until Ctrl-D.\n")


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
