"""The options of `live` reach the session, and whatever is wrong names them as they were typed."""

import json
import signal
import sys
from urllib.parse import parse_qs

import pytest
from tests.plugin.cli.live.conftest import HELLO, RAW, speech, telling
from tests.plugin.streaming.sounddevice import Sound


def test_files_that_are_there_are_not_replaced_and_that_is_known_before(live, service, wav, home):
    (home / "texts").mkdir()
    (home / "texts/meeting.srt").write_text("mine")
    done = live(wav(), "--to", "texts")
    assert (done.code, service.sessions) == (1, [])
    assert "texts/meeting.srt exists already, so no session was opened. Give --overwrite" in done.err
    service.scripts = [telling(HELLO)]
    assert live(wav(), "--fast", "--to", "texts", "--overwrite").code == 0
    assert (home / "texts/meeting.srt").read_text() != "mine"


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
