"""However a session of `live` ends, by a signal, a failure or a reader that ends, what was heard is saved."""

import json
import os
import signal
import sys
import threading
from queue import SimpleQueue

import pytest
from tests.plugin.cli.live.conftest import HELLO, RAW, TERMINATION, begin, said, speech, telling, until

from assemblyai_tools import Turn
from assemblyai_tools.cli.live import feed, interrupts, keeping, views


def test_ctrl_c_ends_the_session_and_the_last_turns_are_saved(live, service, open_pipe, interrupted):
    service.scripts = [interrupted(signal.SIGINT)]
    done = live(*RAW, "-o", "text", stdin=open_pipe)
    assert (done.code, done.out) == (0, "Hello.\nGoodbye.\n")


def test_a_recording_that_was_not_heard_to_its_end_is_stopped(live, service, wav, interrupted):
    service.scripts = [interrupted(signal.SIGINT)]
    done = live(wav(milliseconds=60_000))
    assert (done.code, done.out) == (130, "[00:00] Hello.\n[00:01] Goodbye.\n")
    assert "Stopped before the end of meeting.wav. Heard 2 turns;" in done.err


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_other_signals_end_it_as_ctrl_c_does_however_often_they_come(
    live, service, open_pipe, interrupted, number, code
):
    service.scripts = [interrupted(number, number)]
    before = signal.getsignal(number)
    done = live(*RAW, stdin=open_pipe)
    assert (done.code, done.out) == (code, "[00:00] Hello.\n[00:01] Goodbye.\n")
    assert signal.getsignal(number) is before


@pytest.mark.parametrize("first", [signal.SIGTERM, signal.SIGINT])
def test_sigterm_waits_for_the_last_turns_for_a_few_seconds_only(
    live, service, open_pipe, shown, monkeypatch, first
):
    monkeypatch.setattr(interrupts, "_LAST_TURNS_SECONDS", 0.01)

    async def mute(session):
        await session.tell(begin())
        await session.hear(100)
        await session.tell(HELLO)
        await until(lambda: "Turn" in shown)
        os.kill(os.getpid(), first)
        await session.hear_message("Terminate")
        os.kill(os.getpid(), signal.SIGTERM)
        await session.listen()

    service.scripts = [mute]
    done = live(*RAW, "--to", "texts", "-o", "text", "-o", "srt", "--quiet", stdin=open_pipe)
    assert done.code == 128 + first
    assert [line.rpartition(".")[2] for line in done.out.split()] == ["txt", "srt"]
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_a_second_ctrl_c_stops_at_once_and_saves_what_was_heard(live, service, open_pipe, interrupted):
    service.scripts = [interrupted(signal.SIGINT, signal.SIGINT)]
    done = live(*RAW, "-o", "text", stdin=open_pipe)
    assert (done.code, done.out) == (130, "Hello.\n")


def test_a_second_ctrl_c_before_anything_was_said_saves_nothing(live, service, open_pipe, home, monkeypatch):
    def stopped(self, event):
        raise KeyboardInterrupt

    monkeypatch.setattr(views.Lines, "show", stopped)
    service.scripts = [telling()]
    done = live(*RAW, "--to", "texts", stdin=open_pipe)
    assert (done.code, done.out, list((home / "texts").iterdir())) == (130, "", [])
    assert "Stopped before the end of stdin. Heard 0 turns;" in done.err


def test_what_waits_to_be_shown_when_a_second_ctrl_c_comes_is_saved_too(
    live, service, open_pipe, monkeypatch
):
    waiting = threading.Event()

    class Noted(SimpleQueue):
        def put(self, told):
            super().put(told)
            if isinstance(told, Turn) and told.transcript == "Goodbye.":
                waiting.set()

    def stopped(self, event):
        if event.type == "Turn":
            assert waiting.wait(20)
            raise KeyboardInterrupt

    monkeypatch.setattr(views.Lines, "show", stopped)
    monkeypatch.setattr(feed, "SimpleQueue", Noted)
    service.scripts = [telling(HELLO, said(1, "Goodbye."))]
    done = live(*RAW, "-o", "text", stdin=open_pipe)
    assert (done.code, done.out) == (130, "Hello.\nGoodbye.\n")


def test_signals_that_are_ignored_stay_so(live, service, wav):
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        service.scripts = [telling(HELLO)]
        assert live(wav(), "--fast").code == 0
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_ctrl_c_before_the_session_is_open_stops_at_once_and_saves_nothing(live, service, open_pipe):
    async def script(session):
        os.kill(os.getpid(), signal.SIGINT)
        await session.listen()

    service.scripts = [script]
    done = live(*RAW, "-o", "text", stdin=open_pipe)
    assert (done.code, done.out) == (130, "")
    assert "Heard" not in done.err


async def failing(session):
    await session.tell(begin())
    await session.hear(100)
    await session.tell(HELLO)
    await session.socket.close(3006, "no such model")


def test_what_was_heard_before_a_failure_is_saved_and_then_the_error_is_told(live, service, home):
    service.scripts = [failing]
    done = live(*RAW, "--to", "texts", "-o", "text", stdin=speech(500))
    assert done.code == 1
    (path,) = done.out.split()
    assert (home / path).read_text() == "Hello.\n"
    assert done.err.index("Heard 1 turn;") < done.err.index("no such model")


def test_a_failure_after_printed_turns_is_told_alone(live, service):
    service.scripts = [failing]
    done = live(*RAW, stdin=speech(500))
    assert (done.code, done.out) == (1, "[00:00] Hello.\n")
    assert "Heard" not in done.err


def test_what_cannot_be_saved_is_kept_elsewhere_and_both_failures_are_told(
    live, service, home, tmp_path, monkeypatch
):
    async def in_the_way(session):
        (home / "texts/stdin.txt").write_text("another text")
        await failing(session)

    monkeypatch.setattr("assemblyai_tools.cli.live.source._dated", lambda: keeping.Path("stdin"))
    monkeypatch.setattr(keeping.tempfile, "tempdir", str(tmp_path))
    service.scripts = [in_the_way]
    done = live(*RAW, "--to", "texts", "-o", "text", stdin=speech(500))
    assert done.code == 1
    assert "texts/stdin.txt exists already, with other content" in done.err
    assert "no such model" in done.err
    (kept,) = tmp_path.glob("assemblyai-live-*/stdin.json")
    assert f"What was heard is in {kept}." in " ".join(done.err.split())
    assert json.loads(kept.read_text())["text"] == "Hello."


def test_where_nothing_can_be_written_at_all_that_is_told(live, service, home, tmp_path, monkeypatch):
    async def in_the_way(session):
        (home / "texts/meeting.txt").mkdir()
        await telling(HELLO)(session)

    monkeypatch.setattr("assemblyai_tools.cli.live.source._dated", lambda: keeping.Path("meeting"))
    monkeypatch.setattr(keeping.tempfile, "tempdir", str(tmp_path / "gone"))
    service.scripts = [in_the_way]
    done = live(*RAW, "--to", "texts", "-o", "text", stdin=speech(500))
    assert done.code == 1
    assert "What was heard could not be saved elsewhere either." in done.err


def test_a_reader_that_ends_ends_the_session(live, service, open_pipe, monkeypatch, home):
    class Closed:
        encoding = "utf-8"

        def isatty(self):
            return False

        def write(self, _):
            raise BrokenPipeError

        def fileno(self):
            raise OSError

        def flush(self):
            """Nothing is held back."""

    async def script(session):
        await session.tell(begin())
        await session.hear(100)
        await session.tell(HELLO)
        await session.hear_message("Terminate")
        await session.tell(said(1, "Goodbye."), TERMINATION)

    service.scripts = [script]
    monkeypatch.setattr(sys, "stdout", Closed())
    done = live(*RAW, "--json", "--to", "texts", "-o", "text", stdin=open_pipe)
    assert done.code == 141
    (path,) = (home / "texts").iterdir()
    assert path.read_text() == "Hello.\nGoodbye.\n"
