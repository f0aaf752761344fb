"""The real process: stopped with SIGTERM in the middle of everything, or with more clients than it can serve."""

import asyncio
import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest
from tests.emulator.commands import emulator_command

KEY = {"Authorization": "key"}
SECONDS = 60
"""The most that anything may take, on a machine that has other work too."""


@contextmanager
def emulator(data_dir, *, most_files: int | None = None):
    command = emulator_command(data_dir, "--workers", "1")
    if most_files:
        command = ["sh", "-c", f'ulimit -n {most_files} && exec "$@"', "sh", *command]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            port = int(re.search(r":(\d+)\n", process.stdout.readline())[1])
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=KEY, timeout=SECONDS) as client:
                yield process, client
        finally:
            process.kill()


def created(client, content: bytes, **parameters) -> str:
    url = client.post("/v2/upload", content=content).json()["upload_url"]
    return client.post("/v2/transcript", json={"audio_url": url, **parameters}).json()["id"]


def poll(client, transcript_id: str, *statuses: str) -> dict:
    for _ in range(50_000):
        transcript = client.get(f"/v2/transcript/{transcript_id}").json()
        if transcript["status"] in statuses:
            return transcript
    pytest.fail(f"{transcript_id} never reached {statuses}")


@contextmanager
def receiver():
    """A webhook receiver that answers 503 while `refusing`, and remembers what it accepted."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            if not server.refusing:
                server.accepted.append(json.loads(body)["transcript_id"])
            self.send_response(503 if server.refusing else 200)
            self.end_headers()
            server.called.set()

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        server.refusing, server.accepted, server.called = True, [], threading.Event()
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def address(client) -> tuple[str, int]:
    return client.base_url.host, client.base_url.port


def memory(process) -> int:
    """What the process holds of the machine's memory, in kilobytes."""
    listed = subprocess.run(
        ["ps", "-o", "rss=", "-p", str(process.pid)], capture_output=True, text=True, check=True
    )
    return int(listed.stdout)


def children(process) -> list[int]:
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True, check=False
    )
    return [int(pid) for pid in listed.stdout.split()]


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="watching another's child needs Linux's pidfd")
def test_sigterm_in_the_middle_of_everything_loses_and_doubles_nothing(tmp_path, hello):
    sound = hello.read_bytes()
    with receiver() as hook:
        webhook = {"webhook_url": f"http://127.0.0.1:{hook.server_address[1]}/"}
        with (
            emulator(tmp_path) as (process, client),
            socket.create_connection(address(client)) as silent,
            socket.create_connection(address(client)) as sending,
            ThreadPoolExecutor() as threads,
        ):
            ended = created(client, sound, **webhook)
            poll(client, ended, "completed")
            assert hook.called.wait(SECONDS)
            waiting = [created(client, sound) for _ in range(3)]
            sending.sendall(
                b"POST /v2/upload HTTP/1.1\r\nHost: x\r\nAuthorization: key\r\nContent-Length: 9000\r\n\r\nhalf"
            )
            silent.sendall(b"GET /v2/transcript HTTP/1.1\r\n")
            hanging = threads.submit(
                client.get, "/v2/transcript", headers={"X-Emulator-Fault": "hang;seconds=600"}
            )
            poll(client, waiting[0], "processing")
            workers = [os.pidfd_open(pid) for pid in children(process)]
            process.send_signal(signal.SIGTERM)
            assert process.wait(SECONDS) == 0
            assert hanging.result(SECONDS).status_code == 503
            assert "Send the request again when it runs again" in hanging.result().json()["error"]
            assert b"503 Service Unavailable" in sending.recv(1 << 16)
            assert workers
            assert all(select.select([worker], [], [], SECONDS)[0] for worker in workers)
            for worker in workers:
                os.close(worker)
            errors = process.stderr.read()
        assert "Traceback" not in errors
        hook.refusing = False
        hook.called.clear()
        with emulator(tmp_path) as (_, client):
            transcripts = [poll(client, one, "completed", "error") for one in waiting]
            assert [one["status"] for one in transcripts] == ["completed"] * len(waiting)
            listed = client.get("/v2/transcript", params={"limit": 50}).json()["transcripts"]
            assert sorted(one["id"] for one in listed) == sorted([ended, *waiting])
            assert hook.called.wait(SECONDS)
    assert hook.accepted == [ended]
    # What the client had sent of its file is not kept.
    assert sum(1 for path in tmp_path.rglob("uploads/*")) == 4


BUSY = """
import asyncio, time
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
from assemblyai_emulator import server

async def busy(_):
    print("busy", flush=True)
    await asyncio.to_thread(time.sleep, 600)

server._LONGEST_STOP_SECONDS = 0.1
app = Starlette(routes=[Route("/", busy)])
server.serve(app, "127.0.0.1", 0, notice="", until_stdin_closes=False)
"""


def test_a_thread_that_does_not_end_does_not_keep_the_process():
    command = (sys.executable, "-c", BUSY)
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process,
        ThreadPoolExecutor() as threads,
    ):
        url = re.search(r"http://.+", process.stdout.readline())[0]
        threads.submit(httpx.get, url, timeout=SECONDS)
        assert process.stdout.readline() == "busy\n"
        process.send_signal(signal.SIGTERM)
        assert process.wait(SECONDS) == 0


def test_more_idle_connections_than_open_files_leave_the_server_up(tmp_path):
    with emulator(tmp_path, most_files=256) as (process, client):
        idle = [socket.create_connection(address(client)) for _ in range(300)]
        with httpx.Client(base_url=client.base_url, headers=KEY, timeout=SECONDS) as late:
            for _ in range(1000):
                try:
                    reply = late.get("/v2/transcript")
                except httpx.TransportError:
                    continue  # one of those far beyond the limit, which are closed at once
                if reply.status_code == 503:
                    assert "connections open already" in reply.json()["error"]
                    assert reply.headers["retry-after"] == "1"
                break
        for connection in idle:
            connection.close()
        for _ in range(1000):
            try:
                if client.get("/v2/transcript").status_code == 200:
                    break
            except httpx.TransportError:
                continue
        else:
            pytest.fail("no request was answered after the others had left")
        process.send_signal(signal.SIGTERM)
        assert process.wait(SECONDS) == 0
        assert "Traceback" not in process.stderr.read()


async def _upload(port: int, content: bytes, everyone: asyncio.Barrier) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = "POST /v2/upload HTTP/1.1\r\nHost: x\r\nAuthorization: key\r\nConnection: close\r\n"
    await everyone.wait()
    writer.write(f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content)
    reply = await reader.read()
    writer.close()
    return reply


@pytest.mark.skipif(sys.platform != "linux", reason="what a process gives back depends on the system")
async def test_the_memory_of_many_uploads_at_once_is_given_back(tmp_path):
    count, content = 150, bytes(2_000_000)
    with emulator(tmp_path) as (process, client):
        client.get("/v2/transcript")
        before = memory(process)
        everyone = asyncio.Barrier(count)
        replies = await asyncio.gather(
            *(_upload(address(client)[1], content, everyone) for _ in range(count))
        )
        assert all(reply.startswith(b"HTTP/1.1 200 ") for reply in replies)
        # Without a bound, and without giving it back, 150 MB stayed.
        assert memory(process) < before + 40_000
