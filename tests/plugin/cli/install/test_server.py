"""Which server `install` writes, with which settings, and which it takes for one of this package."""

import json
import subprocess
import sys
from importlib.metadata import version

import pytest
from tests.plugin.cli.conftest import Locked
from tests.plugin.cli.install.client_files import COMMAND, PLAIN, copies

from assemblyai_tools.cli.install import command as install
from assemblyai_tools.cli.key_store import store_key
from assemblyai_tools.config import LIVE_URL
from assemblyai_tools.origin import install_command


def test_the_second_run_says_that_the_server_is_there_already(call, cursor):
    call(install, "cursor")
    content = cursor.read_bytes()
    done = call(install, "cursor")
    assert done.exit_code == 0
    assert done.stderr.startswith(f"assemblyai is in {cursor} already.\n")
    assert cursor.read_bytes() == content
    assert not copies(cursor)


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


def test_a_key_is_not_written_for_a_server_that_needs_none(call, home, monkeypatch):
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", "secret")
    done = call(install, "cursor", "--offline", "--with-key")
    assert done.exit_code == 2
    assert "--with-key and --offline exclude each other: the emulator needs no key." in done.stderr
    assert not (home / ".cursor").exists()


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


def test_without_the_script_the_interpreter_starts_the_module(call, monkeypatch):
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    server = json.loads(call(install, "cursor", "--print").stdout)["mcpServers"]["assemblyai"]
    assert (server["command"], server["args"]) == (sys.executable, ["-m", "assemblyai_tools.cli.main", "mcp"])


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
