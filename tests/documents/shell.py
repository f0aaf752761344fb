"""A shell in a checkout after `make demo`: it runs lines word for word, and keeps servers running beside them."""

import fcntl
import io
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import wave
from contextlib import ExitStack, contextmanager
from pathlib import Path

import av
from tests.documents.blocks import ROOT, recordings

BIN = Path(sys.executable).parent
OFFLINE = Path(__file__).parent / "offline"
"""On PYTHONPATH, so that no Python process reaches another machine."""

SHOWN = ("Makefile", "README.md", "pyproject.toml")
SHOWN_FOLDERS = (
    "benchmarks",
    "cassettes",
    "docs",
    "emulator",
    "examples",
    "mcp_server",
    "plugin",
    "requirements",
    "tests",
)
"""What a line may use of the checkout. The rest may hold what somebody's own run has left."""

KEPT = ("LANG", "SSL_CERT_DIR", "TMPDIR")
"""The variables of this process that a block sees: nobody's key, and no proxy."""

STAND_INS = ("claude", "code")
"""Other people's programs: a stand-in prints the arguments that the shell gave it."""

LONGEST = 120
"""Seconds that a line may take on a busy machine."""


def environment(home, service, **more):
    """The variables of a person who is set up for `service`, the address of an emulator."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {
        **kept,
        "ASSEMBLYAI_API_KEY": "any",
        "ASSEMBLYAI_BASE_URL": service,
        "HOME": str(home),
        "PATH": os.pathsep.join([str(home / "bin"), str(BIN), os.environ["PATH"]]),
        "PYTHONPATH": str(OFFLINE),
        **more,
    }


def checkout(folder, recording, text):
    """Make `folder` look like a checkout with an environment, and with each recording that `text` names."""
    for name in (*SHOWN, *SHOWN_FOLDERS):
        (folder / name).symlink_to(ROOT / name)
    (folder / ".venv").symlink_to(BIN.parent)
    for name in recordings(text):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(as_wav(recording) if name.endswith(".wav") else recording.read_bytes())


def as_wav(recording):
    """The recording as a WAV file with one channel and 16,000 samples a second: its header is looked at."""
    with av.open(str(recording)) as source:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=16_000)
        frames = [part for frame in source.decode(audio=0) for part in resampler.resample(frame)]
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", "not compressed"))
        file.writeframes(b"".join(frame.to_ndarray().tobytes() for frame in frames))
    return written.getvalue()


def put_files(folder, files):
    """Write texts below the checkout, by their relative paths."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def put_stand_ins(home):
    (home / "bin").mkdir()
    for name in STAND_INS:
        (home / "bin" / name).write_text("#!/bin/sh\nprintf '%s\\0' \"$@\"\n")
        (home / "bin" / name).chmod(0o755)
    # curl's exit status is 0 for a page that says that there is an error.
    (home / ".curlrc").write_text("fail\nsilent\nshow-error\n")


class Shell:
    """Runs lines in `folder`. `env` changes with each export. Its servers stop at the end of the `with` block."""

    def __init__(self, folder, env):
        self.folder = folder
        self.env = env
        self._servers = ExitStack()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._servers.close()

    def run(self, line):
        """What the line prints; it must succeed."""
        done = subprocess.run(
            ["sh", "-c", line],
            cwd=self.folder,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=LONGEST,
            check=False,
        )
        assert done.returncode == 0, f"{line}\nended with {done.returncode}:\n{done.stdout}"
        return done.stdout

    def serve(self, line, port):
        """Start a server that says where it listens, and gives that address. The port is taken for it alone."""
        self._servers.enter_context(alone(port))
        return self._servers.enter_context(server(line, self.folder, self.env))


@contextmanager
def server(line, folder, env):
    running = subprocess.Popen(
        ["sh", "-c", line],
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    late = threading.Timer(LONGEST, os.killpg, (running.pid, signal.SIGKILL))
    late.start()
    said = []
    try:
        for printed in running.stdout:
            said.append(printed)
            if " listening on " in printed:
                break
        else:
            raise AssertionError(f"{line}\ndid not start to listen:\n{''.join(said)}")
        yield printed.split(" listening on ")[1].strip()
    finally:
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGTERM)
        running.communicate()  # until the last process of the line is gone
        late.cancel()


@contextmanager
def alone(port, patience=LONGEST):
    """Hold the ports that the pages name: one test of this machine at a time, whichever worker runs it."""
    name = f"assemblyai-tools-ports-{os.getuid()}.lock"
    with (Path(tempfile.gettempdir()) / name).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wait_until_free(port, patience)
        yield


def wait_until_free(port, seconds):
    """Raises AssertionError if another program still has the port after `seconds`."""
    end = time.monotonic() + seconds
    while not is_free(port):
        if time.monotonic() > end:
            raise AssertionError(
                f"A page's server needs port {port}, and for {seconds} s another program of this machine has had it: "
                "stop that program and run this test again"
            )
        time.sleep(0.2)  # another program does not say when it ends


def is_free(port):
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
