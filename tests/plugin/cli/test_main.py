"""The command line as a whole: how it ends, what it completes, what it costs to start."""

import ast
import io
import subprocess
import sys
from importlib.metadata import version

import click
import pytest

from assemblyai_tools import ConfigurationError
from assemblyai_tools.cli import main, tools
from assemblyai_tools.cli.exits import StoppedError, UnfinishedError
from assemblyai_tools.origin import install_command

HEAVY = (
    "assemblyai_tools.operation",
    "dbos",
    "docx",
    "httpx",
    "keyring",
    "langchain_core",
    "mcp",
    "pydantic",
    "rich",
)
"""Packages that help must not import."""


def failing(monkeypatch, error):
    """Have the command `tools` raise this."""

    def fail(**_):
        raise error

    monkeypatch.setattr(tools.command, "callback", fail)


def test_the_version_is_the_packages(capsys):
    assert main.main(["--version"]) == 0
    assert capsys.readouterr().out == f"assemblyai-tools {version('assemblyai-tools')}\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["dance"], "No such command 'dance'."),
        (["lst"], "Did you mean 'list'?"),
        (["tools", "--format", "yaml"], "'yaml' is not one of"),
        (["tools", "--json", "--format", "markdown"], "--json and --format markdown exclude each other."),
        (["demo", "--offline", "--live"], "--offline and --live exclude each other."),
        (["--dance"], "No such option '--dance'."),
        (["demo", "--langugae"], "No such option '--langugae'."),
        (["list", "--limit", "400"], "Error: limit: give a number from 1 to 200."),
        (["get"], "Missing argument 'ID'."),
        (["ask", "last"], "Missing argument 'QUESTION...'."),
        (["list", "--before-id", "a", "--after-id", "b"], "--before-id and --after-id exclude each other"),
    ],
)
def test_what_is_typed_wrong_is_a_usage_error(capsys, arguments, said):
    assert main.main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("Usage: assemblyai-tools")
    assert said in err


@pytest.mark.parametrize("option", ["--offline", "--json", "--quiet"])
def test_an_option_of_commands_is_said_to_go_after_the_command(capsys, option):
    assert main.main([option, "list"]) == 2
    said = f"Error: {option} goes after the command, as in `assemblyai-tools list {option}`.\n"
    assert said in capsys.readouterr().err


def test_without_a_command_the_help_is_shown_as_a_usage_error(capsys):
    assert main.main([]) == 2
    assert "Usage: assemblyai-tools" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("raised", "code", "words"),
    [
        (ConfigurationError("No key.", next_step="Set one."), 1, "assemblyai-tools: No key. Set one.\n"),
        (KeyboardInterrupt(), 130, "\n"),
        (click.Abort(), 130, ""),
        (
            StoppedError(["t1", "t2"]),
            130,
            "".join(
                f"assemblyai-tools: Stopped waiting. Transcript {one} is not lost: run assemblyai-tools get {one} to "
                "go on.\n"
                for one in ("t1", "t2")
            ),
        ),
        (
            UnfinishedError("t1", "its status is queued"),
            4,
            (
                "assemblyai-tools: Transcript t1 is not finished: its status is queued. Nothing is lost: run "
                "assemblyai-tools get t1 to go on.\n"
            ),
        ),
    ],
)
def test_a_failure_is_a_message_and_an_exit_code(capsys, monkeypatch, raised, code, words):
    failing(monkeypatch, raised)
    assert main.main(["tools"]) == code
    assert capsys.readouterr() == ("", words)


def test_output_that_is_no_text_file_is_left_as_it_is(monkeypatch):
    monkeypatch.setattr(sys, "stdout", written := io.StringIO())
    assert main.main(["--version"]) == 0
    assert written.getvalue().startswith("assemblyai-tools ")


def test_a_demo_without_its_packages_says_what_to_install(capsys, monkeypatch):
    monkeypatch.delitem(sys.modules, "assemblyai_tools.cli.screen", raising=False)
    monkeypatch.delitem(sys.modules, "assemblyai_tools.cli.demo", raising=False)
    monkeypatch.setitem(sys.modules, "rich.console", None)
    assert main.main(["demo"]) == 1
    assert capsys.readouterr().err == (
        "assemblyai-tools: The demo needs rich.console, which is not installed. Install it: "
        f"{install_command('demo')}\n"
    )


def test_the_emulator_gets_the_options_that_follow(monkeypatch):
    became = []
    monkeypatch.setattr("os.execv", lambda program, words: became.append((program, words)))
    monkeypatch.setattr(sys, "argv", ["assemblyai-tools", "emulator", "--port", "0", "--help"])
    assert main.main() == 0
    assert became == [
        (sys.executable, [sys.executable, "-m", "assemblyai_emulator", "--port", "0", "--help"])
    ]


def test_without_the_emulator_its_command_says_what_to_install(monkeypatch, capsys):
    monkeypatch.setattr("assemblyai_tools.cli.emulator.is_installed", lambda _name: False)
    assert main.main(["emulator"]) == 1
    assert install_command("emulator") in capsys.readouterr().err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_for_a_shell_asks_this_program(capsys, shell):
    assert main.main(["completion", shell]) == 0
    assert f"_ASSEMBLYAI_TOOLS_COMPLETE={shell}_complete" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("tr", "transcribe"),
        ("transcribe --langua", "--language"),
        ("--ver", "--version"),
        ("get last -o d", "docx"),
        ("captions last --format s", "srt"),
    ],
)
def test_commands_options_and_choices_are_completed(monkeypatch, capsys, typed, offered):
    words = ["assemblyai-tools", *typed.split()]
    monkeypatch.setenv("_ASSEMBLYAI_TOOLS_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", " ".join(words))
    monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
    with pytest.raises(SystemExit) as ended:
        main.main([])
    assert ended.value.code == 0
    assert f"plain,{offered}\n" in capsys.readouterr().out


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_import_nothing_heavy(option):
    code = f"""
import sys
from assemblyai_tools.cli.main import main
assert main([{option!r}]) == 0
print(sorted(name for name in {HEAVY!r} if name in sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ast.literal_eval(done.stdout.splitlines()[-1]) == []
