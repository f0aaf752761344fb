import json
import stat
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from platformdirs.macos import MacOS
from tests.plugin.cli.conftest import MemoryKeyring

from assemblyai_tools.cli.install import command as install
from assemblyai_tools.cli.key_store import store_key
from assemblyai_tools.cli.mcp_clients import MCP_CLIENTS
from assemblyai_tools.config import LIVE_URL
from assemblyai_tools.origin import install_command

COMMAND = str(Path(sys.executable).with_name("assemblyai-tools"))
PLAIN = {"command": COMMAND, "args": ["mcp"], "env": {}}
FILES = {
    "claude-code": ".claude.json",
    "claude-desktop": ".config/Claude/claude_desktop_config.json",
    "cursor": ".cursor/mcp.json",
    "vscode": ".config/Code/User/mcp.json",
}


class Locked(MemoryKeyring):
    def get_password(self, service, username):
        raise RuntimeError


@pytest.fixture
def cursor(home):
    file = home / ".cursor" / "mcp.json"
    file.parent.mkdir()
    return file


def copies(file):
    return sorted(file.parent.glob(f"{file.name}.*.bak"))


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


def test_the_second_run_says_that_the_server_is_there_already(call, cursor):
    call(install, "cursor")
    content = cursor.read_bytes()
    done = call(install, "cursor")
    assert done.exit_code == 0
    assert done.stderr.startswith(f"assemblyai is in {cursor} already.\n")
    assert cursor.read_bytes() == content
    assert not copies(cursor)


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


def test_a_server_of_another_program_is_not_replaced(call, cursor):
    cursor.write_text('{"mcpServers": {"assemblyai": {"command": "npx", "args": ["other", 1]}}}')
    done = call(install, "cursor")
    assert done.exit_code == 1
    assert done.stderr == (
        "assemblyai-tools: Cursor has another server with the name assemblyai, so nothing was changed. "
        "Give another name with --name.\n"
    )
    assert call(install, "cursor", "--name", "speech").exit_code == 0
    assert json.loads(cursor.read_text())["mcpServers"]["speech"] == PLAIN


@pytest.mark.parametrize(
    "entry",
    [
        "text",
        {"url": "https://mcp.test"},
        {"command": "x", "args": "y"},
        {"command": 1, "args": ["-m", "assemblyai_mcp"]},
        {"command": "node", "args": ["/home/me/my-assemblyai-tools-fork/server.js"]},
        {"command": "/opt/assemblyai-tools/bin/other", "args": ["assemblyai-mcp"]},
        {"command": "assemblyai-tools.js"},
        {"command": "python", "args": ["-m", "assemblyai_tools_fork"]},
        {"command": "python", "args": ["assemblyai_mcp", "-m"]},
    ],
)
def test_what_starts_another_program_or_none_is_no_server_of_ours(call, cursor, entry):
    content = json.dumps({"mcpServers": {"assemblyai": entry}})
    cursor.write_text(content)
    done = call(install, "cursor")
    assert (done.exit_code, cursor.read_text()) == (1, content)
    assert "Cursor has another server with the name assemblyai" in done.stderr


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        ("assemblyai-mcp", []),
        ("C:\\tools\\assemblyai-mcp.exe", []),
        ("/usr/bin/python3", ["-m", "assemblyai_mcp"]),
        ("python", ["-X", "utf8", "-m", "assemblyai_tools.cli.main", "mcp"]),
    ],
)
def test_a_server_of_ours_is_known_by_its_program_or_its_module(call, cursor, command, arguments):
    cursor.write_text(json.dumps({"mcpServers": {"assemblyai": {"command": command, "args": arguments}}}))
    assert call(install, "cursor").exit_code == 0
    assert json.loads(cursor.read_text())["mcpServers"]["assemblyai"] == PLAIN


def test_only_what_has_changed_of_the_server_is_written_anew(call, cursor):
    before = '{"mcpServers": {"assemblyai": {"wait": 1.10, "args": ["serve"], "command": "assemblyai-mcp", "env": {}}}}'
    cursor.write_text(before)
    assert call(install, "cursor").exit_code == 0
    assert cursor.read_text() == before.replace('"serve"', '"mcp"').replace(
        '"assemblyai-mcp"', f'"{COMMAND}"'
    )


def test_a_list_on_one_line_stays_on_one_line(call, cursor):
    entry = '"assemblyai": {\n      "command": "assemblyai-mcp",\n      "args": ["serve"],\n      "env": {}\n    }'
    cursor.write_text(f'{{\n  "mcpServers": {{\n    {entry}\n  }}\n}}\n')
    assert call(install, "cursor", "--allowed-dir", "/").exit_code == 0
    assert (
        '\n      "args": ["mcp"],\n      "env": {\n        "ASSEMBLYAI_ALLOWED_DIRS": "/"\n      }\n    }\n'
        in (cursor.read_text())
    )


def test_settings_that_this_environment_no_longer_has_are_removed(call, cursor, monkeypatch):
    monkeypatch.setenv("ASSEMBLYAI_REGION", "eu")
    call(install, "cursor")
    monkeypatch.delenv("ASSEMBLYAI_REGION")
    file = json.loads(cursor.read_text())
    env = file["mcpServers"]["assemblyai"]["env"]
    assert env == {"ASSEMBLYAI_BASE_URL": "https://api.eu.assemblyai.com"}
    env |= {
        "ASSEMBLYAI_REGION": "eu",
        "ASSEMBLYAI_API_KEY": "mine",
        "ASSEMBLYAI_OTHER": "x",
        "HTTPS_PROXY": "y",
    }
    cursor.write_text(json.dumps(file))
    done = call(install, "cursor")
    assert done.stderr.startswith(f"Changed assemblyai in {cursor}.")
    assert "No longer set for the server: ASSEMBLYAI_BASE_URL, ASSEMBLYAI_REGION.\n" in done.stderr
    assert json.loads(cursor.read_text())["mcpServers"]["assemblyai"]["env"] == {
        "ASSEMBLYAI_API_KEY": "mine",
        "ASSEMBLYAI_OTHER": "x",
        "HTTPS_PROXY": "y",
    }
    again = call(install, "cursor").stderr
    assert again.startswith(f"assemblyai is in {cursor} already.\n")
    assert "There is no key" not in again


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


def test_a_key_is_not_written_for_a_server_that_needs_none(call, home, monkeypatch):
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", "secret")
    done = call(install, "cursor", "--offline", "--with-key")
    assert done.exit_code == 2
    assert "--with-key and --offline exclude each other: the emulator needs no key." in done.stderr
    assert not (home / ".cursor").exists()


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


def test_a_server_of_this_package_is_brought_up_to_date_and_keeps_what_a_person_added(call, cursor):
    old = {"command": "/old/bin/assemblyai-mcp", "disabled": True, "env": {"ASSEMBLYAI_API_KEY": "mine"}}
    cursor.write_text(json.dumps({"mcpServers": {"assemblyai": old}}))
    done = call(install, "cursor", "--offline")
    assert done.stderr.startswith(f"Changed assemblyai in {cursor}.")
    assert json.loads(cursor.read_text())["mcpServers"]["assemblyai"] == {
        "command": COMMAND,
        "disabled": True,
        "env": {"ASSEMBLYAI_API_KEY": "mine"},
        "args": ["mcp", "--offline"],
    }


def test_a_server_with_a_broken_environment_gets_a_new_one(call, cursor):
    cursor.write_text(json.dumps({"mcpServers": {"assemblyai": {**PLAIN, "env": None}}}))
    assert call(install, "cursor").exit_code == 0
    assert json.loads(cursor.read_text())["mcpServers"]["assemblyai"] == PLAIN


def test_print_writes_json_to_stdout_and_nothing_else_anywhere(call, home, use_keyring):
    use_keyring(Locked())
    done = call(install, "vscode", "--print", "--offline", "--name", "speech")
    assert (done.exit_code, done.stderr) == (0, "")
    server = {"type": "stdio", "command": COMMAND, "args": ["mcp", "--offline"], "env": {}}
    assert json.loads(done.stdout) == {"servers": {"speech": server}}
    assert not list(home.iterdir())


def test_the_settings_of_this_environment_go_along_without_the_key(call, home, monkeypatch):
    for name, value in {
        "REGION": "eu",
        "API_KEY": "secret",
        "LLM": "gateway",
        "ALLOWED_DIRS": str(home),
    }.items():
        monkeypatch.setenv(f"ASSEMBLYAI_{name}", value)
    done = call(install, "cursor", "--print")
    assert json.loads(done.stdout)["mcpServers"]["assemblyai"]["env"] == {
        "ASSEMBLYAI_BASE_URL": "https://api.eu.assemblyai.com",
        "ASSEMBLYAI_LLM": "gateway",
        "ASSEMBLYAI_ALLOWED_DIRS": str(home),
    }
    offline = call(install, "cursor", "--print", "--offline").stdout
    assert json.loads(offline)["mcpServers"]["assemblyai"]["env"] == {"ASSEMBLYAI_ALLOWED_DIRS": str(home)}


def test_folders_are_resolved_and_must_exist(call, home):
    (home / "a").mkdir()
    (home / "b").symlink_to("a")
    done = call(install, "cursor", "--print", "--allowed-dir", "b", "--allowed-dir", home)
    env = json.loads(done.stdout)["mcpServers"]["assemblyai"]["env"]
    assert env == {"ASSEMBLYAI_ALLOWED_DIRS": f"{home / 'a'}:{home}"}
    assert call(install, "cursor", "--allowed-dir", "missing").exit_code == 2
    assert not (home / ".cursor").exists()


def test_what_a_client_is_told_starts_the_server(call):
    server = json.loads(call(install, "cursor", "--print").stdout)["mcpServers"]["assemblyai"]
    words = [server["command"], *server["args"], "--version"]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert done.stdout == f"assemblyai-mcp {version('assemblyai-tools')}\n"


def test_the_key_is_written_only_if_asked_for(call, home, kept):
    store_key(LIVE_URL, "stored")
    env = json.loads(call(install, "cursor", "--print", "--with-key").stdout)["mcpServers"]["assemblyai"][
        "env"
    ]
    assert env == {"ASSEMBLYAI_API_KEY": "stored"}
    done = call(install, "cursor", "--allowed-dir", home)
    assert "stored" not in (home / ".cursor" / "mcp.json").read_text()
    assert len(done.stderr.splitlines()) == 1


def test_a_key_that_is_nowhere_cannot_be_written(call, home):
    done = call(install, "cursor", "--with-key")
    assert done.exit_code == 1
    assert "No AssemblyAI API key is set" in done.stderr
    assert "run `assemblyai-tools login`" in done.stderr
    assert not (home / ".cursor").exists()


def test_a_server_that_would_find_no_key_and_no_files_is_mentioned(call, monkeypatch):
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", "only in this shell")
    assert call(install, "cursor").stderr.partition("\n")[2] == (
        "There is no key in the system's keyring for the server: store it with `assemblyai-tools login`, or write it "
        "into the file with --with-key.\n"
        "The tools may use files in the folder in which the client starts the server, which may be none; --allowed-dir "
        "names others.\n"
    )


def test_a_locked_keyring_is_mentioned(call, use_keyring):
    use_keyring(Locked())
    done = call(install, "cursor")
    assert done.exit_code == 0
    assert "The system's keyring could not be read (RuntimeError)." in done.stderr


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


def test_without_the_script_the_interpreter_starts_the_module(call, monkeypatch):
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    server = json.loads(call(install, "cursor", "--print").stdout)["mcpServers"]["assemblyai"]
    assert (server["command"], server["args"]) == (sys.executable, ["-m", "assemblyai_tools.cli.main", "mcp"])


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


@pytest.mark.parametrize("name", ["", "a b", "ä", "x" * 65])
def test_a_name_that_clients_refuse_is_wrong_usage(call, name):
    assert call(install, "cursor", "--name", name).exit_code == 2


@pytest.mark.parametrize(("missing", "extra"), [("mcp", "mcp"), ("assemblyai_emulator", "emulator")])
def test_a_server_that_could_not_start_is_not_installed(call, home, monkeypatch, missing, extra):
    monkeypatch.setattr("assemblyai_tools.cli.install.is_installed", lambda package: package != missing)
    done = call(install, "cursor", "--offline")
    assert done.exit_code == 1
    assert install_command(extra) in done.stderr
    assert not list(home.iterdir())
