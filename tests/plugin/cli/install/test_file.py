"""`install` changes nothing but the server in a client's file, keeps a copy, and leaves what it cannot change."""

import json
import stat
from pathlib import Path

import pytest
from platformdirs.macos import MacOS
from tests.plugin.cli.install.client_files import COMMAND, FILES, PLAIN, copies

from assemblyai_tools.cli.install import command as install
from assemblyai_tools.cli.mcp_clients import MCP_CLIENTS


@pytest.mark.parametrize(
    ("client", "servers", "entry"),
    [
        ("claude-code", "mcpServers", {"type": "stdio", **PLAIN}),
        ("claude-desktop", "mcpServers", PLAIN),
        ("cursor", "mcpServers", PLAIN),
        ("vscode", "servers", {"type": "stdio", **PLAIN}),
    ],
)
def test_a_client_that_has_no_file_gets_one_that_only_its_user_can_read(call, home, client, servers, entry):
    done = call(install, client)
    file = home / FILES[client]
    assert (done.exit_code, done.stdout) == (0, "")
    assert json.loads(file.read_text()) == {servers: {"assemblyai": entry}}
    assert file.read_text().endswith("}\n")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in file.parent.iterdir() if one.is_file()] == [file.name]
    assert done.stderr.startswith(
        f"Added assemblyai in {file}. Restart {MCP_CLIENTS[client].title} to use it.\n"
    )


def test_desktop_applications_are_looked_for_where_the_system_has_them(home, monkeypatch):
    monkeypatch.setattr("platformdirs.PlatformDirs", MacOS)
    library = home / "Library" / "Application Support"
    assert MCP_CLIENTS["claude-desktop"].file() == library / "Claude" / "claude_desktop_config.json"
    assert MCP_CLIENTS["vscode"].file() == library / "Code" / "User" / "mcp.json"


def test_everything_else_stays_and_a_copy_is_made_first(call, cursor):
    before = (
        '{\n    "z": 1.10,\n    "mcpServers": {\n        "other": {"args": ["a"]}\n    },\n    "é": [1e3]\n}'
    )
    cursor.write_text(before)
    cursor.chmod(0o640)
    done = call(install, "cursor")
    assert cursor.read_text() == (
        '{\n    "z": 1.10,\n    "mcpServers": {\n        "other": {"args": ["a"]},\n'
        '        "assemblyai": {\n            "command": "' + COMMAND + '",\n            "args": [\n'
        '                "mcp"\n            ],\n            "env": {}\n        }\n    },\n    "é": [1e3]\n}'
    )
    [copy] = copies(cursor)
    assert copy.read_text() == before
    assert {stat.S_IMODE(one.stat().st_mode) for one in (copy, cursor)} == {0o640}
    assert f"The copy of what was there is {copy}." in done.stderr
    assert len(list(cursor.parent.iterdir())) == 2


@pytest.mark.parametrize(
    ("content", "kept"),
    [
        (b"", b'{\n  "mcpServers": {'),
        (b"\n", b'{\n  "mcpServers": {'),
        (b"{}\n", b'{\n  "mcpServers": {'),
        (b'{\n\t"a": 1\n}\n', b'{\n\t"a": 1,\n\t"mcpServers": {'),
        (b'{\r\n  "a": 1\r\n}\r\n', b'{\r\n  "a": 1,\r\n  "mcpServers": {'),
        (b'\xef\xbb\xbf{"a": 1}', b'\xef\xbb\xbf{"a": 1, "mcpServers": {"assemblyai": {"command": "'),
        (b'{"a": "\\ud83d"}', b'{"a": "\\ud83d", "mcpServers": {'),
        (b'{"mcpServers": null}', b'{"mcpServers": {"assemblyai": {'),
        (b'{"a" : 1 , "mcpServers" : { } }', b'{"a" : 1 , "mcpServers" : {"assemblyai": {"command"'),
        (b'{\n "mcpServers": {}\n}\n', b'{\n "mcpServers": {\n  "assemblyai": {\n   "command"'),
        (b'{\n\n "a": 1,\n\n "b": "}"\n}\n', b'{\n\n "a": 1,\n\n "b": "}",\n\n "mcpServers": {\n  "assem'),
    ],
)
def test_the_form_of_the_file_stays(call, cursor, content, kept):
    cursor.write_bytes(content)
    assert call(install, "cursor").exit_code == 0
    written = cursor.read_bytes()
    assert written.startswith(kept)
    assert written.endswith(b"\n") == content.endswith(b"\n")
    assert written.count(b"\r\n") in (0, written.count(b"\n"))
    assert json.loads(written.decode("utf-8-sig"))["mcpServers"] == {"assemblyai": PLAIN}


@pytest.mark.parametrize(
    "content",
    [
        b'{\n  // mine\n  "servers": {}\n}',
        b'{"servers": {},}',
        b'{"servers": []}',
        b'{"servers": {"a": {}, "a": {}}}',
        b'{"a": NaN}',
        b'{"a": 1e999}',
        b"[]",
        b"\xff",
        b"[" * 100_000,
    ],
)
def test_a_file_that_is_not_plain_json_is_left_alone_and_what_to_add_is_printed(call, home, content):
    file = home / FILES["vscode"]
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    done = call(install, "vscode")
    assert done.exit_code == 1
    assert json.loads(done.stdout) == {"servers": {"assemblyai": {"type": "stdio", **PLAIN}}}
    assert done.stderr == (
        f"{file} is not plain JSON of the form that VS Code documents, so it was left as it is. Add this to it:\n"
    )
    assert file.read_bytes() == content
    assert len(list(file.parent.iterdir())) == 1


def test_a_list_on_one_line_stays_on_one_line(call, cursor):
    entry = '"assemblyai": {\n      "command": "assemblyai-mcp",\n      "args": ["serve"],\n      "env": {}\n    }'
    cursor.write_text(f'{{\n  "mcpServers": {{\n    {entry}\n  }}\n}}\n')
    assert call(install, "cursor", "--allowed-dir", "/").exit_code == 0
    assert (
        '\n      "args": ["mcp"],\n      "env": {\n        "ASSEMBLYAI_ALLOWED_DIRS": "/"\n      }\n    }\n'
        in (cursor.read_text())
    )


def test_a_file_with_a_key_and_its_copies_are_its_users_alone(call, cursor, monkeypatch):
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", "secret")
    cursor.write_text("{}")
    cursor.chmod(0o644)
    done = call(install, "cursor", "--with-key")
    told = "The file holds an API key, so only you can read it now, and the copy.\n"
    assert told in done.stderr
    assert [stat.S_IMODE(one.stat().st_mode) for one in (cursor, *copies(cursor))] == [0o600, 0o600]
    cursor.chmod(0o664)
    monkeypatch.setenv("ASSEMBLYAI_REGION", "eu")
    assert told in call(install, "cursor").stderr
    assert "secret" in cursor.read_text()
    assert {stat.S_IMODE(one.stat().st_mode) for one in (cursor, *copies(cursor))} == {0o600}
    assert len(copies(cursor)) == 2
    assert told not in call(install, "cursor", "--allowed-dir", "/").stderr


@pytest.mark.parametrize("problem", [OSError(16, "Device or resource busy"), KeyboardInterrupt()])
def test_what_could_not_take_the_files_place_is_removed(call, cursor, monkeypatch, problem):
    def fails(*_):
        raise problem

    cursor.write_text("{}")
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", "secret")
    monkeypatch.setattr("pathlib.Path.replace", fails)
    done = call(install, "cursor", "--with-key")
    assert done.exit_code == (1 if isinstance(problem, OSError) else 130)
    assert [one.read_text() for one in cursor.parent.iterdir()] == ["{}"]


def test_ctrl_c_after_the_file_was_replaced_keeps_the_copy(call, cursor, monkeypatch):
    real = Path.replace

    def pressed(self, target):
        real(self, target)
        raise KeyboardInterrupt

    cursor.write_text("{}")
    monkeypatch.setattr("pathlib.Path.replace", pressed)
    assert call(install, "cursor").exit_code == 130
    assert [one.read_text() for one in copies(cursor)] == ["{}"]
    assert len(list(cursor.parent.iterdir())) == 2


def test_a_read_only_file_stays_as_it_is(call, cursor):
    cursor.write_text("{}")
    cursor.chmod(0o444)
    done = call(install, "cursor")
    assert done.exit_code == 1
    assert done.stderr == (
        f"assemblyai-tools: {cursor} is read-only, so it was left as it is. "
        "Make it writable first, or add what --print shows by hand.\n"
    )
    assert [one.read_text() for one in cursor.parent.iterdir()] == ["{}"]


def test_a_link_stays_and_the_file_behind_it_is_changed(call, home, cursor):
    real = home / "dotfiles.json"
    real.write_text("{}")
    cursor.symlink_to(real)
    assert call(install, "cursor").exit_code == 0
    assert cursor.is_symlink()
    assert json.loads(real.read_text())["mcpServers"] == {"assemblyai": PLAIN}
    assert len(copies(real)) == 1


def test_a_projects_file_can_be_chosen(call, home):
    assert call(install, "claude-code", "--file", ".mcp.json").exit_code == 0
    assert json.loads((home / ".mcp.json").read_text()) == {
        "mcpServers": {"assemblyai": {"type": "stdio", **PLAIN}}
    }


def test_a_file_that_another_program_changes_meanwhile_is_not_overwritten(call, cursor, monkeypatch):
    cursor.write_text("{}")
    monkeypatch.setattr("os.fsync", lambda _: cursor.write_text('{"new": 1}'))
    done = call(install, "cursor")
    assert done.exit_code == 1
    assert done.stderr == (
        f"assemblyai-tools: {cursor} was changed by another program just now. Run the command again.\n"
    )
    assert cursor.read_text() == '{"new": 1}'
    assert len(list(cursor.parent.iterdir())) == 1


def test_a_full_disk_leaves_the_file_as_it_was(call, cursor, monkeypatch):
    def fails(_):
        raise OSError(28, "No space left on device")

    cursor.write_text("{}")
    monkeypatch.setattr("os.fsync", fails)
    done = call(install, "cursor")
    assert done.exit_code == 1
    assert done.stderr == (
        f"assemblyai-tools: {cursor} could not be written (No space left on device). "
        "Correct that, or add what --print shows by hand.\n"
    )
    assert [one.name for one in cursor.parent.iterdir()] == ["mcp.json"]
    assert cursor.read_text() == "{}"


@pytest.mark.parametrize("in_the_way", [lambda file: file.mkdir(), lambda file: file.symlink_to(file)])
def test_what_cannot_be_read_is_an_error(call, cursor, in_the_way):
    in_the_way(cursor)
    done = call(install, "cursor")
    assert done.exit_code == 1
    assert done.stderr.startswith(f"assemblyai-tools: {cursor} could not be read (")
