"""Connections on loopback, with timeouts so short that a test waits only for what happens."""

import asyncio
import contextlib
import functools
import json
import logging
import resource
import socket
from contextlib import asynccontextmanager

import anyio
import pytest
import uvicorn
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse
from uvicorn.server import ServerState

from assemblyai_emulator import connections
from assemblyai_emulator.connections import BoundedConnection, Limits

PATIENT = Limits(served=100)
GET = b"GET /big HTTP/1.1\r\nHost: x\r\n\r\n"
HEAD = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 40960\r\n\r\n"
BIG = "x" * 30_000_000


class Recorder:
    """An app that reads the body and remembers what happened."""

    def __init__(self) -> None:
        self.events: list[str] = []
        self.go_on = asyncio.Event()

    async def __call__(self, scope, receive, send) -> None:
        request = Request(scope, receive)
        if request.url.path == "/slow":
            await self.go_on.wait()
        try:
            size = len(await request.body())
        except ClientDisconnect:
            self.events.append("disconnected")
            return
        self.events.append(f"{size} bytes")
        await PlainTextResponse(BIG if request.url.path == "/big" else "done")(scope, receive, send)


@asynccontextmanager
async def serving(app, limits: Limits):
    """Yields the port and the open connections."""
    config = uvicorn.Config(app, log_level="critical", ws="none", lifespan="off", timeout_keep_alive=30)
    state = ServerState()
    factory = functools.partial(BoundedConnection, config, state, {}, limits=limits)
    server = await asyncio.get_running_loop().create_server(factory, "127.0.0.1", 0)
    with anyio.fail_after(20):
        async with server:
            yield server.sockets[0].getsockname()[1], state.connections


@pytest.fixture
async def connect():
    writers = []

    async def connecting(port: int):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writers.append(writer)
        return reader, writer

    yield connecting
    for writer in writers:
        writer.close()


async def everything(reader) -> int:
    """Reads until the connection ends or breaks. Returns the number of bytes."""
    count = 0
    with contextlib.suppress(ConnectionError):
        while piece := await reader.read(1 << 20):
            count += len(piece)
    return count


def arrived(connections) -> int:
    return sum(one._received for one in connections)


def expire(connections) -> None:
    """As if the time for what the client has to do next were up, on the only connection."""
    (connection,) = connections
    connection._time_is_up(connection._awaiting)


def parsed(reply: bytes) -> tuple[int, dict[str, str], str]:
    head, _, body = reply.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    return (
        int(first.split()[1]),
        dict(line.lower().split(": ", 1) for line in lines),
        json.loads(body)["error"],
    )


async def test_a_connection_that_sends_nothing_is_closed(connect):
    async with serving(Recorder(), Limits(served=9, head_seconds=0.01)) as (port, _):
        reader, _ = await connect(port)
        assert await reader.read() == b""


async def test_a_head_that_arrives_too_slowly_gets_the_reason(connect):
    async with serving(Recorder(), Limits(served=9, head_seconds=0.05)) as (port, _):
        reader, writer = await connect(port)
        writer.write(b"GET / HTTP/1.1\r\n")
        status, headers, error = parsed(await reader.read())
        assert (status, headers["connection"]) == (408, "close")
        assert error == "No more of the request arrived within 0.05 seconds. Send it again."


async def test_bytes_one_by_one_do_not_prolong_the_time_for_a_head(connect, eventually):
    async def drip(writer) -> None:
        while not writer.is_closing():
            writer.write(b"x")
            await asyncio.sleep(0)

    async with serving(Recorder(), Limits(served=9, head_seconds=0.05)) as (port, connections):
        reader, writer = await connect(port)
        dripping = asyncio.create_task(drip(writer))
        await everything(reader)
        await eventually(lambda: not connections)
        dripping.cancel()


async def test_the_head_of_the_next_request_has_the_same_limit(connect):
    async with serving(Recorder(), Limits(served=9, head_seconds=0.05)) as (port, _):
        reader, writer = await connect(port)
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"200 OK" in await reader.readuntil(b"done")
        writer.write(b"G")
        assert b"408 Request Timeout" in await reader.read()


async def test_a_body_that_stalls_is_given_up_and_the_app_is_told(connect, eventually):
    app = Recorder()
    async with serving(app, Limits(served=9, body_seconds=0.05)) as (port, _):
        reader, writer = await connect(port)
        writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf")
        assert parsed(await reader.read())[0] == 408
        await eventually(lambda: app.events == ["disconnected"])


async def test_a_body_that_goes_on_is_read_to_its_end_however_long_it_takes(connect, eventually):
    async with serving(Recorder(), PATIENT) as (port, connections):
        reader, writer = await connect(port)
        writer.write(HEAD)
        for count in range(19):
            await eventually(lambda: arrived(connections) == len(HEAD) + count * 2048)  # noqa: B023
            writer.write(bytes(2048))
            await eventually(lambda: arrived(connections) == len(HEAD) + (count + 1) * 2048)  # noqa: B023
            expire(connections)
        writer.write(bytes(2048))
        assert b"200 OK" in await reader.readuntil(b"done")


async def test_a_body_of_single_bytes_is_given_up(connect, eventually):
    async with serving(Recorder(), PATIENT) as (port, connections):
        reader, writer = await connect(port)
        writer.write(HEAD)
        await eventually(lambda: arrived(connections) == len(HEAD))
        writer.write(b"x")
        await eventually(lambda: arrived(connections) == len(HEAD) + 1)
        expire(connections)
        assert parsed(await reader.read())[0] == 408


async def test_a_body_that_waits_for_the_app_is_not_given_up(connect, eventually):
    app = Recorder()
    async with serving(app, PATIENT) as (port, connections):
        reader, writer = await connect(port)
        size = 5_000_000
        writer.write(b"POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % size + bytes(size))
        await eventually(lambda: any(one.flow and one.flow.read_paused for one in connections))
        for _ in range(3):
            expire(connections)
        app.go_on.set()
        assert b"200 OK" in await reader.readuntil(b"done")
    assert app.events == [f"{size} bytes"]


async def test_a_client_that_does_not_read_its_reply_is_dropped(eventually):
    async with serving(Recorder(), Limits(served=9, body_seconds=0.05)) as (port, connections):
        with socket.create_connection(("127.0.0.1", port)) as client:
            client.sendall(GET)
            await eventually(lambda: any(one._awaiting == "reading" for one in connections))
            await eventually(lambda: not connections)


async def test_a_client_that_reads_its_reply_slowly_gets_all_of_it(connect, eventually):
    async with serving(Recorder(), PATIENT) as (port, connections):
        reader, writer = await connect(port)
        writer.write(GET.replace(b"Host", b"Connection: close\r\nHost"))
        await eventually(lambda: any(one._awaiting == "reading" for one in connections))
        received = 0
        for _ in range(5):
            (connection,) = connections
            before = connection._unsent()
            while connection._unsent() >= before:
                received += len(await reader.read(1 << 16))
            expire(connections)
        assert received + await everything(reader) > len(BIG)


async def test_connections_beyond_the_limit_get_a_503_until_some_leave(connect, eventually):
    app = Recorder()
    async with serving(app, Limits(served=2, refused=1)) as (port, _):
        first, _ = await connect(port), await connect(port)
        reader, writer = await connect(port)
        body = bytes(1_000_000)
        writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        status, headers, error = parsed(await reader.read())
        assert (status, headers["retry-after"], headers["connection"]) == (503, "1", "close")
        assert error.startswith("The emulator has 2 connections open already")
        first[1].close()
        await first[1].wait_closed()
        reader, writer = await connect(port)
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"200 OK" in await reader.readuntil(b"done")


async def test_a_refused_client_that_never_ends_its_request_gets_the_503_too(connect):
    async with serving(Recorder(), Limits(served=0, refused=1, refusal_seconds=0.01)) as (port, _):
        reader, writer = await connect(port)
        writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf")
        assert parsed(await reader.read())[0] == 503


async def test_a_refused_client_that_goes_away_leaves_nothing_in_the_log(
    connect, caplog, monkeypatch, eventually
):
    async with serving(Recorder(), Limits(served=0, refused=1)) as (port, connections):
        monkeypatch.setattr(logging.getLogger("uvicorn.error"), "handlers", [caplog.handler])
        caplog.set_level(logging.INFO, "uvicorn.error")
        _, writer = await connect(port)
        writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf")
        await eventually(lambda: any(one.tasks for one in connections))
        (running,) = (task for one in connections for task in one.tasks)
        writer.close()
        await asyncio.wait([running])
    assert caplog.messages == []


async def test_connections_far_beyond_the_limit_are_closed_at_once(connect):
    async with serving(Recorder(), Limits(served=1, refused=1)) as (port, _):
        await connect(port), await connect(port)
        reader, _ = await connect(port)
        assert await everything(reader) == 0


@pytest.mark.parametrize(("files", "served"), [(1024, 400), (256, 16), (8192, 3984)])
def test_the_limit_leaves_files_for_everything_else(files, served):
    assert Limits.for_open_files(files).served == served


@pytest.mark.parametrize(
    ("limits", "raised", "files"),
    [
        ((1024, 524_288), [8192], 8192),
        ((256, resource.RLIM_INFINITY), [8192], 8192),
        ((1024, 1024), [], 1024),
        ((1_000_000, 1_000_000), [], 8192),
        ((resource.RLIM_INFINITY, resource.RLIM_INFINITY), [], 8192),
    ],
)
def test_the_process_asks_for_the_files_that_it_needs(monkeypatch, limits, raised, files):
    asked = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: limits)
    monkeypatch.setattr(resource, "setrlimit", lambda _, both: asked.append(both[0]))
    assert connections.raise_open_files() == files
    assert asked == raised


def test_a_system_that_gives_no_more_files_is_taken_as_it_is(monkeypatch):
    def refuse(*_):
        raise ValueError("not allowed")

    monkeypatch.setattr(resource, "getrlimit", lambda _: (256, 4096))
    monkeypatch.setattr(resource, "setrlimit", refuse)
    assert connections.raise_open_files() == 256
