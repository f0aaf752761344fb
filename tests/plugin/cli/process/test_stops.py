"""The installed program is stopped, or stops waiting, before its work is done."""

import json
import signal
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from tests.plugin.cli.process.program import LONGEST, PROGRAM


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
