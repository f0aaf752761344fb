"""The installed program as a process of its own: pipes, signals, colours, and what --offline keeps."""

import json
import os
import signal
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).with_name("assemblyai-tools")
LONGEST = 120
"""Seconds that a command may take on a busy machine."""


@pytest.fixture
def environment(tmp_path):
    """A home of its own, no key, no keyring."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ASSEMBLYAI_", "XDG_"))}
    return {**kept, "HOME": str(tmp_path), "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}


@pytest.fixture
def run(environment, tmp_path):
    def run(*words, **more):
        return subprocess.run(
            [PROGRAM, *map(str, words)],
            cwd=tmp_path,
            env={**environment, **more},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
        )

    return run


def test_the_exit_code_is_the_commands(run):
    assert run("tools").returncode == 0
    assert run("list").returncode == 1
    assert run("dance").returncode == 2


@pytest.mark.parametrize("words", [["--help"], ["tools"]])
def test_a_reader_that_ends_is_no_error(environment, words):
    """The reader has ended before anything is written."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [PROGRAM, *words],
            env=environment,
            stdout=writing,
            stderr=subprocess.PIPE,
            timeout=LONGEST,
            check=False,
        )
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("tools >/dev/full", 1, "could not be written to stdout (No space left on device)."),
        ("tools >&-", 0, ""),
        ("--help >&-", 0, ""),
        ("tools 2>&-", 0, ""),
        ("dance 2>&-", 2, ""),
        ("dance 2>/dev/full", 2, ""),
        ("transcribe - <&-", 1, "Nothing can be read from stdin: it is closed."),
        ("ask - q <&-", 1, "Nothing can be read from stdin: it is closed."),
        ("batch start - --name x <&-", 1, "Nothing can be read from stdin: it is closed."),
        ("delete last <&-", 2, "give --yes where no terminal can ask."),
    ],
)
def test_closed_and_full_streams_are_no_tracebacks(environment, tmp_path, command, code, said):
    done = subprocess.run(
        ["sh", "-c", f'"$0" {command}', PROGRAM],
        cwd=tmp_path,
        env={
            **environment,
            "ASSEMBLYAI_API_KEY": "sk-0123456789",
            "ASSEMBLYAI_BASE_URL": "http://127.0.0.1:9",
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


def test_a_reader_of_stderr_that_ends_costs_no_result(environment, running_emulator, standup):
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [PROGRAM, "transcribe", standup],
            env={
                **environment,
                "ASSEMBLYAI_BASE_URL": running_emulator.base_url,
                "ASSEMBLYAI_API_KEY": "no-reader",
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=writing,
            timeout=LONGEST,
            check=False,
        )
    finally:
        os.close(writing)
    assert done.returncode == 0
    assert b"Good morning" in done.stdout


def test_ctrl_c_while_the_program_is_imported_is_no_traceback(environment, tmp_path):
    """The import of the rest waits for the signal that it sends to itself."""
    (tmp_path / "sitecustomize.py").write_text(
        """
import os, signal, sys

class Late:
    def find_spec(self, name, path=None, target=None):
        if name == "click":
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Late())
"""
    )
    done = subprocess.run(
        [PROGRAM, "tools"],
        env={**environment, "PYTHONPATH": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=LONGEST,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


def test_what_is_made_offline_is_there_for_the_next_command(run, audio):
    made = run("transcribe", audio / "hello.flac", "--offline")
    assert made.returncode == 0, made.stderr
    assert made.stdout.startswith("The weather")
    [row] = run("list", "--offline").stdout.splitlines()
    assert row.split("\t")[3] == "hello.flac"
    assert f"Transcript {row.split()[0]} is being made." in made.stderr
    lines = run("search", "hello", "weather", "--offline", "--json").stdout.splitlines()
    assert [json.loads(line)["total_count"] for line in lines] == [1]


def in_a_terminal(words, environment):
    """What a command shows in a terminal of 100 columns."""
    import pty  # noqa: PLC0415 - there is none on Windows

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [PROGRAM, *words],
        env={**environment, "TERM": "xterm-256color", "COLUMNS": "100"},
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        shown = b""
        try:
            while part := os.read(ours, 65536):
                shown += part
        except OSError:  # the other end is closed
            pass
        os.close(ours)
        assert process.wait(LONGEST) == 0, shown
    return shown.decode()


@pytest.mark.parametrize(("more", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_a_terminal_has_colours_unless_no_color_is_set(running_emulator, environment, more, coloured):
    environment |= {"ASSEMBLYAI_BASE_URL": running_emulator.base_url, "ASSEMBLYAI_API_KEY": "colours", **more}
    in_a_terminal(["transcribe", "https://example.com/standup.mp3"], environment)
    shown = in_a_terminal(["list"], environment)
    assert "standup.mp3" in shown
    assert ("\x1b[36m" in shown) is coloured


@pytest.mark.parametrize(("more", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_a_terminal_shows_what_is_being_said_until_it_is_finished(
    running_emulator, environment, audio, more, coloured
):
    environment |= {"ASSEMBLYAI_BASE_URL": running_emulator.base_url, "ASSEMBLYAI_API_KEY": "live", **more}
    shown = in_a_terminal(["live", audio / "hello.flac", "--fast"], environment)
    [*_, finished, heard, rest] = shown.split("\r\n")
    assert finished.rpartition("\x1b[K")[2].startswith("[00:00] The weather")
    assert heard.rpartition("\x1b[K")[2].startswith("Heard 1 turn; the session took 00:")
    assert rest == ""
    assert ("\x1b[90m[00:00] " in shown) is coloured
    assert "\r\x1b[K" in shown


def test_ctrl_c_ends_a_live_session_whose_pipe_stays_open(running_emulator, environment, audio):
    """Nothing is left that keeps Python from ending, such as a thread that waits for the pipe."""
    with subprocess.Popen(
        [PROGRAM, "live", "-", "--json"],
        env={
            **environment,
            "ASSEMBLYAI_BASE_URL": running_emulator.base_url,
            "ASSEMBLYAI_API_KEY": "live-pipe",
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        process.stdin.write((audio / "hello.flac").read_bytes())
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["type"] == "Begin"
        process.send_signal(signal.SIGINT)
        out, err = process.stdout.read(), process.stderr.read()
        assert process.wait(LONGEST) == 0
    assert json.loads(out.splitlines()[-1])["type"] == "Termination"
    assert err == b""


class _NeverDone(BaseHTTPRequestHandler):
    """A service with one job that is always queued."""

    def do_GET(self):
        self._answer({"id": "t1", "status": "queued", "transcripts": [{"id": "t1", "status": "queued"}]})

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer({"id": "t1", "status": "queued"})

    def _answer(self, body):
        content = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        """Print nothing."""


@pytest.fixture
def never_done():
    with ThreadingHTTPServer(("127.0.0.1", 0), _NeverDone) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_ctrl_c_says_the_id_and_how_to_go_on(never_done, environment):
    with subprocess.Popen(
        [PROGRAM, "transcribe", "https://example.com/a.mp3"],
        env={**environment, "ASSEMBLYAI_BASE_URL": never_done, "ASSEMBLYAI_API_KEY": "sk-0123456789"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr.readline() == "Transcript t1 is being made.\n"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=LONGEST)
    assert (process.returncode, out) == (130, "")
    assert (
        err
        == "assemblyai-tools: Stopped waiting. Transcript t1 is not lost: run assemblyai-tools get t1 to go on.\n"
    )


def test_ctrl_c_at_a_terminal_does_not_reach_the_emulator(environment):
    """A terminal sends it to all processes of the group; the emulator ends by itself, when its command does."""
    code = """
import os, signal, urllib.request
from assemblyai_tools.offline import emulator
with emulator() as settings:
    try:
        os.killpg(0, signal.SIGINT)
        signal.pause()
    except KeyboardInterrupt:
        print(urllib.request.urlopen(settings.base_url + "/").status)
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={name: value for name, value in environment.items() if not name.lower().endswith("_proxy")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
        start_new_session=True,
    )
    assert (done.returncode, done.stdout) == (0, "200\n")
    assert "Traceback" not in done.stderr


def test_what_is_only_started_is_unfinished(never_done, run):
    done = run(
        "transcribe",
        "https://example.com/a.mp3",
        "--wait-seconds",
        "0",
        ASSEMBLYAI_BASE_URL=never_done,
        ASSEMBLYAI_API_KEY="sk-0123456789",
    )
    assert (done.returncode, done.stdout) == (4, "")
    assert (
        "Transcript t1 is not finished: its status is queued. Nothing is lost: run assemblyai-tools get t1"
        in done.stderr
    )
