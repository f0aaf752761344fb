"""The demo runs the whole job on any recording, and shows exactly what a model would read."""

import io
import re
from contextlib import nullcontext
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from langchain_core.messages import ToolMessage
from rich.console import Console

from assemblyai_tools import ConfigurationError, Progress
from assemblyai_tools.cli import demo, main
from assemblyai_tools.cli.demo import frequent_words, run_demo, unused_path
from assemblyai_tools.cli.screen import Screen

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


@pytest.fixture
def shared_emulator(running_emulator, monkeypatch):
    """The demo starts no emulator of its own."""
    monkeypatch.setattr(demo, "emulator", lambda **options: nullcontext(replace(running_emulator, **options)))


def printed(screen):
    return screen.console.file.getvalue()


def test_the_whole_job_runs_on_the_users_own_recording(audio, screen, tmp_path, monkeypatch):
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


@pytest.mark.usefixtures("shared_emulator")
def test_without_questions_it_asks_about_frequent_words(audio, screen, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run_demo(audio / "hello.flac", live=False, multichannel=False, questions=[], screen=screen) == 0
    assert "Q: What was said about " in printed(screen)
    assert " speakers" not in printed(screen)


@pytest.mark.usefixtures("shared_emulator")
def test_the_sample_is_heard_with_its_speakers_and_its_name(screen, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run_demo(None, live=False, multichannel=False, questions=[], screen=screen) == 0
    text = printed(screen)
    assert "[00:12] 1: How serious are they?" in text
    assert "Thank you, Sarah." in text
    assert (
        'A: Extractive offline answer: quotes, not reasoning.\n[00:30] 1: "Then we agree to move the launch'
        in text
    )


@pytest.mark.usefixtures("shared_emulator")
@pytest.mark.skipif(
    not find_spec("moonshine_voice"), reason="no wheel for this platform tells speakers apart"
)
def test_speakers_are_told_apart_on_request(audio, screen, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert (
        run_demo(
            audio / "hello.flac", live=False, multichannel=False, speakers=True, questions=[], screen=screen
        )
        == 0
    )
    assert "[00:00] A: The weather was" in printed(screen)


@pytest.mark.usefixtures("shared_emulator")
def test_a_file_without_audio_ends_with_the_reason(screen, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("notes.txt").write_text("this is no audio")
    assert run_demo(Path("notes.txt"), live=False, multichannel=False, questions=[], screen=screen) == 1
    assert "Give an audio or video file." in printed(screen)


def test_live_without_a_key_says_so_before_anything_is_sent(screen, monkeypatch):
    monkeypatch.delenv("ASSEMBLYAI_API_KEY", raising=False)
    with pytest.raises(ConfigurationError, match="No AssemblyAI API key is set"):
        run_demo(None, live=True, multichannel=False, questions=[], screen=screen)


def test_live_uses_the_key_and_the_recordings_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", "a-key")
    settings = demo._live_settings([tmp_path])
    assert (settings.region, settings.allowed_dirs) == ("us", (tmp_path,))


@pytest.mark.usefixtures("shared_emulator")
def test_a_missing_file_ends_before_anything_is_transcribed(screen, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run_demo(Path("gone.mp3"), live=False, multichannel=False, questions=[], screen=screen) == 1
    assert "There is no file " in printed(screen)
    assert "transcribe(" not in printed(screen)


def test_progress_without_a_bar_is_not_shown(screen):
    screen.report(Progress("uploading", "uploading a.mp3", 0.5))
    assert printed(screen) == ""


class Tools(dict):
    """Stand-ins for the tools: one fails, the others return what the job needs."""

    def __init__(self, failing):
        super().__init__()
        self.failing = failing
        self.called = []

    def __missing__(self, name):
        return self

    def invoke(self, call):
        self.called.append(call["name"])
        status = "error" if call["name"] == self.failing else "success"
        artifact = {
            "upload_url": "http://x.test/u",
            "id": "t1",
            "status": "completed",
            "parts": [{"lines": []}],
            "request_id": "r1",
            "purgeable": True,
        }
        return ToolMessage("text", artifact=artifact, status=status, tool_call_id="1")


def test_after_a_failed_answer_the_job_goes_on_with_one_purge_less(screen, tmp_path):
    run = object.__new__(demo.Job)
    run._screen, run._calls, run.failures, run._tools = screen, 0, 0, Tools("summarize")
    run.run(tmp_path, options={}, questions=["?"], output=tmp_path / "a.srt")
    assert run.failures == 1
    assert run._tools.called == [name for name in TOOLS if name != "purge_request_data"] + [
        "purge_request_data",
        "purge_request_data",
    ]


def test_the_command_line_explains_a_missing_key(monkeypatch, capsys):
    monkeypatch.delenv("ASSEMBLYAI_API_KEY", raising=False)
    assert main.main(["demo", "--live"]) == 1
    assert capsys.readouterr().err.startswith("assemblyai-tools: No AssemblyAI API key is set")


def test_the_words_to_search_for_are_the_most_frequent_long_ones():
    lines = [{"text": "The customer, the customer!"}, {"text": "A Customer called about the launch launch."}]
    assert frequent_words({"parts": [{"lines": lines}]}) == ["customer", "launch"]
    assert frequent_words({"parts": [{"lines": []}]}) == ["hello"]


def test_an_existing_file_is_never_overwritten(tmp_path):
    assert unused_path(tmp_path / "a.srt") == tmp_path / "a.srt"
    (tmp_path / "a.srt").touch()
    (tmp_path / "a-2.srt").touch()
    assert unused_path(tmp_path / "a.srt") == tmp_path / "a-3.srt"


def test_a_proxy_that_cannot_be_used_is_a_failed_call_that_names_it(audio, screen, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", "sk-0123456789")
    monkeypatch.delenv("ASSEMBLYAI_BASE_URL", raising=False)
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy:port")
    assert run_demo(audio / "hello.flac", live=True, multichannel=False, questions=(), screen=screen) == 1
    assert "HTTPS_PROXY is not the address of a proxy that can be used" in printed(screen)
