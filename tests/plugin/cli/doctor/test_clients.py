"""What `doctor` says of the MCP clients, and of the servers that they would start."""

import json
import sys

import pytest

from assemblyai_tools.cli.install import command as install


def test_without_a_client_that_is_said(checked, healthy):
    assert checked("MCP client")[0] == [
        ("ok", "none found (of Claude Code, Claude Desktop, Cursor, VS Code)", "")
    ]


def test_a_client_that_knows_the_server_is_in_order(call, checked, healthy, home):
    call(install, "claude-code")
    call(install, "vscode", "--name", "speech")
    assert checked("MCP client")[0] == [
        ("ok", f"assemblyai in {home / '.claude.json'}", ""),
        ("ok", f"speech in {home / '.config/Code/User/mcp.json'}", ""),
    ]


def test_claude_code_is_looked_for_where_it_looks_itself(call, checked, healthy, home, monkeypatch):
    monkeypatch.setenv("CLAUDE_CONFIG_DIR", str(home / "work"))
    call(install, "claude-code")
    assert checked("MCP client")[0] == [("ok", f"assemblyai in {home / 'work' / '.claude.json'}", "")]
    assert not (home / ".claude.json").exists()
    call(install, "cursor")
    assert (home / ".cursor" / "mcp.json").exists()


def test_a_server_whose_program_is_gone_is_a_warning(checked, healthy, home):
    gone = str(home / "old" / "assemblyai-mcp")
    entry = {"command": gone}
    other = {"command": sys.executable, "args": ["-m", "assemblyai_mcp"]}
    (home / ".claude.json").write_text(
        json.dumps({"mcpServers": {"a": other, "b": entry, "c": {"url": "x"}}})
    )
    found, code = checked("MCP client")
    assert (code, found) == (
        0,
        [
            (
                "warn",
                f"b in {home / '.claude.json'} cannot start: {gone} does not exist any more, or is no program.",
                "Bring it up to date: assemblyai-tools install claude-code --name b",
            )
        ],
    )


@pytest.mark.parametrize(
    ("command", "arguments", "problem"),
    [
        ("assemblyai-mcp", [], "assemblyai-mcp is not on PATH"),
        (sys.executable, ["-m", "assemblyai_tools.gone"], "this Python has no module assemblyai_tools.gone"),
        (sys.executable, ["-m", "assemblyai_mcp.no.one"], "this Python has no module assemblyai_mcp.no.one"),
    ],
)
def test_a_server_that_cannot_start_is_a_warning(
    checked, healthy, home, monkeypatch, command, arguments, problem
):
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    file = home / ".claude.json"
    file.write_text(json.dumps({"mcpServers": {"a": {"command": command, "args": arguments}}}))
    [(state, says, to_do)], code = checked("MCP client")
    assert (code, state, says) == (0, "warn", f"a in {file} cannot start: {problem}.")
    assert to_do == "Bring it up to date: assemblyai-tools install claude-code --name a"


def test_the_modules_of_another_python_are_not_known(checked, healthy, home):
    other = home / "python"
    other.symlink_to(sys.executable)
    entry = {"command": str(other), "args": ["-m", "assemblyai_tools.of_another_version"]}
    (home / ".claude.json").write_text(json.dumps({"mcpServers": {"a": entry}}))
    assert checked("MCP client")[0] == [("ok", f"a in {home / '.claude.json'}", "")]


def test_a_clients_file_that_cannot_be_understood_or_read_is_mentioned(checked, healthy, home):
    (home / ".claude.json").write_text("{} // mine")
    (home / ".cursor").mkdir()
    (home / ".cursor" / "mcp.json").mkdir()
    assert checked("MCP client")[0] == [
        (
            "ok",
            f"{home / '.claude.json'} is not plain JSON; look whether the server is in it.",
            "To add it: assemblyai-tools install claude-code",
        ),
        (
            "warn",
            f"{home / '.cursor' / 'mcp.json'} could not be read (Is a directory).",
            "Check its permissions.",
        ),
    ]
