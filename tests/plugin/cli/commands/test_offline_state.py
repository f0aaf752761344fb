"""--offline keeps what it makes for the next command, and one command at a time uses it."""

import fcntl
import os
import threading
from contextlib import contextmanager

import pytest

from assemblyai_tools import ConfigurationError
from assemblyai_tools.cli import known_ids, offline_state
from assemblyai_tools.cli.known_ids import known_ids as offered


def test_its_data_and_its_ledger_are_in_the_state_folder(type_command, kept_emulator, home):
    assert type_command("list", "--offline").code == 0
    state = home / ".local/state/assemblyai-tools/offline"
    assert kept_emulator == [state / "emulator"]
    assert (state / "ledger.sqlite3").exists()
    assert offline_state.offline_ledger() == state / "ledger.sqlite3"


def test_the_folders_are_those_of_the_settings_as_without_offline(
    type_command, kept_emulator, monkeypatch, home, audio
):
    monkeypatch.setenv("ASSEMBLYAI_ALLOWED_DIRS", str(audio))
    (home / "mine.mp3").write_bytes(b"x")
    found = type_command("recordings", "--offline", "--name", "hello", "--quiet")
    assert [row[0] for row in found.rows] == [str(audio / "hello.flac")]
    monkeypatch.setenv("ASSEMBLYAI_ALLOWED_DIRS", str(home / "gone"))
    lost = type_command("recordings", "--offline")
    assert lost.code == 1
    assert f"{home}/gone" in lost.err
    monkeypatch.setenv("ASSEMBLYAI_ALLOWED_DIRS", "~nobody-of-this-name/x")
    assert "ASSEMBLYAI_ALLOWED_DIRS is" in type_command("recordings", "--offline").err


def test_the_hours_for_which_an_order_is_known_are_those_of_the_settings(
    type_command, kept_emulator, monkeypatch, audio
):
    monkeypatch.setenv("ASSEMBLYAI_REUSE_HOURS", "0")
    for _ in range(2):
        type_command("transcribe", audio / "hello.flac", "--offline", "--wait-seconds", "0")
    assert len(type_command("list", "--offline").rows) == 2


def test_hints_go_on_offline(type_command, kept_emulator, standup):
    type_command("transcribe", standup, "--offline")
    done = type_command("get", "zzz", "--offline")
    assert "assemblyai-tools list --offline" in done.err


@pytest.mark.parametrize(("more", "told"), [([], offline_state._BUSY + "\n"), (["--quiet"], "")])
def test_a_second_command_waits_for_the_first_and_says_so(
    type_command, kept_emulator, monkeypatch, more, told
):
    offline_state.offline_folder().mkdir(parents=True)
    other = os.open(offline_state.offline_folder() / "in-use", os.O_CREAT | os.O_RDWR)
    fcntl.flock(other, fcntl.LOCK_EX)
    real, waits = fcntl.flock, []

    def flock(descriptor, how):
        if how == fcntl.LOCK_EX:  # it waits now: the first command ends
            waits.append(how)
            os.close(other)
        real(descriptor, how)

    monkeypatch.setattr(offline_state.fcntl, "flock", flock)
    done = type_command("list", "--offline", *more)
    assert (done.code, waits) == (0, [fcntl.LOCK_EX])
    assert done.err.startswith(told)


def test_why_the_emulator_did_not_start_is_said(type_command, monkeypatch):
    @contextmanager
    def broken(*, data_dir, stderr):
        stderr.write("No space\nis left.\n")
        raise ConfigurationError("The offline emulator did not start.", next_step="Look.")
        yield

    monkeypatch.setattr(offline_state, "emulator", broken)
    done = type_command("list", "--offline")
    assert done.code == 1
    assert done.err == "assemblyai-tools: The offline emulator did not start. No space is left. Look.\n"


def test_a_damaged_database_says_which_folder_to_move_away(type_command, home):
    folder = offline_state.offline_folder() / "emulator"
    database = folder / "assemblyai-emulator-data" / "emulator.sqlite3"
    database.parent.mkdir(parents=True)
    database.write_bytes(b"this is no database" * 500)
    done = type_command("list", "--offline")
    assert done.code == 1
    assert f"To begin anew, move the folder {folder} away." in done.err
    assert "--data-dir" not in done.err


def test_a_state_folder_that_cannot_be_made_is_said(type_command, home):
    (home / ".local").write_text("a file")
    done = type_command("list", "--offline")
    assert done.code == 1
    assert "where --offline keeps its data, cannot be made (" in done.err


def test_a_lock_that_cannot_be_opened_is_said(type_command, home):
    lock = home / ".local/state/assemblyai-tools/offline/in-use"
    lock.mkdir(parents=True)
    done = type_command("list", "--offline")
    assert done.code == 1
    assert done.err == (
        f"assemblyai-tools: The file {lock}, where --offline keeps its data, cannot be opened (Is a directory). "
        "Set XDG_STATE_HOME to a folder that can be written to.\n"
    )


def test_ids_of_the_ledgers_are_completed_without_a_request(tools, meeting, kept_emulator, monkeypatch, home):
    assert [one.name for one in offered(meeting[:4])] == ["standup.mp3"]
    assert [one.transcript_id for one in offered("stand")] == [meeting]
    assert offered("zzz") == []
    tools("transcribe", "https://example.com/standup.mp3", "--offline", "--quiet")
    assert len(offered("")) == 2
    monkeypatch.setenv("ASSEMBLYAI_LEDGER", "off")
    assert len(offered("")) == 1
    monkeypatch.setenv("ASSEMBLYAI_REGION", "nowhere")
    assert len(offered("")) == 1
    assert known_ids._MOST == 20


def test_a_shell_completes_ids(tools, meeting, monkeypatch, capsys):
    monkeypatch.setenv("_ASSEMBLYAI_TOOLS_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", f"assemblyai-tools get {meeting[:5]}")
    monkeypatch.setenv("COMP_CWORD", "2")
    with pytest.raises(SystemExit):
        tools()
    assert capsys.readouterr().out == f"plain,{meeting}\n"


def test_ctrl_c_says_the_id_and_how_to_go_on(tools, audio, monkeypatch):
    def pressed(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("assemblyai_tools.cli.transcribe.wait_until_done", pressed)
    done = tools("transcribe", audio / "hello.flac")
    [row] = tools("list").rows
    assert (done.code, done.out) == (130, "")
    assert f"Transcript {row[0]} is not lost: run assemblyai-tools get {row[0]} to go on." in done.err


def test_a_job_whose_first_look_failed_is_waited_for(tools, audio, monkeypatch):
    from assemblyai_tools import ConnectionFailedError  # noqa: PLC0415
    from assemblyai_tools.cli import session  # noqa: PLC0415

    real, failed = session.Session.run, threading.Event()

    def run(self, flow, **options):
        result = real(self, flow, **options)
        if not failed.is_set():
            failed.set()
            raise ConnectionFailedError("Lost.", transcript_id=result.id)
        return result

    monkeypatch.setattr(session.Session, "run", run)
    done = tools("transcribe", audio / "hello.flac")
    assert done.code == 0
    assert done.out.startswith("The weather")
