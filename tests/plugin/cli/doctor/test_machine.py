"""What `doctor` says of the installation, the settings, the folders and the ledger of this machine."""

import errno
import os
import sqlite3
import tomllib
from pathlib import Path

import pytest

from assemblyai_tools import Client, Settings, list_transcripts
from assemblyai_tools.cli.checks.installation import EXTRAS
from assemblyai_tools.cli.doctor import command as doctor
from assemblyai_tools.origin import install_command


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
    project = tomllib.loads((Path(__file__).parents[4] / "pyproject.toml").read_text())["project"]
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
