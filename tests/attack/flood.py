"""Floods of connections at servers that may open 1,024 files: `assemblyai-mcp --transport http`, and the emulator."""

import resource
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress

import httpx
from tests.attack.figure import Figure
from tests.attack.held_calls import held_calls
from tests.mcp_server.raw_requests import list_tools
from tests.mcp_server.server_process import process

FLOODS = 10
MOST_FILES = 1_024
CONNECTIONS = 1_100
PATIENCE = 12
"""Seconds in which a server must answer during a flood: a little more than a client has for a request's head."""

HEAD = b"POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
ONE_BYTE = b"P"
STALLED_BODY = HEAD + b"Content-Length: 1000000\r\n\r\n{"
NEVER_READ = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n" * 500
KINDS = [ONE_BYTE, STALLED_BODY, NEVER_READ]


def attack() -> Iterator[Figure]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4_096, hard), hard))  # for the floods' own ends
    try:
        with _mcp_server() as (running, port):
            silent = sum(
                not _survives(running, port, KINDS[0 if n < 6 else n % 3], _answers_mcp)
                for n in range(FLOODS)
            )
        yield Figure(
            f"of {FLOODS} floods, those after which the server did not answer /health and an MCP call",
            silent,
            0,
        )
        with _emulator() as (running, port):
            silent = sum(not _survives(running, port, ONE_BYTE, _answers_api) for _ in range(FLOODS // 2))
        yield Figure(f"of {FLOODS // 2} floods, those after which the emulator did not answer", silent, 0)
        yield from held_calls()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def _survives(running: subprocess.Popen, port: int, sent: bytes, answers: Callable[[str], bool]) -> bool:
    """Whether the server answers while the flood's connections are open, and after they are closed."""
    url = f"http://127.0.0.1:{port}"
    with ExitStack() as flood:
        for _ in range(CONNECTIONS):
            connection = flood.enter_context(socket.socket())
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.settimeout(1)
            with suppress(OSError):
                connection.connect(("127.0.0.1", port))
                connection.setblocking(False)
                connection.send(sent)
        during = _in_time(url, answers)
    return during and _in_time(url, answers) and running.poll() is None


def _in_time(url: str, answers: Callable[[str], bool]) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with suppress(httpx.HTTPError):
            if answers(url):
                return True
        time.sleep(0.1)
    return False


def _answers_mcp(url: str) -> bool:
    return httpx.get(f"{url}/health", timeout=2).status_code == 200 == list_tools(url).status_code


def _answers_api(url: str) -> bool:
    return httpx.get(f"{url}/v2/transcript", headers={"Authorization": "key"}, timeout=2).status_code == 200


@contextmanager
def _mcp_server() -> Iterator[tuple[subprocess.Popen, int]]:
    with process(most_files=MOST_FILES) as (running, url):
        yield running, int(url.rpartition(":")[2])


@contextmanager
def _emulator() -> Iterator[tuple[subprocess.Popen, int]]:
    command = [
        "sh",
        "-c",
        f'ulimit -n {MOST_FILES}; exec "$@"',
        "sh",
        sys.executable,
        "-m",
        "assemblyai_emulator",
        "--port",
        "0",
        "--temporary-data",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        try:
            line = next(line for line in running.stdout if " listening on " in line)
            yield running, int(line.rpartition(":")[2])
        finally:
            running.kill()
