"""`transcribe` makes text of one recording, typed against the emulator."""

import json

import pytest
from tests.plugin.cli.commands.speech import SAID

from assemblyai_tools.cli import outputs, transcribe
from assemblyai_tools.cli.exits import UnfinishedError
from assemblyai_tools.waiting.progress import Progress

WHOLE_ID = "0f4ac1de-8a34-4c66-b1c6-5b1e0d8b0f11"


def test_a_file_becomes_text_on_stdout_and_its_id_goes_to_stderr(tools, audio):
    done = tools("transcribe", audio / "hello.flac")
    assert done.code == 0
    assert done.out.startswith(SAID)
    [row] = tools("list").rows
    assert done.err == f"Transcript {row[0]} is being made.\n"


def test_the_same_again_is_said_and_quiet_says_nothing(tools, audio):
    first = tools("transcribe", audio / "hello.flac", "--quiet")
    again = tools("transcribe", audio / "hello.flac")
    assert (first.err, again.out) == ("", first.out)
    [row] = tools("list").rows
    assert f"hello.flac: transcribed before, as {row[0]}; --again makes and pays a new one." in again.err


def test_last_is_what_transcribe_gave_last_even_if_it_was_made_before(tools, audio, tmp_path):
    one, two = audio / "hello.flac", audio / "two_channels.flac"
    for path in (one, two, one):
        assert tools("transcribe", path, "--quiet").code == 0
    assert "(hello.flac)" in tools("delete", "last", "--yes").out
    again = tools("delete", "last", "--yes")
    assert (again.code, again.out) == (1, "")
    assert ", hello.flac) is deleted" in again.err
    assert tools("get", "two_channels.flac").code == 0


def test_a_file_is_found_by_the_name_under_which_it_was_given_last_too(tools, audio, tmp_path):
    copy = tmp_path / "my call.flac"
    copy.write_bytes((audio / "hello.flac").read_bytes())
    tools("transcribe", audio / "hello.flac", "--quiet")
    tools("transcribe", copy, "--quiet")
    for name in ("my call.flac", "my call", "hello.flac"):
        assert tools("get", name).out.startswith(SAID)


def test_options_of_the_operation_and_their_shorter_names_are_taken(tools, standup):
    done = tools(
        "transcribe", standup, "--speakers", "--language", "en", "--keyterms-prompt", "Nadia", "-o", "srt"
    )
    assert done.code == 0
    assert done.out.startswith("1\n00:00:0")


def test_what_the_operation_does_not_take_is_a_usage_error_before_anything_is_read(tools):
    done = tools("transcribe", "-", "--speakers-expected", "0")
    assert done.code == 2
    assert "give a number of at least 1" in done.err


def test_audio_may_come_from_stdin(tools, audio):
    done = tools("transcribe", "-", stdin=(audio / "hello.flac").read_bytes())
    assert done.out.startswith(SAID)


def test_json_is_the_whole_transcript_on_a_line(tools, audio):
    made = json.loads(tools("transcribe", audio / "hello.flac", "--json").out)
    assert (made["audio"], made["status"]) == ("hello.flac", "completed")
    assert made["words"]


def test_ctrl_c_while_the_job_is_created_says_that_nothing_is_paid_twice(tools, audio, monkeypatch):
    def pressed(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("assemblyai_tools.client.Client.run", pressed)
    done = tools("transcribe", audio / "hello.flac")
    assert (done.code, done.out) == (130, "")
    assert done.err == (
        "assemblyai-tools: Stopped. If a job was created, the same command finds it and does not pay again.\n"
    )
    assert "the same command would pay again" in tools("transcribe", audio / "hello.flac", "--again").err


@pytest.mark.parametrize("command", [("transcribe", "hello.flac"), ("get", WHOLE_ID)])
def test_ctrl_c_once_the_id_is_known_says_the_id(tools, home, audio, monkeypatch, command):
    (home / "hello.flac").write_bytes((audio / "hello.flac").read_bytes())

    def pressed(_client, flow, on_progress):
        flow.close()
        on_progress(Progress("waiting", "The transcript is queued.", transcript_id=WHOLE_ID))
        raise KeyboardInterrupt

    monkeypatch.setattr("assemblyai_tools.client.Client.run", pressed)
    done = tools(*command)
    assert (done.code, done.out) == (130, "")
    assert f"assemblyai-tools get {WHOLE_ID}" in done.err
    assert "If a job was created" not in done.err


def test_at_a_terminal_audio_on_stdin_is_waited_for_aloud(tools, audio, monkeypatch):
    monkeypatch.setattr(transcribe, "is_watched", lambda _: True)
    done = tools("transcribe", "-", stdin=(audio / "hello.flac").read_bytes())
    assert done.err.startswith("Waiting for audio on stdin, until Ctrl-D.\n")
    assert done.out.startswith(SAID)


def test_a_single_failure_is_exit_code_1(tools, home):
    (home / "b.wav").write_bytes(b"this is no audio")
    done = tools("transcribe", "b.wav")
    assert (done.code, done.out) == (1, "")
    assert "Give an audio or video file." in done.err


def test_bytes_are_not_written_to_a_terminal(tools, monkeypatch):
    monkeypatch.setattr(outputs, "is_watched", lambda _: True)
    done = tools("transcribe", "a.mp3", "-o", "docx")
    assert done.code == 2
    assert "docx is no text for a terminal" in done.err


def test_started_only_it_is_unfinished_and_nothing_is_lost(tools, audio, monkeypatch):
    def still(session, transcript_id, *, longest):
        assert longest == 0
        raise UnfinishedError(transcript_id, "its status is queued")

    monkeypatch.setattr(transcribe, "wait_until_done", still)
    done = tools("transcribe", audio / "hello.flac", "--wait-seconds", "0", "--json")
    line = json.loads(done.out)
    assert (done.code, line["status"]) == (4, "unfinished")
    assert f"Nothing is lost: run assemblyai-tools get {line['id']} to go on." in done.err
    both = tools("transcribe", audio / "hello.flac", audio / "launch.ogg", "--wait-seconds", "0", "--json")
    assert both.code == 4


def test_a_person_at_a_terminal_gets_the_id_at_the_end(tools, audio, monkeypatch):
    monkeypatch.setattr(transcribe, "is_watched", lambda _: True)
    done = tools("transcribe", audio / "hello.flac")
    assert done.err.splitlines()[-1] == f"hello.flac is transcript {tools('list').rows[0][0]}."
