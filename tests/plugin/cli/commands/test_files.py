"""`transcribe` on several recordings, and into files."""

import json

import pytest
from tests.plugin.cli.commands.speech import SAID

from assemblyai_tools.cli import meter, transcribe


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


def test_a_pattern_that_matches_nothing_is_said_to_be_one(tools, home):
    done = tools("transcribe", "zzz*.flac")
    assert (done.code, done.err) == (
        1,
        "assemblyai-tools: Nothing matches the pattern zzz*.flac. Check it, or name a file or a folder.\n",
    )


def test_a_missing_file_is_told_without_the_folders(tools):
    assert "ASSEMBLYAI_ALLOWED_DIRS" not in tools("transcribe", "gone.mp3").err
