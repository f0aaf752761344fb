import errno
import json
import os
import socket
import sqlite3
import sys
import tomllib
from pathlib import Path

import pytest
from tests.plugin.cli.conftest import MemoryKeyring

from assemblyai_tools import Client, ConfigurationError, Settings, list_transcripts
from assemblyai_tools.cli.checks.installation import EXTRAS
from assemblyai_tools.cli.doctor import command as doctor
from assemblyai_tools.cli.install import command as install
from assemblyai_tools.cli.key_store import store_key
from assemblyai_tools.origin import install_command

REFUSED = f"[Errno {errno.ECONNREFUSED}] {os.strerror(errno.ECONNREFUSED)}"
"""What the system says of a port on which nobody listens."""


class Locked(MemoryKeyring):
    def get_password(self, service, username):
        raise RuntimeError


@pytest.fixture
def healthy(keyed, monkeypatch):
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", "good-key")
    return keyed


@pytest.fixture
def checked(call):
    """The checks of these names, as (state, what it says, what to do), and the exit code."""

    def run(*names, options=()):
        done = call(doctor, "--json", *options)
        assert done.stderr == "", done.stderr
        found = json.loads(done.stdout)
        assert found["ok"] == (done.exit_code == 0)
        return [
            (check["state"], check["says"], check["to_do"])
            for check in found["checks"]
            if check["name"].startswith(names)
        ], done.exit_code

    return run


def test_a_machine_in_order_is_told_in_a_line_for_each_check(call, healthy, home):
    (home / ".cursor").mkdir()
    (home / ".cursor" / "mcp.json").write_text("{}")
    state = home / ".local" / "state" / "assemblyai-tools"
    done = call(doctor)
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0].startswith("ok    python: Python 3.")
    assert lines[1].startswith("ok    package: assemblyai-tools ")
    assert lines[2].startswith("ok    extras: cli, mcp, emulator")
    assert lines[3:] == [
        "ok    ffmpeg: not needed: files are sent as they are, and the emulator decodes them itself",
        "ok    key: from ASSEMBLYAI_API_KEY, fingerprint b8ce88d5",
        f"ok    host {healthy.url}: reached",
        "ok    account: the service accepts the key",
        f"ok    allowed folder: {home}",
        f"ok    ledger: {state / 'ledger.sqlite3'} (made at first use)",
        f"ok    state folder: {state}",
        "ok    proxies: none set",
        "ok    certificates: those of SSL_CERT_DIR",
        (
            f"ok    MCP client Cursor: the server is not in {home / '.cursor' / 'mcp.json'}. "
            "To add it: assemblyai-tools install cursor"
        ),
    ]
    assert healthy.asked == [("/", None), ("/v2/transcript?limit=1", "good-key")]
    assert sorted(one.name for one in home.iterdir()) == [".cursor"]


def test_the_extras_are_those_of_the_package():
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text())["project"]
    assert set(EXTRAS) == set(project["optional-dependencies"]) - {"all", "demo"}


def test_an_extra_that_is_not_there_is_no_failure_and_can_be_added(checked, healthy, monkeypatch):
    monkeypatch.setattr(
        "assemblyai_tools.cli.checks.installation.is_installed",
        lambda module: module not in ("dbos", "langchain_core"),
    )
    [(state, says, to_do)], code = checked("extras")
    assert (code, state) == (0, "ok")
    assert says == "cli, mcp, emulator, emulator-speakers, streaming, microphone; not langchain, batch."
    assert to_do == f"Install it: {install_command('langchain,batch')}"


def test_nothing_but_the_core_is_none(checked, healthy, monkeypatch):
    monkeypatch.setattr("assemblyai_tools.cli.checks.installation.is_installed", lambda module: False)
    assert checked("extras")[0][0][1].startswith("none; not cli, mcp, ")


def test_a_stored_key_counts(checked, keyed):
    store_key(keyed.url, "good-key")
    found, code = checked("key", "account")
    assert code == 0
    assert found == [
        ("ok", "from the system's keyring, fingerprint b8ce88d5", ""),
        ("ok", "the service accepts the key", ""),
    ]


def test_without_a_key_the_hosts_are_still_tried(checked, keyed):
    found, code = checked("key", "host", "account")
    assert code == 1
    assert found == [
        ("fail", "there is none.", "Run `assemblyai-tools login`, or set ASSEMBLYAI_API_KEY."),
        ("ok", "reached", ""),
    ]


def test_a_key_that_cannot_be_one_is_not_sent(checked, keyed, monkeypatch):
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", "two words")
    found, code = checked("key", "account")
    assert code == 1
    assert found[0][:2] == (
        "fail",
        "The API key holds characters that no key has (a space, a quotation mark?), so nothing was sent.",
    )
    assert keyed.asked == [("/", None)]


def test_a_locked_keyring_is_a_failure(checked, keyed, use_keyring):
    use_keyring(Locked())
    assert checked("key")[0][0][:2] == ("fail", "The system's keyring could not be read (RuntimeError).")


def test_a_key_that_the_service_refuses_is_a_failure(checked, keyed, monkeypatch):
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", "bad-key")
    found, code = checked("account")
    assert code == 1
    assert found == [
        (
            "fail",
            f"{keyed.url} does not accept the key.",
            "Copy it again from https://www.assemblyai.com/dashboard; a key of another region needs ASSEMBLYAI_REGION.",
        )
    ]


def test_a_service_in_trouble_is_a_warning(checked, healthy, monkeypatch):
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", "broken-key")
    found, code = checked("account")
    assert (code, found) == (
        0,
        [("warn", "the service could not be asked: no (HTTP 500).", "Try again later.")],
    )
    healthy.first_page = 503
    found, code = checked("host", "account")
    assert (code, found) == (0, [("warn", "reached, but it answers with HTTP 503.", "Try again later.")])


def test_each_host_of_the_settings_is_tried_and_an_unreachable_one_fails(
    checked, healthy, unreachable, monkeypatch
):
    monkeypatch.setenv("ASSEMBLYAI_BASE_URL", healthy.url)
    monkeypatch.setenv("ASSEMBLYAI_LLM_GATEWAY_BASE_URL", unreachable)
    found, code = checked("host")
    assert code == 1
    assert found == [
        ("ok", "reached", ""),
        (
            "fail",
            f"no connection: {REFUSED}.",
            "Check the network; a firewall may need an exception, or a proxy.",
        ),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Name or service not known",
        "nodename nor servname provided, or not known",
        "getaddrinfo failed",
        "Temporary failure in name resolution",
        "No address associated with hostname",
    ],
)
def test_a_name_without_an_address_is_said_to_be_one(checked, healthy, monkeypatch, words):
    def fails(*_, **__):
        raise socket.gaierror(-2, words)

    monkeypatch.setenv("ASSEMBLYAI_BASE_URL", "http://service.test")
    monkeypatch.setattr("socket.getaddrinfo", fails)
    assert checked("host")[0] == [
        (
            "fail",
            f"its name has no address (DNS): [Errno -2] {words}.",
            "Check the network, and the address for typing errors.",
        )
    ]


def test_a_connection_that_is_not_safe_is_said_to_fail_in_tls(checked, healthy, monkeypatch):
    monkeypatch.setenv("ASSEMBLYAI_BASE_URL", healthy.url.replace("http:", "https:"))
    [(state, says, to_do)], code = checked("host")
    assert (code, state) == (1, "fail")
    assert says.startswith("TLS failed: [SSL")
    assert to_do == "If this network inspects TLS, set SSL_CERT_FILE to a file with its certificates."


def test_a_proxy_that_is_not_there_is_named_without_its_password(checked, healthy, unreachable, monkeypatch):
    monkeypatch.setenv("ASSEMBLYAI_BASE_URL", "http://service.test")
    monkeypatch.setenv("HTTP_PROXY", unreachable.replace("://", "://me:secret@"))
    monkeypatch.setenv("NO_PROXY", "other.test")
    found, code = checked("host", "proxies")
    assert code == 1
    assert found == [
        (
            "fail",
            f"the proxy failed: {REFUSED}, through the proxy of HTTP_PROXY.",
            "Correct or unset HTTP_PROXY.",
        ),
        ("ok", "HTTP_PROXY, except for NO_PROXY", ""),
    ]


def test_a_proxy_that_cannot_be_read_is_a_failure(checked, healthy, monkeypatch):
    monkeypatch.setenv("ASSEMBLYAI_BASE_URL", "http://service.test")
    monkeypatch.setenv("HTTP_PROXY", "http://[half")
    [(state, says, _)], code = checked("host")
    assert (code, state) == (1, "fail")
    assert says == "HTTP_PROXY is not the address of a proxy that can be used, so nothing was sent."


def test_certificates_that_cannot_be_read_are_a_failure(checked, healthy, home, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(home / "missing.pem"))
    [(state, says, to_do)], code = checked("certificates")
    assert (code, state) == (1, "fail")
    assert says.startswith(
        f"SSL_CERT_FILE is '{home / 'missing.pem'}', from which no certificates can be read"
    )
    assert to_do.startswith("The person who runs this must correct SSL_CERT_FILE")


def test_without_a_variable_the_usual_certificates_count(checked, healthy, monkeypatch):
    monkeypatch.delenv("SSL_CERT_DIR")
    assert checked("certificates")[0] == [("ok", "those of the package certifi", "")]


def test_settings_that_cannot_be_read_are_a_failure_and_the_rest_is_checked(checked, monkeypatch):
    monkeypatch.setenv("ASSEMBLYAI_REGION", "moon")
    found, code = checked("settings", "key", "host", "allowed", "proxies")
    assert code == 1
    assert found == [
        ("fail", "ASSEMBLYAI_REGION is 'moon'.", "Set it to one of: us, eu."),
        ("ok", "none set", ""),
    ]


def test_an_allowed_folder_that_is_missing_is_a_failure(checked, healthy, home, monkeypatch):
    (home / "file").touch()
    paths = [home, home / "missing", home / "file"]
    monkeypatch.setenv("ASSEMBLYAI_ALLOWED_DIRS", os.pathsep.join(map(str, paths)))
    found, code = checked("allowed folder")
    assert code == 1
    advice = "Make it, or correct ASSEMBLYAI_ALLOWED_DIRS."
    assert found == [
        ("ok", str(home), ""),
        ("fail", f"{home / 'missing'} is no folder.", advice),
        ("fail", f"{home / 'file'} is no folder.", advice),
    ]


def test_no_allowed_folder_is_a_warning(checked, healthy, monkeypatch):
    monkeypatch.chdir("/")
    assert checked("allowed folder")[0] == [
        ("warn", "none, so no local file can be used.", "Set ASSEMBLYAI_ALLOWED_DIRS.")
    ]


def test_a_working_folder_that_is_gone_is_a_failure(checked, healthy, tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    found, code = checked("allowed folder")
    assert (code, found[0][0]) == (1, "fail")
    assert found[0][1].startswith("The working folder, whose files may be used, cannot be found any more")


def test_what_the_user_may_not_read_or_write_is_a_failure(checked, healthy, home, monkeypatch):
    kept = home / "ledger.sqlite3"
    with Client(Settings(api_key="good-key", base_url=healthy.url, ledger=kept)) as client:
        client.run(list_transcripts())
    monkeypatch.setenv("ASSEMBLYAI_LEDGER", str(kept))
    monkeypatch.setattr("os.access", lambda *_: False)
    found, code = checked("allowed folder", "ledger", "state folder")
    assert code == 1
    assert [says for _, says, _ in found] == [
        f"{home} cannot be read.",
        f"{kept} cannot be written.",
        f"{home / '.local/state/assemblyai-tools'} cannot be written.",
    ]


def test_the_ledger_says_how_many_orders_it_holds(checked, healthy, home, monkeypatch):
    kept = home / "my ledger?.sqlite3"
    with Client(Settings(api_key="good-key", base_url=healthy.url, ledger=kept)) as client:
        client.run(list_transcripts())
    monkeypatch.setenv("ASSEMBLYAI_LEDGER", str(kept))
    assert checked("ledger")[0] == [("ok", f"{kept}, orders: 0", "")]


def test_a_ledger_that_is_off_is_fine(checked, healthy, monkeypatch):
    monkeypatch.setenv("ASSEMBLYAI_LEDGER", "off")
    assert checked("ledger")[0] == [
        ("ok", "off (ASSEMBLYAI_LEDGER): orders and names of speakers are not remembered", "")
    ]


@pytest.mark.parametrize("content", [b"no database at all", None])
def test_a_file_that_is_no_ledger_is_a_failure(checked, healthy, home, monkeypatch, content):
    kept = home / "other.sqlite3"
    if content:
        kept.write_bytes(content)
    else:
        sqlite3.connect(kept).execute("CREATE TABLE others (one)").connection.close()
    monkeypatch.setenv("ASSEMBLYAI_LEDGER", str(kept))
    [(state, says, to_do)], code = checked("ledger")
    assert (code, state) == (1, "fail")
    assert says.startswith(f"{kept} cannot be used (")
    assert to_do == "Move it away, and a new one is made; or give another file in ASSEMBLYAI_LEDGER."


def test_a_state_folder_that_cannot_be_made_is_a_failure(checked, healthy, home):
    (home / ".local").touch()
    state = home / ".local" / "state" / "assemblyai-tools"
    found, code = checked("ledger", "state folder")
    assert code == 1
    assert found == [
        (
            "fail",
            f"{state / 'ledger.sqlite3'} cannot be made.",
            "Check ASSEMBLYAI_LEDGER, and the permissions.",
        ),
        ("fail", f"{state} cannot be written.", "Make it, and check its permissions."),
    ]


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


def test_what_may_not_be_looked_into_is_told_in_lines_of_its_own(checked, healthy, home, monkeypatch):
    real, state = os.stat, home / ".local" / "state"
    closed = (str(home / ".cursor" / "mcp.json"), str(state / "assemblyai-tools"))

    def stat(path, *arguments, **options):
        if not isinstance(path, int) and os.fspath(path).startswith(closed):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return real(path, *arguments, **options)

    (home / ".cursor" / "mcp.json").mkdir(parents=True)
    (state / "assemblyai-tools").mkdir(parents=True)
    monkeypatch.setattr("os.stat", stat)
    access = os.access
    monkeypatch.setattr("os.access", lambda path, mode: os.fspath(path) != str(state) and access(path, mode))
    found, code = checked("MCP client", "ledger", "state folder")
    assert code == 1
    assert [(state, says) for state, says, _ in found] == [
        ("fail", f"{state / 'assemblyai-tools' / 'ledger.sqlite3'} cannot be made."),
        ("fail", f"{state / 'assemblyai-tools'} cannot be written."),
        ("warn", f"{home / '.cursor' / 'mcp.json'} could not be read (Is a directory)."),
    ]


def test_a_name_that_no_file_can_have_is_a_failure(checked, healthy, monkeypatch):
    monkeypatch.setenv("ASSEMBLYAI_LEDGER", "x" * 300)
    monkeypatch.setenv("ASSEMBLYAI_ALLOWED_DIRS", "/" + "y" * 300)
    found, code = checked("ledger", "allowed folder")
    assert (code, [state for state, _, _ in found]) == (1, ["fail", "ok"])


def test_a_check_that_breaks_is_a_line_and_the_others_go_on(checked, healthy, monkeypatch):
    def home():
        raise RuntimeError("no home")

    monkeypatch.setattr("pathlib.Path.home", home)
    found, code = checked("MCP clients", "certificates")
    assert code == 1
    assert found == [
        ("ok", "those of SSL_CERT_DIR", ""),
        (
            "fail",
            "could not be checked (RuntimeError: no home).",
            "Correct that, or report this as a bug.",
        ),
    ]


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


def test_offline_the_emulator_is_started_in_place_of_the_hosts(call, home):
    done = call(doctor, "--offline")
    assert done.exit_code == 0, done.output
    assert "ok    key: not needed offline\nok    emulator: starts and answers\n" in done.stdout
    assert "host" not in done.stdout


def test_an_emulator_that_does_not_start_is_a_failure(checked, monkeypatch):
    def fails():
        raise ConfigurationError("The port is taken.", next_step="Stop the other one.")

    monkeypatch.setattr("assemblyai_tools.cli.checks.service.emulator", fails)
    found, code = checked("emulator", options=["--offline"])
    assert (code, found) == (1, [("fail", "The port is taken.", "Stop the other one.")])


def test_an_emulator_that_does_not_answer_is_a_failure(checked, keyed, monkeypatch):
    class Started:
        def __enter__(self):
            return Settings(api_key="broken-key", base_url=keyed.url)

        def __exit__(self, *_):
            pass

    monkeypatch.setattr("assemblyai_tools.cli.checks.service.emulator", Started)
    found, code = checked("emulator", options=["--offline"])
    assert code == 1
    assert found == [("fail", "starts, but does not answer: no (HTTP 500).", "Please report this.")]
