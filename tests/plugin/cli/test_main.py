import json
import sys
from importlib.metadata import version

import pytest

from assemblyai_tools import ALL_OPERATIONS, ConfigurationError
from assemblyai_tools.cli import main


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
    with pytest.raises(SystemExit) as caught:
        main.main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"assemblyai-tools {version('assemblyai-tools')}\n"


@pytest.mark.parametrize("arguments", [[], ["dance"], ["tools", "--format", "yaml"], ["tools", "--json"]])
def test_an_unknown_command_or_option_is_a_usage_error(capsys, arguments):
    with pytest.raises(SystemExit) as caught:
        main.main(arguments)
    assert caught.value.code == 2
    assert capsys.readouterr().err.startswith("usage: assemblyai-tools")


@pytest.mark.parametrize(
    ("raised", "code", "words"),
    [
        (ConfigurationError("No key.", next_step="Set one."), 1, "assemblyai-tools: No key. Set one.\n"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_a_failure_is_a_message_and_an_exit_code(capsys, monkeypatch, raised, code, words):
    def fail(_form):
        raise raised

    monkeypatch.setattr(main, "_tools", fail)
    assert main.main(["tools"]) == code
    assert capsys.readouterr() == ("", words)


def test_a_demo_without_its_packages_says_what_to_install(capsys, monkeypatch):
    monkeypatch.delitem(sys.modules, "assemblyai_tools.cli.screen", raising=False)
    monkeypatch.delitem(sys.modules, "assemblyai_tools.cli.demo", raising=False)
    monkeypatch.setitem(sys.modules, "rich.console", None)
    assert main.main(["demo"]) == 1
    assert capsys.readouterr().err == (
        "assemblyai-tools: The demo needs rich.console, which is not installed. Install it: "
        "pip install 'assemblyai-tools[demo]' (in a clone: pip install '.[demo]').\n"
    )


@pytest.fixture
def became(monkeypatch):
    """The programs that this process would have been replaced with."""
    found = []
    monkeypatch.setattr(main.os, "execv", lambda program, words: found.append((program, words)))
    return found


def test_mcp_becomes_the_server_with_the_options_that_follow(became):
    main.main(["mcp", "--offline", "--tools", "transcribe"])
    assert became == [
        (sys.executable, [sys.executable, "-m", "assemblyai_mcp", "--offline", "--tools", "transcribe"])
    ]


def test_the_options_default_to_the_command_line(became, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["assemblyai-tools", "mcp", "--read-only"])
    main.main()
    assert became[0][1][-1] == "--read-only"


def test_without_the_servers_packages_mcp_says_what_to_install(became, monkeypatch, capsys):
    monkeypatch.setattr(main, "is_installed", lambda _name: False)
    assert main.main(["mcp"]) == 1
    assert capsys.readouterr().err == (
        "assemblyai-tools: The MCP server needs mcp, which is not installed. Install it: "
        "pip install 'assemblyai-tools[mcp]' (in a clone: pip install '.[mcp]').\n"
    )
    assert became == []
