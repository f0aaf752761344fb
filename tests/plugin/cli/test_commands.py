"""Every command has help and runs, and every operation of the catalogue has a command and is listed."""

import io
import json
import sys
from types import SimpleNamespace
from typing import Any

import click
import pytest
from pydantic import create_model

from assemblyai_tools import ALL_OPERATIONS, operation
from assemblyai_tools.arguments.base import Arguments
from assemblyai_tools.cli import commands, group, main
from assemblyai_tools.cli.fields import fields_of
from assemblyai_tools.operation import READS, Result
from assemblyai_tools.operations import catalogue


@pytest.mark.catalogue
def test_the_tools_are_listed_one_a_line(capsys):
    assert main.main(["tools"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [operation.name for operation in ALL_OPERATIONS]
    assert lines[2] == (
        "transcribe             Convert speech to text: transcribe an audio or video file, URL or voice memo. "
        "Costs money per audio hour."
    )


@pytest.mark.catalogue
def test_the_tools_are_listed_as_json(capsys):
    assert main.main(["tools", "--format", "json"]) == 0
    as_json = capsys.readouterr().out
    assert main.main(["tools", "--json"]) == 0
    printed = capsys.readouterr().out
    assert printed == as_json
    assert [json.loads(line) for line in printed.splitlines()] == [
        {"name": operation.name, "input_schema": operation.input_schema} for operation in ALL_OPERATIONS
    ]


@pytest.mark.catalogue
def test_the_tools_are_listed_as_rows_of_the_readmes_table(capsys):
    assert main.main(["tools", "--format", "markdown"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert rows[2] == (
        "| `transcribe` | Convert speech to text: transcribe an audio or video file, URL or voice memo. "
        "Costs money per audio hour. | creates |"
    )
    assert [row.split(" | ")[-1] for row in rows] == [
        "creates |"
        if not (operation.hints.read_only or operation.hints.destructive)
        else "deletes |"
        if operation.hints.destructive
        else "reads |"
        for operation in ALL_OPERATIONS
    ]


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


SMOKE = {
    "transcribe": (["gone.mp3"], 1, "No AssemblyAI API key"),
    "live": ([], 2, "Name a FILE, or - for audio on stdin, or give --microphone."),
    "get": (["", "--json"], 2, "An ID is empty."),
    "view": (["last"], 1, "No AssemblyAI API key"),
    "captions": (["last"], 1, "No AssemblyAI API key"),
    "batch": (["start"], 2, "Missing"),
    "demo": (["--live"], 1, "No AssemblyAI API key"),
    "login": (["--dance"], 2, "No such option"),
    "logout": (["--dance"], 2, "No such option"),
    "whoami": (["--dance"], 2, "No such option"),
    "doctor": (["--dance"], 2, "No such option"),
    "install": (["nothing"], 2, "'nothing'"),
    "mcp": (["--dance"], 0, ""),
    "emulator": (["--dance"], 0, ""),
    "tools": (["--format", "yaml"], 2, "'yaml' is not one of"),
    "completion": (["tcsh"], 2, "'tcsh' is not one of"),
    "recordings": ([], 0, "There is no such recording in"),
    "upload": (["gone.mp3"], 1, "No AssemblyAI API key"),
    "list": (["--limit", "0"], 2, "give a number from 1 to 200"),
    "sentences": (["last"], 1, "No AssemblyAI API key"),
    "paragraphs": (["last"], 1, "No AssemblyAI API key"),
    "name-speakers": (["last", "Ada"], 2, "names"),
    "search": (["last", ""], 2, ""),
    "redacted-audio": (["last"], 1, "No AssemblyAI API key"),
    "summarize": ([], 2, "give either an ID or --input-text"),
    "ask": (["last"], 2, "Missing argument"),
    "actions": (["last"], 1, "No AssemblyAI API key"),
    "run": (["last"], 2, "Missing argument"),
    "purge": ([""], 2, "required"),
    "delete": (["last"], 2, "give --yes"),
    "token": (["--expires-in-seconds", "0"], 2, "--expires-in-seconds"),
}
"""A call of every command that needs no service, how it ends, and what it says."""


@pytest.mark.parametrize("name", commands.short_help())
def test_every_command_has_help_and_runs(name, capsys, home, kept, monkeypatch):
    became = []
    for name_of_call in ("execv", "execve"):
        monkeypatch.setattr(f"os.{name_of_call}", lambda _, words, *__: became.append(words))
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert main.main([name, "--help"]) == 0
    assert capsys.readouterr().out.startswith(f"Usage: assemblyai-tools {name} ") or became
    words, code, said = SMOKE[name]
    ended = main.main([name, *words])
    out, err = capsys.readouterr()
    assert (ended, out) == (code, "")
    assert said in err
    assert bool(became) is (name in ("mcp", "emulator"))


@pytest.mark.catalogue
def test_the_options_that_help_promises_are_taken():
    context = click.Context(group.root, info_name="assemblyai-tools")
    batch = group.root.get_command(context, "batch")
    promised = [group.root.get_command(context, name) for name in commands.operation_commands()]
    for command in (*promised, *batch.commands.values()):
        assert {"offline", "as_json", "quiet"} <= {one.name for one in command.params}, command.name


def plant(monkeypatch, name, arguments, does):
    """Put an operation of this name, with these arguments, into the catalogue; its command is `shout`."""

    class Echoed(Result):
        heard: Any

        def render(self):
            return str(self.heard)

    def run(arguments):
        yield from ()
        return Echoed(heard=does(arguments))

    run.__name__ = name  # operations are loaded once by their names
    planted = operation.operation(
        title="Echo", hints=READS, toolsets=("reading",), arguments=arguments, result=Echoed, command="shout"
    )(run)
    monkeypatch.setattr(catalogue, "MODULES", {**catalogue.MODULES, name: "planted"})
    monkeypatch.setitem(
        sys.modules, "assemblyai_tools.operations.planted", SimpleNamespace(**{name: planted})
    )
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", "sk-0123456789")


def test_an_object_is_given_as_json(monkeypatch, capsys):
    class ObjectArguments(Arguments):
        """Say an object again."""

        extra: dict[str, int]
        more: dict[str, int] | None = None

    plant(monkeypatch, "echo_object", ObjectArguments, lambda given: [given.extra, given.more])
    assert main.main(["shout", '{"a": 1}', "--more", '{"b": 2}', "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"heard": [{"a": 1}, {"b": 2}]}
    assert main.main(["shout", "a"]) == 2
    assert "extra" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["offline", "quiet", "as_json", "help"])
def test_an_argument_with_the_name_of_a_common_option_is_an_error_of_the_operation(monkeypatch, name):
    clashing = create_model(
        "ClashingArguments", __base__=Arguments, __doc__="Clash.", **{name: (bool | None, None)}
    )
    plant(monkeypatch, f"echo_{name}", clashing, lambda _: 1)
    with pytest.raises(TypeError, match=r"The command of echo_.* has two parameters with the same name"):
        main.main(["shout"])


@pytest.mark.catalogue
def test_help_says_more_of_every_argument_than_its_name():
    for one in ALL_OPERATIONS:
        known = fields_of(one)
        made_up = [
            field.name for field in known if field.says == f"{field.name.replace('_', ' ').capitalize()}."
        ]
        assert made_up == [], one.name
        says = {field.name: field.says for field in known}
        assert "or multichannel" not in says.get("speaker_type", "")


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
