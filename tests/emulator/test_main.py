"""The real process lives and ends as it should: its jobs, its worker, its signals, its stdin and its notice."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import httpx
import pytest
from tests.emulator.commands import emulator_command
from tests.emulator.process import SECONDS, emulator, ended
from websockets.sync.client import connect


def created(client, content: bytes) -> str:
    upload_url = client.post("/v2/upload", content=content).json()["upload_url"]
    return f"/v2/transcript/{client.post('/v2/transcript', json={'audio_url': upload_url}).json()['id']}"


def poll(client, path: str, *statuses: str) -> httpx.Response:
    for _ in range(20_000):
        reply = client.get(path)
        if reply.json()["status"] in statuses:
            return reply
    pytest.fail(f"{path} never reached {statuses}")


def only_child(process) -> int:
    """The process id of the worker, which starts soon after its first job is said to be processing."""
    path = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    deadline = time.monotonic() + SECONDS
    while not (children := path.read_text().split()):
        assert time.monotonic() < deadline, "no worker was started"
        time.sleep(0.01)
    (child,) = children
    return int(child)


def test_a_job_survives_sigkill_and_no_worker_is_left_behind(tmp_path, hello):
    with emulator(tmp_path) as (process, client):
        path = created(client, hello.read_bytes())
        working = poll(client, path, "processing")
        assert float(working.headers["x-emulator-progress"]) >= 0
        worker = only_child(process)
        handle = os.pidfd_open(worker)
        process.kill()
        assert ended(handle)
    with emulator(tmp_path) as (_, client):
        done = poll(client, path, "completed", "error").json()
    assert done["text"] == "The weather was called this morning, we will meet again on Friday."


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_shuts_it_down_gracefully(tmp_path, number, hello):
    with emulator(tmp_path) as (process, client):
        path = created(client, hello.read_bytes())
        poll(client, path, "processing")
        worker = only_child(process)
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


def test_it_keeps_running_without_stdin_by_default(tmp_path):
    with emulator(tmp_path) as (process, client):
        process.stdin.close()
        assert client.get("/v2/transcript").status_code == 200
        assert process.poll() is None


def test_the_notice_states_the_accuracy_and_the_data_directory(tmp_path):
    with emulator(tmp_path, "--api-key", "key", "--api-key", "other") as (process, client):
        assert client.get("/v2/transcript", headers={"Authorization": "wrong"}).status_code == 401
        assert client.get("/v2/transcript").status_code == 200
        process.terminate()
        notice = process.stderr.read()
    assert "Whisper tiny.en: about 4 %" in notice
    assert "19 % on a telephone call" in notice
    assert str(tmp_path) in notice


def test_the_notice_says_which_engine_hears_and_that_it_is_worse(tmp_path):
    with emulator(tmp_path, "--speech-model", "pocketsphinx") as (process, _):
        process.terminate()
        notice = " ".join(process.stderr.read().split())
    assert "by pocketsphinx, with low accuracy: about 28 %" in notice
    assert "83 % on a telephone call" in notice


def test_a_streaming_client_is_heard(tmp_path):
    with emulator(tmp_path) as (_, client):
        url = f"ws://{client.base_url.netloc.decode()}/v3/ws?speech_model=u3-rt-pro&sample_rate=16000"
        with connect(url, additional_headers={"Authorization": "any"}, proxy=None) as socket:
            socket.send(bytes(3200))
            socket.send('{"type": "Terminate"}')
            assert [json.loads(message)["type"] for message in socket] == ["Begin", "Termination"]


def test_it_serves_though_nobody_reads_its_address(tmp_path):
    read, write = os.pipe()
    os.close(read)
    with (
        os.fdopen(write, "w") as stdout,
        subprocess.Popen(
            emulator_command(tmp_path, "--until-stdin-closes"),
            stdin=subprocess.PIPE,
            stdout=stdout,
            stderr=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        process.stdin.close()  # it ends when it was up
        assert process.wait(SECONDS) == 0
        assert "Traceback" not in process.stderr.read()
