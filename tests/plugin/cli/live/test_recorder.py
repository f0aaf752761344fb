"""`live --keep-audio` writes audio that has no file into one."""

import struct
import wave

from tests.plugin.cli.live.conftest import RATE, said, speech, telling

from assemblyai_tools.cli.live.recorder import Recorder

RAW = ["--sample-rate", RATE, "-"]
HELLO = said(0, "Hello.")


def test_audio_without_a_file_is_kept_so_that_it_can_be_transcribed_again(live, service, home):
    service.scripts = [telling(HELLO)]
    done = live(*RAW, "--keep-audio", "call one.wav", stdin=speech(500))
    assert "`assemblyai-tools transcribe 'call one.wav' --speakers` tells who said what." in done.err
    with wave.open(str(home / "call one.wav")) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (RATE, 1, 2)
        assert file.readframes(RATE) == speech(500)


def test_audio_is_not_kept_in_a_file_that_is_there_or_where_no_folder_is(live, service, home):
    (home / "mine.wav").write_bytes(b"mine")
    for name, why in (
        ("mine.wav", "mine.wav exists already"),
        ("no/a.wav", "cannot be written (No such file"),
    ):
        done = live(*RAW, "--keep-audio", name, stdin=speech(500))
        assert (done.code, service.sessions) == (1, [])
        assert why in done.err
    assert (home / "mine.wav").read_bytes() == b"mine"


def test_where_there_was_no_audio_no_file_is_left(live, service, home):
    done = live(*RAW, "--keep-audio", "a.wav", stdin=b"")
    assert (done.code, list(home.glob("*.wav"))) == (1, [])


def test_audio_that_cannot_be_kept_any_more_ends_the_session_and_what_was_heard_is_saved(
    live, service, home, monkeypatch
):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(wave.Wave_write, "writeframes", full)
    done = live(*RAW, "--keep-audio", "a.wav", stdin=speech(500))
    assert done.code == 1
    assert "a.wav could not be written (No space left on device)." in done.err


def test_a_recorder_that_is_closed_keeps_nothing_more(tmp_path):
    recorder = Recorder(tmp_path / "a.wav", RATE)
    pieces = recorder.heard(iter_of(speech(100), speech(100)))
    next(pieces)
    recorder.close()
    assert next(pieces) == speech(100)
    pieces.close()
    with wave.open(str(tmp_path / "a.wav")) as file:
        assert file.getnframes() == RATE // 10


def iter_of(*pieces):
    yield from pieces


def test_mu_law_is_not_kept(live, service, wav, home):
    header = struct.pack("<HHIIHH", 7, 1, 8000, 8000, 1, 8)
    data = b"\xff" * 8000
    body = (
        b"WAVEfmt " + struct.pack("<I", len(header)) + header + b"data" + struct.pack("<I", len(data)) + data
    )
    done = live("-", "--keep-audio", "a.wav", stdin=b"RIFF" + struct.pack("<I", len(body)) + body)
    assert (done.code, service.sessions, list(home.glob("*.wav"))) == (1, [], [])
    assert "stdin gives pcm_mulaw, and --keep-audio keeps 16-bit samples only" in done.err
