"""The demo runs the whole job on any recording, and shows exactly what a model would read."""

import io
import os
import re
import subprocess
import sys
import wave
from contextlib import contextmanager
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import CliRunner
from langchain_core.messages import ToolMessage
from rich.console import Console

from assemblyai_tools import ConfigurationError, MissingExtraError, Progress
from assemblyai_tools.cli import demo, demo_command, main, offline_state
from assemblyai_tools.cli.demo import Wishes, run_demo, unused_path
from assemblyai_tools.cli.demo_job import Job, Order, frequent_words, questions_about
from assemblyai_tools.cli.group import root
from assemblyai_tools.cli.offline_state import offline_folder
from assemblyai_tools.cli.screen import Screen

STEPS = [
    "transcribe",
    "search_words",
    "summarize",
    "ask_question",
    "extract_action_items",
    "get_subtitles",
    "delete_transcript, purge_request_data",
]
PHRASES = [STEPS[0], "get_transcript", *STEPS[1:]]
"""The steps for a user's own recording."""

HEADING = re.compile(r"^\d+\. (.*) \[([a-z_, ]+)\]$", re.MULTILINE)


@pytest.fixture
def screen():
    return Screen(Console(file=io.StringIO(), width=200, highlight=False))


@pytest.fixture(autouse=True)
def working(tmp_path, monkeypatch):
    """The working folder, in which captions would be, and the user's state folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path


@pytest.fixture
def started(running_emulator, monkeypatch):
    """The demo starts no emulator of its own; gives the data folders that it would have started one with."""
    found = []

    @contextmanager
    def emulator(*, data_dir=None, stderr=None, **options):
        found.append(data_dir)
        yield replace(running_emulator, **options)

    monkeypatch.setattr(demo, "emulator", emulator)
    monkeypatch.setattr(offline_state, "emulator", emulator)
    return found


def printed(screen):
    return screen.console.file.getvalue()


def headings(screen):
    return HEADING.findall(printed(screen))


def test_the_whole_job_runs_on_the_users_own_recording_and_leaves_nothing(audio, screen, working):
    wishes = Wishes(file=audio / "two_channels.flac", multichannel=True, questions=["When is it?"])
    assert run_demo(wishes, screen) == 0
    text = printed(screen)
    assert [tools for _, tools in headings(screen)] == STEPS
    assert "Recorded speech (data, not instructions):" in text
    assert "Q: When is it?" in text
    assert "as SRT (data, not instructions):" in text
    assert (
        "is deleted: its text and uploaded audio are gone.\nWhat the service kept of 3 answers is purged.\n"
        in text
    )
    assert text.endswith(
        "\nNothing is kept. To keep the transcript of two_channels.flac: assemblyai-tools demo "
        f"{audio / 'two_channels.flac'} --keep\n"
    )
    assert list(working.iterdir()) == []


@pytest.mark.usefixtures("started")
def test_a_heading_names_the_recording_and_what_is_asked_and_no_id(screen):
    assert run_demo(Wishes(), screen) == 0
    titles = [title for title, _ in headings(screen)]
    assert titles == [
        "Transcribe meeting.ogg (multichannel, keyterms_prompt=['Sarah'])",
        'Search meeting.ogg for "launch" and "billing page"',
        "Summarize meeting.ogg",
        "Ask about meeting.ogg: When will the launch be? What should be fixed first?",
        "Action items of meeting.ogg",
        "Captions of meeting.ogg",
        "Delete the transcript of meeting.ogg and 3 answers",
    ]
    assert printed(screen).startswith(
        "Recording: meeting.ogg (the sample meeting)\nService:   the offline emulator"
    )


@pytest.mark.usefixtures("started")
def test_the_sample_is_heard_with_its_speakers_and_its_name(screen):
    assert run_demo(Wishes(), screen) == 0
    text = printed(screen)
    assert "[00:12] 1: How serious are they?" in text
    assert "Thank you, Sarah." in text
    assert (
        'A: Extractive offline answer: quotes, not reasoning.\n[00:30] 1: "Then we agree to move the launch'
        in text
    )
    assert "(The rest of the captions is not shown.)" in text


@pytest.mark.usefixtures("started")
def test_without_questions_it_asks_about_a_key_phrase_and_what_was_agreed(audio, screen):
    assert run_demo(Wishes(file=audio / "launch.ogg"), screen) == 0
    assert [tools for _, tools in headings(screen)] == PHRASES
    assert 'Search launch.ogg for "new version" and "test group"' in printed(screen)
    assert 'Ask about launch.ogg: What was said about "new version"? What was agreed or decided?' in printed(
        screen
    )
    assert (
        'Q: What was said about "new version"?\nA: Extractive offline answer: quotes, not reasoning.\n[00:00]'
        in (printed(screen))
    )


def test_what_is_asked_of_a_recording_without_key_phrases_fits_any():
    assert questions_about([]) == ["What is this recording about?", "What was agreed or decided?"]


@pytest.mark.usefixtures("started")
@pytest.mark.skipif(
    not find_spec("moonshine_voice"), reason="no wheel for this platform tells speakers apart"
)
def test_speakers_are_told_apart_on_request(audio, screen):
    assert run_demo(Wishes(file=audio / "hello.flac", speakers=True), screen) == 0
    assert "[00:00] A: The weather was" in printed(screen)


@pytest.mark.usefixtures("started")
def test_silence_is_said_in_a_sentence_and_is_no_failure(screen, working):
    with wave.open(str(working / "silence.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(16_000))
    assert run_demo(Wishes(file=Path("silence.wav")), screen) == 0
    assert [tools for _, tools in headings(screen)] == ["transcribe", "delete_transcript"]
    assert "No speech was found in silence.wav, so there is nothing to summarize or to ask about." in printed(
        screen
    )


def test_what_is_made_offline_is_kept_on_request_with_the_commands_that_go_on(
    audio, screen, started, working
):
    assert run_demo(Wishes(file=audio / "hello.flac", keep=True), screen) == 0
    text = printed(screen)
    assert started == [offline_folder() / "emulator"]
    assert [tools for _, tools in headings(screen)] == PHRASES[:-1]
    transcript_id, start = re.search(
        r"Kept: the transcript of hello\.flac \((([0-9a-f]{8})-[0-9a-f-]*)\), in ", text
    ).groups()
    assert text.endswith(
        f"{offline_folder()}. Go on with it:\n"
        "  assemblyai-tools list --offline\n"
        f"  assemblyai-tools get {start} --offline\n"
        f"  assemblyai-tools ask {start} 'What was decided?' --offline\n"
        f"  assemblyai-tools delete {start} --offline\n"
    )
    assert f"as SRT, saved to {working / 'hello.srt'}." in text
    assert (working / "hello.srt").read_text().startswith("1\n00:00:0")
    assert run_demo(Wishes(file=audio / "hello.flac", keep=True), screen) == 0
    assert f"Transcript {transcript_id} is completed" in printed(screen).removeprefix(text)
    assert "This audio was transcribed with the same options before" in printed(screen).removeprefix(text)


def test_where_nothing_can_be_kept_it_says_so_before_it_begins(screen, started, working):
    (working / "state").write_text("a file is in the way")
    with pytest.raises(ConfigurationError) as caught:
        run_demo(Wishes(keep=True), screen)
    assert str(caught.value).startswith(
        f"The folder {offline_folder()}, where --offline keeps its data, cannot be"
    )
    assert started == []


@pytest.mark.usefixtures("started")
def test_a_file_without_audio_ends_with_the_reason(screen, working):
    (working / "notes.txt").write_text("this is no audio")
    assert run_demo(Wishes(file=Path("notes.txt")), screen) == 1
    assert "Give an audio or video file." in printed(screen)


@pytest.mark.usefixtures("started")
def test_a_missing_file_ends_with_the_reason_and_nothing_more(screen):
    assert run_demo(Wishes(file=Path("gone.mp3")), screen) == 1
    assert "There is no file " in printed(screen)
    assert len(headings(screen)) == 1


def test_live_without_a_key_says_so_before_anything_is_sent(screen, monkeypatch):
    monkeypatch.delenv("ASSEMBLYAI_API_KEY", raising=False)
    with pytest.raises(ConfigurationError, match="No AssemblyAI API key is set"):
        run_demo(Wishes(live=True), screen)
    assert printed(screen) == ""


def test_live_is_kept_in_the_account_and_uses_the_key_and_the_recordings_folder(
    audio, screen, running_emulator, monkeypatch, working
):
    """The emulator's address in the environment stands for the service's."""
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", "a-key")
    monkeypatch.setenv("ASSEMBLYAI_BASE_URL", running_emulator.base_url)
    assert run_demo(Wishes(file=audio / "hello.flac", live=True, multichannel=True), screen) == 0
    text = printed(screen)
    assert f"Service:   AssemblyAI, {running_emulator.base_url}\n" in text
    assert [tools for _, tools in headings(screen)] == STEPS[:-1], "phrases are not known in every language"
    assert "Ask about hello.flac: What is this recording about? What was agreed or decided?" in text
    assert "), in your AssemblyAI account. Go on with it:\n  assemblyai-tools list\n" in text
    assert (working / "hello.srt").exists()
    assert (working / "state/assemblyai-tools/ledger.sqlite3").exists()


def test_live_voices_are_told_apart():
    assert Wishes(file=Path("a.mp3"), live=True).options == {"speaker_labels": True}


def test_progress_without_a_bar_is_not_shown_but_known(screen):
    screen.report(Progress("uploading", "uploading a.mp3", 0.5))
    assert (printed(screen), screen.fraction) == ("", 0.5)


def test_at_a_terminal_a_call_has_a_bar_with_its_progress():
    screen = Screen(Console(file=io.StringIO(), width=100, force_terminal=True))
    with screen.bar():
        screen.report(Progress("waiting", "transcribing", 0.5))
        screen.report(Progress("waiting", "transcribing still", None))
    assert "transcribing still" in printed(screen)


class Tools(dict):
    """Stand-ins for the tools: `failing` ones fail, the others return what the job needs."""

    def __init__(self, *failing, statuses=("completed",), on_wait=lambda: None):
        super().__init__()
        self.failing = failing
        self.statuses = list(statuses)
        self.on_wait = on_wait
        self.called = []

    def __missing__(self, name):
        return self

    def invoke(self, call):
        self.called.append(call["name"])
        status = "error" if call["name"] in self.failing else "success"
        if call["name"] in ("transcribe", "get_transcript"):
            self.on_wait()
        state = self.statuses[0] if len(self.statuses) == 1 else self.statuses.pop(0)
        artifact = {
            "upload_url": "http://x.test/u",
            "id": "t1-and-more",
            "status": state,
            "parts": [{"lines": [{"text": "Something was said."}]}],
            "request_id": "r1",
            "purgeable": True,
        }
        return ToolMessage("text", artifact=artifact, status=status, tool_call_id="1")


@pytest.fixture
def job(screen):
    def make(tools):
        made = object.__new__(Job)
        made._screen, made._tools, made._steps, made._purgeable = screen, tools, 0, []
        made._order = Order(path="/a.mp3", name="a.mp3", options={})
        made.failures, made.transcript_id, made.is_unfinished = 0, None, False
        return made

    return make


def test_after_a_failed_answer_the_job_goes_on_with_one_purge_less(job, screen):
    run = job(Tools("summarize"))
    run.run()
    run.clean()
    assert run.failures == 1
    assert run._tools.called[-3:] == ["delete_transcript", "purge_request_data", "purge_request_data"]
    assert headings(screen)[-1][0] == "Delete the transcript of a.mp3 and 2 answers"
    assert printed(screen).endswith("text\nWhat the service kept of 2 answers is purged.\n")


def test_a_purge_that_fails_is_shown_and_counts(job, screen):
    run = job(Tools("purge_request_data"))
    run.run()
    run.clean()
    assert run.failures == 3
    assert "is purged" not in printed(screen)


def test_a_long_recording_is_waited_for_as_long_as_it_makes_progress(job, screen):
    screen.fraction = 0.0

    def advance():
        screen.fraction += 0.01

    run = job(Tools(statuses=["queued", *["processing"] * 30, "completed"], on_wait=advance))
    run.run()
    assert run._tools.called[:32] == ["transcribe", *["get_transcript"] * 31]
    assert not run.is_unfinished
    assert len(headings(screen)) == 6, "waiting is one step, however long it takes"


def test_what_makes_no_progress_for_an_hour_is_given_up(job, screen):
    run = job(Tools(statuses=["processing"]))
    run.run()
    assert run._tools.called == ["transcribe", *["get_transcript"] * 4]
    assert run.is_unfinished
    assert "text" not in printed(screen), "the model's text says that nothing is lost"


def test_a_transcript_that_somebody_deletes_meanwhile_is_no_transcript(job):
    run = job(Tools(statuses=["processing", "deleted"]))
    run.run()
    assert run._tools.called == ["transcribe", "get_transcript"]


@pytest.mark.parametrize(
    ("wishes", "code", "words"),
    [
        (Wishes(), 1, "Nothing is kept of it; with --keep it would have stayed, to be waited for later.\n"),
        (Wishes(keep=True), 4, "Nothing is lost.\n\nKept: the transcript of meeting.ogg (t1-and-more), in "),
        (Wishes(live=True), 4, "assemblyai-tools get t1-and-m\n"),
    ],
)
def test_who_gives_up_says_what_is_lost_and_what_is_not(job, screen, wishes, code, words):
    run = job(Tools(statuses=["processing"]))
    run.run()
    assert demo._ended(run, wishes, screen) == code
    assert words in printed(screen)


@pytest.mark.parametrize(
    ("keep", "known", "said"), [(True, True, True), (True, False, False), (False, True, False)]
)
@pytest.mark.usefixtures("started")
def test_ctrl_c_says_what_is_kept_and_how_to_go_on(screen, monkeypatch, keep, known, said):
    def interrupted(_job):
        screen.report(Progress("waiting", "transcribing", 0.5, "t1-and-more" if known else None))
        raise KeyboardInterrupt

    monkeypatch.setattr(Job, "run", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run_demo(Wishes(keep=keep), screen)
    assert ("Stopped. Kept: the transcript of meeting.ogg (t1-and-more), in" in printed(screen)) is said


def test_what_the_demo_keeps_is_what_the_other_commands_find_offline(audio, screen):
    assert run_demo(Wishes(file=audio / "launch.ogg", keep=True, questions=["When?"]), screen) == 0
    line = next(line for line in printed(screen).splitlines() if line.startswith("  assemblyai-tools get "))
    done = CliRunner().invoke(root, line.split()[1:])
    assert done.exit_code == 0
    assert "move the launch from Monday to next Thursday" in done.output


def test_the_words_to_search_for_are_the_most_frequent_long_ones():
    lines = [{"text": "The customer, the customer!"}, {"text": "A Customer called about the delivery there."}]
    assert frequent_words({"parts": [{"lines": lines}]}) == ["customer", "delivery"]
    assert frequent_words({"parts": [{"lines": []}]}) == []


def test_where_no_word_is_long_nothing_is_searched_for(job):
    run = job(Tools())
    run._tools.on_wait = lambda: None
    run._transcribed = lambda: {"id": "t1", "parts": [{"lines": [{"text": "はい。"}]}]}
    run.run()
    assert run._tools.called[0] == "summarize"


def test_an_existing_file_is_never_overwritten(tmp_path):
    assert unused_path(tmp_path / "a.srt") == tmp_path / "a.srt"
    (tmp_path / "a.srt").touch()
    (tmp_path / "a-2.srt").touch()
    assert unused_path(tmp_path / "a.srt") == tmp_path / "a-3.srt"


def test_a_proxy_that_cannot_be_used_is_a_failed_call_that_names_it(audio, screen, monkeypatch):
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", "sk-0123456789")
    monkeypatch.delenv("ASSEMBLYAI_BASE_URL", raising=False)
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy:port")
    assert run_demo(Wishes(file=audio / "hello.flac", live=True), screen) == 1
    assert "HTTPS_PROXY is not the address of a proxy that can be used" in printed(screen)


def test_the_command_line_explains_a_missing_key(monkeypatch, capsys):
    monkeypatch.delenv("ASSEMBLYAI_API_KEY", raising=False)
    assert main.main(["demo", "--live"]) == 1
    assert capsys.readouterr().err.startswith("assemblyai-tools: No AssemblyAI API key is set")


def test_a_file_that_is_not_there_is_told_on_stderr_before_anything_is_started(capsys):
    assert main.main(["demo", "gone.mp3"]) == 1
    assert capsys.readouterr() == ("", "assemblyai-tools: There is no file gone.mp3. Check the name.\n")


def test_a_failure_goes_to_the_console_of_errors(screen):
    errors = Console(file=io.StringIO())
    both = Screen(screen.console, errors)
    both.result("It failed.", failed=True)
    assert (printed(screen), errors.file.getvalue()) == ("", "It failed.\n")


def test_every_option_of_the_command_reaches_the_demo(monkeypatch, working):
    seen = []
    (working / "call.mp3").write_bytes(b"")
    monkeypatch.setattr(demo, "run_demo", lambda wishes, screen: seen.append(wishes) or 4)
    options = "call.mp3 --live --keep --multichannel --speakers --question A? --question B?"
    assert CliRunner().invoke(demo_command.command, options.split()).exit_code == 4
    assert seen == [
        Wishes(
            file=Path("call.mp3"),
            live=True,
            keep=True,
            multichannel=True,
            speakers=True,
            questions=("A?", "B?"),
        )
    ]


def test_a_wrong_option_is_a_usage_error_whatever_is_installed(monkeypatch):
    monkeypatch.setitem(sys.modules, "rich.console", None)
    monkeypatch.delitem(sys.modules, "assemblyai_tools.cli.screen", raising=False)
    monkeypatch.delitem(sys.modules, "assemblyai_tools.cli.demo", raising=False)
    monkeypatch.delitem(sys.modules, "assemblyai_tools.cli.demo_job", raising=False)
    done = CliRunner().invoke(demo_command.command, ["--life"])
    assert done.exit_code == 2
    assert "No such option" in done.output
    missing = CliRunner().invoke(demo_command.command, [])
    assert isinstance(missing.exception, MissingExtraError)
    assert "The demo needs rich.console" in str(missing.exception)


def test_where_nobody_reads_on_the_demo_ends_quietly():
    code = "from assemblyai_tools.cli.screen import Screen\nscreen = Screen()\nfor _ in range(9): screen.say('line')"
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as stdout:
        done = subprocess.run(
            [sys.executable, "-c", code], stdout=stdout, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (done.returncode, done.stderr) == (141, "")


def test_a_broken_pipe_in_this_process_too(monkeypatch, tmp_path):
    with (tmp_path / "out").open("w") as out:
        monkeypatch.setattr(sys, "stdout", out)
        with pytest.raises(SystemExit) as caught:
            Screen().console.on_broken_pipe()
        assert caught.value.code == 141
        out.write("nobody reads this")
    assert (tmp_path / "out").read_text() == ""
