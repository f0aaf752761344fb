"""The real process, from outside."""

import os
import re
import select
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from assemblyai_emulator import __version__

KEY = {"Authorization": "key"}
SECONDS = 20


@contextmanager
def emulator(data_dir, *options):
    command = [
        sys.executable,
        "-m",
        "assemblyai_emulator",
        "--port",
        "0",
        "--data-dir",
        str(data_dir),
        *options,
    ]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            line = process.stdout.readline()
            address = re.fullmatch(
                rf"assemblyai-emulator {__version__} listening on (http://127.0.0.1:\d+)\n", line
            )
            with httpx.Client(base_url=address[1], headers=KEY, timeout=SECONDS) as client:
                yield process, client
        finally:
            process.kill()


def created(client, content: bytes) -> str:
    upload_url = client.post("/v2/upload", content=content).json()["upload_url"]
    return f"/v2/transcript/{client.post('/v2/transcript', json={'audio_url': upload_url}).json()['id']}"


def poll(client, path: str, *statuses: str) -> httpx.Response:
    for _ in range(20_000):
        reply = client.get(path)
        if reply.json()["status"] in statuses:
            return reply
    pytest.fail(f"{path} never was {statuses}")


def children(process) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


def ended(handle: int) -> bool:
    """Whether the process behind the handle ends within a bounded time."""
    with os.fdopen(handle) as file:
        return bool(select.select([file], [], [], SECONDS)[0])


def test_a_job_survives_kill_9_and_no_worker_is_left_behind(tmp_path, hello):
    with emulator(tmp_path) as (process, client):
        path = created(client, hello.read_bytes())
        working = poll(client, path, "processing")
        assert float(working.headers["x-emulator-progress"]) >= 0
        (worker,) = children(process)
        handle = os.pidfd_open(worker)
        process.kill()
        assert ended(handle)
    with emulator(tmp_path) as (_, client):
        done = poll(client, path, "completed", "error").json()
    assert done["text"] == "The weather was cold this morning we will meet again on Friday."


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_it_in_order(tmp_path, number, hello):
    with emulator(tmp_path) as (process, client):
        path = created(client, hello.read_bytes())
        poll(client, path, "processing")
        (worker,) = children(process)
        handle = os.pidfd_open(worker)
        process.send_signal(number)
        assert process.wait(SECONDS) == 0
        assert ended(handle)
        assert "Traceback" not in process.stderr.read()


def test_it_stops_when_its_stdin_closes(tmp_path):
    with emulator(tmp_path, "--until-stdin-closes") as (process, client):
        assert client.get("/v2/transcript").status_code == 200
        process.stdin.close()
        assert process.wait(SECONDS) == 0


def test_it_goes_on_without_stdin_unless_asked(tmp_path):
    with emulator(tmp_path) as (process, client):
        process.stdin.close()
        assert client.get("/v2/transcript").status_code == 200
        assert process.poll() is None


def test_it_says_how_good_it_is_and_where_the_data_lies(tmp_path):
    with emulator(tmp_path, "--api-key", "key", "--api-key", "other") as (process, client):
        assert client.get("/v2/transcript", headers={"Authorization": "wrong"}).status_code == 401
        assert client.get("/v2/transcript").status_code == 200
        process.terminate()
        notice = process.stderr.read()
    assert "28 %" in notice
    assert "83 %" in notice
    assert str(tmp_path) in notice


def run(*options) -> subprocess.CompletedProcess:
    command = [sys.executable, "-X", "importtime", "-m", "assemblyai_emulator", *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)


def test_help_loads_nothing_heavy():
    asked = run("--help")
    assert asked.returncode == 0
    assert "--until-stdin-closes" in asked.stdout
    loaded = {line.rpartition("|")[2].strip() for line in asked.stderr.splitlines()}
    assert not loaded & {"av", "numpy", "pocketsphinx", "bm25s", "starlette", "uvicorn"}


@pytest.mark.parametrize("options", [("--workers", "0"), ("--llm-url", "http://x"), ("--port", "x")])
def test_a_wrong_option_is_a_usage_error(options):
    assert run(*options).returncode == 2


def test_a_port_in_use_is_said_in_a_sentence(tmp_path):
    with emulator(tmp_path) as (_, client):
        refused = run("--port", str(client.base_url.port), "--data-dir", str(tmp_path / "other"))
    assert refused.returncode == 1
    assert "Choose another --port." in refused.stderr
