"""The command of the demo: its options, and what it shows on which stream."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console
from tests.plugin.cli.demo.printed import printed

from assemblyai_tools import MissingExtraError, Progress
from assemblyai_tools.cli import demo, demo_command, main
from assemblyai_tools.cli.demo import Wishes
from assemblyai_tools.cli.screen import Screen


def test_progress_without_a_bar_is_not_shown_but_known(screen):
    screen.report(Progress("uploading", "uploading a.mp3", 0.5))
    assert (printed(screen), screen.fraction) == ("", 0.5)


def test_at_a_terminal_a_call_has_a_bar_with_its_progress():
    screen = Screen(Console(file=io.StringIO(), width=100, force_terminal=True))
    with screen.bar():
        screen.report(Progress("waiting", "transcribing", 0.5))
        screen.report(Progress("waiting", "transcribing still", None))
    assert "transcribing still" in printed(screen)


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
