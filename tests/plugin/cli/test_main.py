"""The command line as a whole: what it lists, how it ends, what it costs to start."""

import ast
import io
import json
import subprocess
import sys
from importlib.metadata import version
from types import SimpleNamespace

import click
import pytest

from assemblyai_tools import ALL_OPERATIONS, ConfigurationError, operation
from assemblyai_tools.arguments.base import Arguments
from assemblyai_tools.cli import commands, group, main, tools
from assemblyai_tools.cli.exits import StoppedError, UnfinishedError
from assemblyai_tools.operation import READS, Result
from assemblyai_tools.operations import catalogue
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


@pytest.mark.catalogue
def test_the_tools_are_listed_one_a_line(capsys):
    assert main.main(["tools"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [operation.name for operation in ALL_OPERATIONS]
    assert lines[2] == (
        "transcribe             Turn speech in an audio or video file into text. Costs money per hour of audio."
    )


@pytest.mark.catalogue
def test_the_tools_are_listed_as_json(capsys):
    assert main.main(["tools", "--format", "json"]) == 0
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [
        {"name": operation.name, "input_schema": operation.input_schema} for operation in ALL_OPERATIONS
    ]


@pytest.mark.catalogue
def test_the_tools_are_listed_as_rows_of_the_readmes_table(capsys):
    assert main.main(["tools", "--format", "markdown"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert rows[2] == (
        "| `transcribe` | Turn speech in an audio or video file into text. Costs money per hour of audio. | creates |"
    )
    assert [row.split(" | ")[-1] for row in rows] == [
        "creates |"
        if not (operation.hints.read_only or operation.hints.destructive)
        else "deletes |"
        if operation.hints.destructive
        else "reads |"
        for operation in ALL_OPERATIONS
    ]


def test_the_version_is_the_packages(capsys):
    assert main.main(["--version"]) == 0
    assert capsys.readouterr().out == f"assemblyai-tools {version('assemblyai-tools')}\n"


@pytest.mark.catalogue
def test_help_names_every_command_in_a_line_and_the_exit_codes(capsys):
    assert main.main(["--help"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    for name, line in commands.short_help().items():
        assert f"{name} {line}" in said
    assert "Exit codes: 0 done; 1 failed" in said
    assert set(commands.COMMANDS) <= set(commands.short_help())
    assert {one.command for one in ALL_OPERATIONS} <= set(commands.short_help())


@pytest.mark.catalogue
@pytest.mark.parametrize("name", commands.short_help())
def test_every_command_says_what_it_does_and_what_each_of_its_parameters_is(name):
    context = click.Context(group.root, info_name="assemblyai-tools")
    command = group.root.get_command(context, name)
    assert command.name in (name, "command")
    assert command.get_short_help_str(1000)
    if name not in ("mcp", "emulator"):
        nameless = [one.name for one in command.params if not getattr(one, "help", None)]
        assert [one for one in nameless if one not in ("client", "file", "shell")] == []


def test_click_knows_every_command():
    context = click.Context(group.root, info_name="assemblyai-tools")
    assert group.root.list_commands(context) == list(commands.short_help())


def test_a_planted_operation_has_a_command_by_itself(monkeypatch, capsys):
    class EchoArguments(Arguments):
        """Say a word again, as often as is wanted."""

        word: str
        times: int = 1

    class Echoed(Result):
        heard: str
        more: list[str]

        def render(self):
            return self.heard

    @operation.operation(
        title="Echo",
        hints=READS,
        toolsets=("reading",),
        arguments=EchoArguments,
        result=Echoed,
        command="shout",
    )
    def echo_word(arguments):
        yield from ()
        return Echoed(heard=arguments.word * arguments.times, more=["a", "b"])

    monkeypatch.setattr(catalogue, "MODULES", {**catalogue.MODULES, "echo_word": "planted"})
    planted = SimpleNamespace(echo_word=echo_word)
    monkeypatch.setitem(sys.modules, "assemblyai_tools.operations.planted", planted)
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", "sk-0123456789")
    assert main.main(["--help"]) == 0
    assert "shout           Say a word again, as often as is wanted." in capsys.readouterr().out
    assert main.main(["shout", "hey", "--times", "2"]) == 0
    assert capsys.readouterr().out == "heard: heyhey\nmore:\n  - a\n  - b\n"
    assert main.main(["shout", "--json", "hey"]) == 0
    assert json.loads(capsys.readouterr().out) == {"heard": "hey", "more": ["a", "b"]}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["dance"], "No such command 'dance'."),
        (["lst"], "Did you mean 'list'?"),
        (["tools", "--format", "yaml"], "'yaml' is not one of"),
        (["tools", "--json"], "No such option '--json'."),
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


def test_a_reader_that_has_ended_is_no_error(capfd, monkeypatch):
    moved = []
    monkeypatch.setattr(main.os, "dup2", lambda _, descriptor: moved.append(descriptor))
    failing(monkeypatch, BrokenPipeError())
    assert main.main(["tools"]) == 141
    assert capfd.readouterr() == ("", "")
    assert moved == [sys.stdout.fileno()]


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
