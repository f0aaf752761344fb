"""Temporary data is gone when the emulator has ended, however it ended."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest
from tests.emulator.process import SECONDS, ended

TEMPORARY = (
    *(sys.executable, "-m", "assemblyai_emulator"),
    *("--port", "0", "--temporary-data", "--until-stdin-closes"),
)


@contextmanager
def temporary_emulator(tmp_path):
    with subprocess.Popen(
        TEMPORARY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    ) as process:
        try:
            assert "listening" in process.stdout.readline()
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, None])
def test_temporary_data_is_removed_when_the_emulator_stops(tmp_path, stop):
    with temporary_emulator(tmp_path) as process:
        assert any(path.suffix == ".sqlite3" for path in tmp_path.rglob("*"))
        process.stdin.close() if stop is None else process.send_signal(stop)
        assert process.wait(SECONDS) == 0
        notice = process.stderr.read()
    assert "a temporary folder, which is removed when the emulator stops" in notice
    assert list(tmp_path.iterdir()) == []


def test_temporary_data_is_removed_even_if_the_parent_is_killed(tmp_path):
    parent = (
        "import subprocess, sys\n"
        f"child = subprocess.Popen({TEMPORARY!r}, stdin=subprocess.PIPE, stdout=subprocess.PIPE)\n"
        "child.stdout.readline()\n"
        "print(child.pid, flush=True)\n"
        "child.wait()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", parent],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    ) as process:
        handle = os.pidfd_open(int(process.stdout.readline()))
        assert list(tmp_path.iterdir()) != []
        process.kill()
        assert ended(handle)
    assert list(tmp_path.iterdir()) == []
