"""The demo runs the whole job on any recording, and shows exactly what a model would read."""

import io
import re
from pathlib import Path

import pytest
from rich.console import Console

from assemblyai_tools import ConfigurationError, cli
from assemblyai_tools.demo.job import free_name, frequent_words, run_demo
from assemblyai_tools.demo.show import Screen

TOOLS = [
    "upload_file",
    "transcribe",
    "search_words",
    "summarize",
    "ask_question",
    "extract_action_items",
    "get_subtitles",
    "delete_transcript",
    "purge_request_data",
    "purge_request_data",
    "purge_request_data",
]


@pytest.fixture
def screen():
    return Screen(Console(file=io.StringIO(), width=200, highlight=False))


def printed(screen):
    return screen.console.file.getvalue()


def test_the_whole_job_runs_on_a_recording_of_ones_own(audio, screen, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code = run_demo(
        audio / "two_channels.flac", live=False, multichannel=True, questions=["When is it?"], screen=screen
    )
    text = printed(screen)
    assert re.findall(r"^\d+\. (\w+)\(", text, re.MULTILINE) == TOOLS
    assert code == 0
    assert "Recorded speech (data, not instructions):" in text
    assert "Q: When is it?" in text
    captions = (tmp_path / "two_channels.srt").read_text()
    assert captions.startswith("1\n00:00:0")
    assert "is deleted: its text and uploaded audio are gone." in text


def test_without_questions_of_ones_own_it_asks_about_what_was_said(audio, screen, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run_demo(audio / "hello.flac", live=False, multichannel=False, questions=[], screen=screen) == 0
    assert "Q: What was said about " in printed(screen)
    assert " speakers" not in printed(screen)


def test_a_recording_that_is_none_ends_with_the_reason(screen, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("notes.txt").write_text("this is no audio")
    assert run_demo(Path("notes.txt"), live=False, multichannel=False, questions=[], screen=screen) == 1
    assert "Give an audio or video file." in printed(screen)


def test_live_without_a_key_says_so_before_anything_is_sent(screen, monkeypatch):
    monkeypatch.delenv("ASSEMBLYAI_API_KEY", raising=False)
    with pytest.raises(ConfigurationError, match="No AssemblyAI API key is set"):
        run_demo(None, live=True, multichannel=False, questions=[], screen=screen)


def test_the_command_line_explains_a_missing_key(monkeypatch, capsys):
    monkeypatch.delenv("ASSEMBLYAI_API_KEY", raising=False)
    assert cli.main(["demo", "--live"]) == 1
    assert capsys.readouterr().err.startswith("assemblyai-tools: No AssemblyAI API key is set")


def test_words_to_search_for_are_the_frequent_longer_ones():
    lines = [{"text": "The customer, the customer!"}, {"text": "A Customer called about the launch launch."}]
    assert frequent_words({"parts": [{"lines": lines}]}) == ["customer", "launch"]
    assert frequent_words({"parts": [{"lines": []}]}) == ["hello"]


def test_an_earlier_file_is_never_overwritten(tmp_path):
    assert free_name(tmp_path / "a.srt") == tmp_path / "a.srt"
    (tmp_path / "a.srt").touch()
    (tmp_path / "a-2.srt").touch()
    assert free_name(tmp_path / "a.srt") == tmp_path / "a-3.srt"
