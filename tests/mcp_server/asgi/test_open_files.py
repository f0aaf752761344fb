"""How many files the process may open, and so how many connections it serves."""

import contextlib
import resource
import signal
import socket

import httpx
import pytest
from tests.mcp_server.raw_requests import list_tools
from tests.mcp_server.server_process import process

from assemblyai_mcp.asgi import connections
from assemblyai_mcp.asgi.connections import Limits


@pytest.mark.parametrize(("files", "served"), [(1024, 298), (100, 8), (8192, 2688)])
def test_the_limit_leaves_files_for_everything_else(files, served):
    assert Limits.for_open_files(files).served == served


@pytest.mark.parametrize(
    ("limits", "raised", "files"),
    [
        ((1024, 524_288), [(8192, 524_288)], 8192),
        ((256, resource.RLIM_INFINITY), [(8192, resource.RLIM_INFINITY)], 8192),
        ((256, 4096), [(4096, 4096)], 4096),
        ((1024, 1024), [], 1024),
        ((1_000_000, 1_000_000), [], 8192),
        ((resource.RLIM_INFINITY, resource.RLIM_INFINITY), [], 8192),
    ],
)
def test_the_process_asks_for_the_files_that_it_needs(monkeypatch, limits, raised, files):
    asked = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: limits)
    monkeypatch.setattr(resource, "setrlimit", lambda _, both: asked.append(both))
    assert connections.raise_open_files() == files
    assert asked == raised


def test_a_system_that_gives_no_more_files_is_taken_as_it_is(monkeypatch):
    def refuse(*_):
        raise ValueError("not allowed")

    monkeypatch.setattr(resource, "getrlimit", lambda _: (256, 4096))
    monkeypatch.setattr(resource, "setrlimit", refuse)
    assert connections.raise_open_files() == 256


def test_more_connections_than_the_process_may_open_files_do_not_end_it():
    with process(most_files=128) as (running, url), contextlib.ExitStack() as held:
        port = int(url.rpartition(":")[2])
        for _ in range(300):
            flooding = held.enter_context(socket.create_connection(("127.0.0.1", port)))
            with contextlib.suppress(ConnectionError):  # closed already, for one of those that came after it
                flooding.sendall(b"G")
        assert httpx.get(f"{url}/health").status_code == 200
        assert list_tools(url).status_code == 200
        running.terminate()
        assert running.wait(30) == -signal.SIGTERM
        assert running.stderr.read() == ""
