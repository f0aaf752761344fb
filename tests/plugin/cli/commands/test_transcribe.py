"""`transcribe`, `get` and `captions`, typed against the emulator."""

import io
import json
import sys
from zipfile import ZipFile

import pytest

from assemblyai_tools.cli import meter, outputs, transcribe
from assemblyai_tools.cli.exits import UnfinishedError
from assemblyai_tools.waiting.progress import Progress

SAID = "The weather was called this morning"
WHOLE_ID = "0f4ac1de-8a34-4c66-b1c6-5b1e0d8b0f11"


@pytest.fixture
def folder(home, audio):
    """Two recordings, one of them in a folder of the folder, and what is no recording."""
    calls = home / "calls"
    (calls / "may").mkdir(parents=True)
    for place in ("a.flac", "may/b.flac"):
        (calls / place).write_bytes((audio / "hello.flac").read_bytes())
    (calls / "notes.txt").write_text("no audio")
    (calls / ".hidden.flac").write_bytes(b"hidden")
    return calls


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


def test_a_folder_becomes_files_that_are_named_after_its_recordings(tools, folder, home):
    done = tools("transcribe", folder, "-o", "text", "-o", "vtt", "--to", home / "out")
    assert done.code == 0
    made = ["a.txt", "a.vtt", "may/b.txt", "may/b.vtt"]
    assert done.out.splitlines() == [str(home / "out" / name) for name in made]
    assert (home / "out/may/b.txt").read_text().startswith(SAID)


def test_files_that_are_there_are_kept_unless_they_are_ours_or_may_be_replaced(tools, folder, home):
    one = folder / "a.flac"
    assert tools("transcribe", one, "--to", home).code == 0
    assert tools("transcribe", one, "--to", home).code == 0
    (home / "a.txt").write_text("mine")
    kept = tools("transcribe", one, "--to", home)
    assert kept.code == 1
    assert "a.txt exists already, with other content, and was left as it is. Give --overwrite" in kept.err
    assert (home / "a.txt").read_text() == "mine"
    assert tools("transcribe", one, "--to", home, "--overwrite", "--json").code == 0
    assert (home / "a.txt").read_text().startswith(SAID)


def test_one_file_in_the_way_stops_no_other_and_the_paths_of_all_others_are_printed(tools, audio, home):
    words = ["transcribe", audio / "hello.flac", "-o", "docx", "-o", "text", "-o", "srt", "--to", home]
    assert tools(*words).code == 0
    (home / "hello.srt").write_text("mine")
    (home / "hello.txt").unlink()
    done = tools(*words)
    assert (done.code, done.out) == (1, f"{home}/hello.docx\n{home}/hello.txt\n")
    assert (home / "hello.txt").read_text().startswith(SAID)
    assert "hello.srt exists already, with other content" in done.err
    assert "hello.docx" not in done.err
    line = json.loads(tools(*words, "--json").out)
    assert line["status"] == "error"
    assert line["files"] == [f"{home}/hello.docx", f"{home}/hello.txt"]


def test_several_recordings_are_json_lines_with_their_files(tools, folder, home):
    done = tools("transcribe", folder / "*.flac", folder / "may", "--to", home / "out", "--json")
    lines = [json.loads(line) for line in done.out.splitlines()]
    assert [line["audio"] for line in lines] == ["a.flac", "b.flac"]
    assert lines[0]["files"] == [str(home / "out/a.txt")]


def test_one_that_fails_does_not_stop_the_others(tools, folder, home, monkeypatch):
    monkeypatch.setattr(transcribe, "_AHEAD", 1)
    (folder / "b.wav").write_bytes(b"this is no audio")
    done = tools("transcribe", folder, folder / "gone.mp3", "--to", home / "out")
    assert done.code == 3
    assert "assemblyai-tools: b.wav: Transcript " in done.err
    assert "assemblyai-tools: gone.mp3: There is no file " in done.err
    assert (home / "out/a.txt").exists()
    assert (home / "out/may/b.txt").exists()


def test_json_says_of_each_recording_how_it_ended(tools, folder):
    (folder / "b.wav").write_bytes(b"this is no audio")
    done = tools("transcribe", folder / "b.wav", folder / "a.flac", folder / "gone.mp3", "--json")
    lines = {(line := json.loads(text))["audio"]: line["status"] for text in done.out.splitlines()}
    assert lines == {"a.flac": "completed", "b.wav": "error", "gone.mp3": "error"}
    assert done.code == 3


def test_what_cannot_be_made_or_written_is_said_before_anything_is_sent(tools, home, audio, monkeypatch):
    (home / "taken").write_text("a file")
    done = tools("transcribe", audio / "hello.flac", "--to", home / "taken" / "out")
    assert done.code == 1
    assert "Nothing can be written to the folder" in done.err
    assert "so nothing was sent. Choose another folder with --to." in done.err
    monkeypatch.setattr("assemblyai_tools.documents.word.is_installed", lambda _: False)
    done = tools("transcribe", audio / "hello.flac", "--to", home / "out", "-o", "docx")
    assert done.code == 1
    assert "A Word document needs python-docx" in done.err
    assert tools("list").rows == []


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


def test_names_are_shown_without_escape_sequences_and_are_whole_in_json(tools, home):
    name = "a\x1b[31mred.flac"
    (home / name).write_bytes(b"this is no audio")
    done = tools("transcribe", name, home / "gone\x1b[2J.flac", "--json")
    assert "\x1b" not in done.err
    assert "a[31mred.flac: " in done.err
    assert {json.loads(line)["audio"] for line in done.out.splitlines()} == {"gone\x1b[2J.flac", name}
    (home / "empty\x1b[2J").mkdir()
    assert "\x1b" not in tools("transcribe", "empty\x1b[2J").err


def test_progress_has_the_name_of_its_own_recording(tools, folder, monkeypatch):
    messages = []
    monkeypatch.setattr(meter.Lines, "report", lambda _, progress: messages.append(progress.message))
    monkeypatch.setattr(transcribe, "_AHEAD", 1)
    (folder / "other.flac").write_bytes((folder / "a.flac").read_bytes() + b"\0" * 64)
    assert tools("transcribe", folder / "a.flac", folder / "other.flac", "--json").code == 0
    named = [one.partition(":")[0] for one in messages if ".flac: " in one]
    assert set(named) == {"a.flac", "other.flac"}
    assert sorted(set(named), key=named.index) == ["a.flac", "other.flac"]


def test_the_folder_for_results_is_none_to_read_from(tools, folder, home):
    done = tools("transcribe", folder / "gone.flac", "--to", home / "out")
    assert done.code == 1
    assert str(home / "out") not in done.err


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


def test_a_folder_without_recordings_is_a_failure(tools, home):
    (home / "empty").mkdir()
    done = tools("transcribe", "empty")
    assert done.code == 1
    assert "There is no audio or video file in empty." in done.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["a.mp3", "b.mp3"], "2 recordings need a folder for their files: give --to, or --json."),
        (["a.mp3", "-o", "srt", "-o", "vtt"], "Several formats need a folder for their files: give --to."),
        (["a.mp3", "--overwrite"], "--overwrite needs --to."),
        (["a.mp3", "--json", "-o", "srt"], "--json prints the transcript as JSON: leave -o out"),
        (["a.mp3", "-o", "pdf"], "'pdf' is not one of"),
    ],
)
def test_results_that_have_no_place_are_usage_errors(tools, words, said):
    done = tools("transcribe", *words)
    assert done.code == 2
    assert said in done.err


def test_bytes_are_not_written_to_a_terminal(tools, monkeypatch):
    monkeypatch.setattr(outputs, "is_watched", lambda _: True)
    done = tools("transcribe", "a.mp3", "-o", "docx")
    assert done.code == 2
    assert "docx is no text for a terminal" in done.err


def test_bytes_go_to_a_pipe_as_they_are(tools, meeting, monkeypatch):
    written = io.BytesIO()
    monkeypatch.setattr("assemblyai_tools.cli.outputs.write_bytes", written.write)
    assert tools("get", "last", "-o", "docx").code == 0
    assert "word/document.xml" in ZipFile(written).namelist()


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


def test_get_gives_the_whole_text_in_any_format_by_name(tools, meeting):
    assert "Good morning" in tools("get", "standup").out
    assert tools("get", "standup.mp3", "-o", "md").out.startswith("# ")
    assert json.loads(tools("get", meeting[:8], "--json").out)["id"] == meeting


def test_get_writes_files_that_are_named_after_the_recording(tools, meeting, home):
    done = tools("get", "last", "--to", home, "-o", "csv")
    assert done.out == f"{home / 'standup.csv'}\n"


def test_get_shows_parts_with_times(tools, meeting):
    done = tools("get", "last", "--parts", "text", "--parts", "utterances", "--start-at-ms", "0:10")
    assert done.out.startswith("Text:\n[00:")
    assert "\nUtterances:\n" in done.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--parts", "words", "-o", "srt"], "they take neither -o nor --to"),
        (["--start-at-ms", "500", "--to", "."], "they take neither -o nor --to"),
        (["--max-characters", "2000"], "--max-characters needs --parts or --start-at-ms"),
    ],
)
def test_of_options_that_exclude_each_other_none_is_ignored(tools, words, said):
    done = tools("get", "last", *words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_get_after_the_end_says_that_there_is_nothing(tools, meeting):
    done = tools("get", "last", "--start-at-ms", "999999")
    assert (done.code, done.out, done.err) == (0, "", "There is nothing after 16:39.\n")
    done = tools("get", "last", "--parts", "text", "--parts", "words", "--start-at-ms", "999999")
    assert (done.out, done.err) == ("", "There is nothing after 16:39.\n")


def test_a_pattern_that_matches_nothing_is_said_to_be_one(tools, home):
    done = tools("transcribe", "zzz*.flac")
    assert (done.code, done.err) == (
        1,
        "assemblyai-tools: Nothing matches the pattern zzz*.flac. Check it, or name a file or a folder.\n",
    )


def test_a_missing_file_is_told_without_the_folders(tools):
    assert "ASSEMBLYAI_ALLOWED_DIRS" not in tools("transcribe", "gone.mp3").err


def test_a_failed_transcript_is_said_to_have_failed_by_every_command(tools, home):
    (home / "fake.mp3").write_bytes(b"this is no audio")
    tools("transcribe", "fake.mp3")
    for words in (
        ["captions", "last"],
        ["sentences", "last"],
        ["summarize", "last"],
        ["search", "last", "x"],
    ):
        done = tools(*words)
        assert done.code == 1
        assert " failed; only completed ones can be read." in done.err
        assert "status of" not in done.err
    assert " failed: " in tools("get", "last").err


def test_get_says_that_a_transcript_is_deleted(tools, meeting):
    tools("delete", meeting, "--yes")
    done = tools("get", meeting, "--parts", "text")
    assert done.code == 1
    assert f"Transcript {meeting} was deleted" in done.err


def test_captions_are_whole_and_in_the_format_that_is_asked_for(tools, meeting, home):
    assert tools("captions", "last").out.startswith("1\n00:00:0")
    assert tools("captions", "last", "--format", "vtt", "--chars-per-caption", "20").out.startswith("WEBVTT")
    made = json.loads(tools("captions", "last", "--json").out)
    assert (made["id"], made["subtitle_format"]) == (meeting, "srt")
    saved = tools("captions", "last", "--save-to", "a.vtt")
    assert saved.code == 0
    assert (home / "a.vtt").read_text().startswith("WEBVTT")
    assert str(home / "a.vtt") in saved.out


def test_captions_are_made_of_the_words_with_speakers_and_short_lines(tools, meeting, home):
    tools("name-speakers", "last", "A=Ada")
    made = tools("captions", "last", "--speakers", "--lines", "1", "--chars-per-line", "30")
    lines = [line for line in made.out.splitlines() if line and "-->" not in line and not line.isdigit()]
    assert lines[0].startswith("Ada: ")
    assert max(map(len, lines)) <= 30
    assert tools("captions", "last", "--format", "ttml").out.startswith("<?xml")
    assert tools("captions", "last", "--save-to", "a.ttml", "--speakers").code == 0
    assert '<ttm:name type="full">Ada</ttm:name>' in (home / "a.ttml").read_text()


def test_captions_that_a_transcript_is_written_as_can_look_so_too(tools, meeting, home):
    done = tools(
        "get", "last", "-o", "vtt", "-o", "ttml", "--to", "out", "--caption-speakers", "--caption-lines", "1"
    )
    assert (done.code, len(done.out.splitlines())) == (0, 2)
    (vtt,) = (home / "out").glob("*.vtt")
    assert "<v Speaker A>" in vtt.read_text()
    assert "<v Speaker A>" in tools("get", "last", "-o", "vtt", "--caption-speakers").out


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        (
            ("-o", "text", "--caption-lines", "1"),
            "The options for captions need captions: give -o srt, vtt or ttml.",
        ),
        (("-o", "srt", "--caption-lines", "9"), "lines: give a number from 1 to 4"),
    ],
)
def test_how_captions_look_is_checked_before_anything_is_sent(tools, typed, problem):
    done = tools("get", "last", *typed)
    assert done.code == 2
    assert problem in done.err


def test_silence_has_no_text_and_no_captions(tools, home):
    pcm = bytes(32_000)
    header = b"RIFF" + (36 + len(pcm)).to_bytes(4, "little") + b"WAVEfmt \x10\0\0\0\x01\0\x01\0"
    rates = (16_000).to_bytes(4, "little") + (32_000).to_bytes(4, "little") + b"\x02\0\x10\0"
    (home / "quiet.wav").write_bytes(header + rates + b"data" + len(pcm).to_bytes(4, "little") + pcm)
    heard = tools("transcribe", "quiet.wav")
    assert (heard.code, heard.out) == (0, "")
    assert "No speech was found." in heard.err
    captions = tools("captions", "last")
    assert (captions.code, captions.out) == (0, "")
    assert "there are no captions" in captions.err


def test_captions_without_any_text_are_nothing_on_stdout(tools, meeting, monkeypatch):
    def nothing(_, formats, **options):
        yield from ()
        return dict.fromkeys(formats, b"")

    monkeypatch.setattr("assemblyai_tools.cli.captions.export", nothing)
    done = tools("captions", "last")
    assert (done.code, done.out) == (0, "")
    assert done.err == "No speech was found, so there are no captions.\n"


def test_a_terminal_that_cannot_show_a_letter_shows_its_code(tools, meeting, monkeypatch):
    narrow = io.TextIOWrapper(io.BytesIO(), encoding="latin-1", write_through=True)
    tools("name-speakers", "last", "A=Łucja")
    monkeypatch.setattr(sys, "stdout", narrow)
    assert tools("get", "last").code == 0
    assert b"\\u0141ucja: " in narrow.buffer.getvalue()
