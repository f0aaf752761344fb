"""`get` and `captions` give what was transcribed, whole or in parts, in any format."""

import io
import json
import sys
from zipfile import ZipFile

import pytest


def test_bytes_go_to_a_pipe_as_they_are(tools, meeting, monkeypatch):
    written = io.BytesIO()
    monkeypatch.setattr("assemblyai_tools.cli.outputs.write_bytes", written.write)
    assert tools("get", "last", "-o", "docx").code == 0
    assert "word/document.xml" in ZipFile(written).namelist()


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
