"""Connections on loopback. The tests say what time it is, so that nothing waits for a limit."""

import asyncio
import contextlib
import functools
import json
import resource
import signal
import socket
from contextlib import asynccontextmanager

import anyio
import httpx
import pytest
import uvicorn
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, StreamingResponse
from tests.mcp_server.raw_requests import list_tools
from tests.mcp_server.server_process import process
from uvicorn.server import ServerState

from assemblyai_mcp.asgi import connections
from assemblyai_mcp.asgi.connections import BoundedConnection, Doing, Limits, OpenConnections
from assemblyai_mcp.asgi.proof import with_proof

HEAD = b"POST /%s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"
LISTEN = b"POST /%s HTTP/1.1\r\nHost: x\r\nMcp-Method: subscriptions/listen\r\nContent-Length: 0\r\n\r\n"
GET = b"GET /%s HTTP/1.1\r\nHost: x\r\n\r\n"
BIG = "x" * 30_000_000


class Served:
    """An app behind bounded connections, on a free port, and its clients."""

    def __init__(self, limits):
        self.open = OpenConnections(limits)
        self.port = 0
        self.left = []
        self.go_on = asyncio.Event()
        """Whether the app goes on with busy calls and with streams."""
        self.state = ServerState()
        self.clients = []
        self.now = asyncio.get_running_loop().time()

    async def app(self, scope, receive, send):
        request = Request(scope, receive)
        name = request.url.path
        if name == "/working":
            with_proof(scope, lambda: True)
        if name in ("/busy", "/working"):
            await self.go_on.wait()
        try:
            size = len(await request.body())
        except ClientDisconnect:
            self.left.append(name)
            return
        if name == "/stream":
            await StreamingResponse(self.events())(scope, receive, send)
        else:
            text = BIG if name == "/big" else f"{size} bytes"
            await PlainTextResponse(text)(scope, receive, send)

    async def events(self):
        yield "one"
        await self.go_on.wait()

    async def connect(self, data=b""):
        """A client that has sent this, once the server has received it."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.clients.append(writer)
        own = writer.get_extra_info("sockname")
        writer.write(data)
        await self.until(
            lambda: any(one.client == own and one._received == len(data) for one in self.state.connections)
        )
        return reader, writer

    def doing(self):
        return [one.doing for one in self.open._open]

    def later(self, seconds):
        """As if so many seconds had passed."""
        self.open.look(self.now)
        self.now += seconds
        self.open.look(self.now)

    async def until(self, condition):
        while not condition():  # noqa: ASYNC110 - what it asks about is no event
            await asyncio.sleep(0)


@asynccontextmanager
async def serving(served=9, **limits):
    running = Served(Limits(served=served, **limits))
    config = uvicorn.Config(running.app, log_config=None, interface="asgi3", ws="none", lifespan="off")
    factory = functools.partial(BoundedConnection, running.open, config, running.state, {})
    server = await asyncio.get_running_loop().create_server(factory, "127.0.0.1", 0)
    running.port = server.sockets[0].getsockname()[1]
    with anyio.fail_after(30):
        async with server:
            yield running
            running.go_on.set()
            for writer in running.clients:
                writer.transport.abort()
            await running.until(lambda: not running.state.connections and not running.state.tasks)


async def everything(reader):
    """What arrives until the connection ends or breaks."""
    received = b""
    with contextlib.suppress(ConnectionError):
        while piece := await reader.read(1 << 20):
            received += piece
    return received


async def test_the_longest_unfinished_body_is_given_up_when_all_together_hold_too_much():
    async with serving(held=1_100) as server:
        longest, _ = await server.connect(HEAD % (b"long", 5_000) + bytes(600))
        reader, writer = await server.connect(HEAD % (b"short", 400) + bytes(300))
        assert server.doing() == [Doing.SENDING_BODY] * 2
        _, another = await server.connect(HEAD % (b"other", 400) + bytes(200))
        assert await everything(longest) == b""
        writer.write(bytes(100))
        assert await reader.readline() == b"HTTP/1.1 200 OK\r\n"
        another.write(bytes(200))
        await server.until(lambda: not server.open._held)
        assert server.left == ["/long"]


@pytest.mark.parametrize("sent", [b"", b"G", b"GET / HTTP/1.1\r\nHost:"])
async def test_a_connection_whose_head_does_not_arrive_is_closed(sent):
    async with serving() as server:
        reader, _ = await server.connect(sent)
        server.later(9)
        assert server.doing() == [Doing.SENDING_HEAD]
        server.later(2)
        assert await everything(reader) == b""


async def test_bytes_one_by_one_do_not_prolong_the_time_for_a_head():
    async with serving() as server:
        reader, writer = await server.connect(b"GET / HTTP/1.1\r\n")
        (connection,) = server.open._open
        for _ in range(9):
            before = connection._received
            writer.write(b"x")
            await server.until(lambda: connection._received > before)  # noqa: B023
            server.later(1)
        server.later(2)
        assert await everything(reader) == b""


async def test_the_head_of_the_next_request_has_the_same_time():
    async with serving() as server:
        reader, writer = await server.connect(GET % b"")
        await reader.readuntil(b"0 bytes")
        await server.until(lambda: server.doing() == [Doing.PAUSING])
        writer.write(b"G")
        await server.until(lambda: server.doing() == [Doing.SENDING_HEAD])
        server.later(9)
        assert len(server.open) == 1
        server.later(2)
        assert await everything(reader) == b""


async def test_a_body_that_stalls_is_given_up_and_the_app_is_told():
    async with serving() as server:
        reader, writer = await server.connect(HEAD % (b"", 40_000) + b"half")
        server.later(9)
        writer.write(b"x")
        (connection,) = server.open._open
        await server.until(lambda: connection._received_then < connection._received)
        server.later(2)
        assert await everything(reader) == b""
        await server.until(lambda: server.left == ["/"])


async def test_a_body_that_goes_on_has_the_time_that_it_needs():
    async with serving() as server:
        size, piece = 160_000, 20_000
        reader, writer = await server.connect(HEAD % (b"", size))
        (connection,) = server.open._open
        for count in range(1, 8):
            writer.write(bytes(piece))
            await server.until(lambda: connection._received >= count * piece)  # noqa: B023
            server.later(9)
        writer.write(bytes(piece))
        assert b"200 OK" in await reader.readuntil(b"160000 bytes")


async def test_a_body_that_waits_for_the_app_is_not_given_up():
    async with serving() as server:
        reader, _ = await server.connect(HEAD % (b"busy", 300_000) + bytes(90_000))
        (connection,) = server.open._open
        await server.until(lambda: connection.flow.read_paused)
        server.later(100)
        server.later(100)
        assert len(server.open) == 1
        server.go_on.set()
        await server.until(lambda: not connection.flow.read_paused)
        server.later(11)
        assert await everything(reader) == b""


async def test_a_call_may_take_as_long_as_it_takes():
    async with serving() as server:
        reader, _ = await server.connect(HEAD % (b"busy", 0))
        assert server.doing() == [Doing.WAITING]
        server.later(1_000)
        server.go_on.set()
        assert b"200 OK" in await reader.readuntil(b"0 bytes")


async def test_a_client_that_does_not_read_its_reply_is_dropped():
    async with serving() as server:
        await server.connect(GET % b"big")
        (connection,) = server.open._open
        await server.until(lambda: connection.transport.get_write_buffer_size() > 0)
        server.later(1)
        assert server.doing() == [Doing.NOT_READING]
        server.later(29)
        assert len(server.open) == 1
        server.later(2)
        await server.until(lambda: not server.state.connections)


async def test_a_client_that_reads_its_reply_slowly_gets_all_of_it():
    async with serving() as server:
        reader, _ = await server.connect(GET.replace(b"Host", b"Connection: close\r\nHost") % b"big")
        (connection,) = server.open._open
        received = 0
        await server.until(lambda: connection.transport.get_write_buffer_size() > 0)
        for _ in range(4):
            before = connection.transport.get_write_buffer_size()
            while connection.transport.get_write_buffer_size() >= before:
                received += len(await reader.read(1 << 16))
            server.later(29)
        assert received + len(await everything(reader)) > len(BIG)


@pytest.mark.parametrize(
    ("sent", "doing"),
    [
        ((b"G", GET % b"x", b""), [Doing.SENDING_HEAD, Doing.PAUSING, Doing.SENDING_HEAD]),
        ((HEAD % (b"", 9), GET % b"x"), [Doing.SENDING_BODY, Doing.PAUSING]),
        ((HEAD % (b"", 9), GET % b"stream"), [Doing.SENDING_BODY, Doing.LISTENING]),
        ((HEAD % (b"busy", 0), GET % b"stream"), [Doing.WAITING, Doing.LISTENING]),
        ((HEAD % (b"busy", 0), LISTEN % b"stream"), [Doing.WAITING, Doing.LISTENING]),
        ((HEAD % (b"working", 0), HEAD % (b"busy", 0)), [Doing.WORKING, Doing.WAITING]),
    ],
)
async def test_the_oldest_of_those_who_wait_for_the_least_makes_room(sent, doing):
    async with serving(len(sent)) as server:
        clients = [await server.connect(data) for data in sent]
        await server.until(lambda: server.doing() == doing)
        server.later(1)
        gone = doing.index(min(doing))
        reader, _ = await server.connect(HEAD % (b"", 2) + b"ok")
        assert b"200 OK" in await reader.readuntil(b"2 bytes")
        await everything(clients[gone][0])
        assert server.doing()[:-1] == [one for index, one in enumerate(doing) if index != gone]


@pytest.mark.parametrize("sent", [0, 3_000_000], ids=["without a body", "with a body that nobody reads"])
async def test_when_only_known_callers_are_at_work_the_next_is_told_to_come_again(sent):
    async with serving(2) as server:
        first, _ = [await server.connect(HEAD % (b"working", 0)) for _ in range(2)]
        await server.until(lambda: server.doing() == [Doing.WORKING] * 2)
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        server.clients.append(writer)
        writer.write(HEAD % (b"", sent) + bytes(sent))
        head, _, body = (await everything(reader)).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 503 Service Unavailable\r\n")
        assert b"\r\nRetry-After: 1\r\n" in head
        assert json.loads(body)["error"].endswith("Try again in a second.")
        assert len(server.open) == 2
        server.go_on.set()
        await first[0].readuntil(b"0 bytes")
        reader, _ = await server.connect(GET % b"")
        assert b"200 OK" in await reader.readuntil(b"0 bytes")


async def test_who_is_told_to_come_again_and_stays_is_dropped():
    async with serving(1) as server:
        await server.connect(HEAD % (b"working", 0))
        await server.until(lambda: server.doing() == [Doing.WORKING])
        reader, _ = await server.connect()
        assert b" 503 " in await reader.readline()
        server.open.look(server.now)
        assert len(server.state.connections) == 2
        server.open.look(server.now)
        await server.until(lambda: len(server.state.connections) == 1)
        assert not server.open._refused


async def test_few_stay_to_read_that_there_is_no_room(monkeypatch):
    monkeypatch.setattr(connections, "_MOST_REFUSED", 1)
    async with serving(1) as server:
        await server.connect(HEAD % (b"working", 0))
        await server.until(lambda: server.doing() == [Doing.WORKING])
        readers = [(await asyncio.open_connection("127.0.0.1", server.port)) for _ in range(3)]
        server.clients += [writer for _, writer in readers]
        assert all([b" 503 " in await everything(reader) for reader, _ in readers])
        await server.until(lambda: len(server.state.connections) == 2)


async def test_a_connection_that_was_just_opened_outlasts_the_call_of_a_stranger():
    async with serving(2) as server:
        held, _ = await server.connect(HEAD % (b"busy", 0))
        await server.until(lambda: server.doing() == [Doing.WAITING])
        server.later(1)
        first, writer = await server.connect()
        second, _ = await server.connect(GET % b"")
        assert await everything(held) == b""
        writer.write(GET % b"")
        for reader in (first, second):
            assert b"200 OK" in await reader.readuntil(b"0 bytes")


async def test_a_whole_body_counts_until_its_answer_is_complete():
    async with serving(held=50_000) as server:
        held, _ = await server.connect(HEAD % (b"busy", 30_000) + bytes(30_000))
        await server.until(lambda: server.doing() == [Doing.WAITING])
        assert server.open._held > 30_000
        reader, _ = await server.connect(HEAD % (b"working", 25_000) + bytes(25_000))
        assert await everything(held) == b""
        await server.until(lambda: server.doing() == [Doing.WORKING])
        server.go_on.set()
        await reader.readuntil(b"25000 bytes")
        assert server.open._held == 0


async def test_the_body_of_a_known_caller_is_kept_and_the_one_that_is_too_much_is_not():
    async with serving(held=50_000) as server:
        reader, _ = await server.connect(HEAD % (b"working", 40_000) + bytes(40_000))
        await server.until(lambda: server.doing() == [Doing.WORKING])
        refused, _ = await server.connect(HEAD % (b"working", 20_000) + bytes(20_000))
        assert await everything(refused) == b""
        server.go_on.set()
        await reader.readuntil(b"40000 bytes")


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
