"""Sockets under the server's own connections: counted, and without the timers of a request."""

import asyncio
import functools

import anyio
import pytest
import uvicorn
from uvicorn.server import ServerState
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from assemblyai_emulator.connections import BoundedConnection, BoundedSocket, Limits


async def echo(scope, receive, send) -> None:
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "text": message["text"]})


@pytest.fixture
async def serving():
    """Starts a server with these limits, and yields its address and its state."""
    servers = []

    async def starting(limits: Limits):
        config = uvicorn.Config(echo, log_level="critical", ws=BoundedSocket, lifespan="off")
        state = ServerState()
        factory = functools.partial(BoundedConnection, config, state, {}, limits=limits)
        servers.append(await asyncio.get_running_loop().create_server(factory, "127.0.0.1", 0))
        return f"ws://127.0.0.1:{servers[0].sockets[0].getsockname()[1]}", state

    with anyio.fail_after(20):
        yield starting
    for server in servers:
        server.close()


async def test_no_timer_of_a_request_runs_while_a_socket_is_open(serving, monkeypatch):
    connections = []
    made = BoundedConnection.connection_made
    monkeypatch.setattr(
        BoundedConnection,
        "connection_made",
        lambda one, transport: (connections.append(one), made(one, transport)),
    )
    address, state = await serving(Limits(served=9))
    async with connect(address, proxy=None) as socket:
        await socket.send("hello")
        assert await socket.recv() == "hello"
        assert [one._timer for one in connections] == [None]
        assert [type(one).__name__ for one in state.connections] == ["BoundedSocket"]


async def test_open_sockets_count_as_connections(serving):
    address, _ = await serving(Limits(served=1))
    async with connect(address, proxy=None):
        with pytest.raises(InvalidStatus) as error:
            await connect(address, proxy=None)
        assert error.value.response.status_code == 503
        assert b"1 connections open already" in error.value.response.body
    async with connect(address, proxy=None) as socket:
        await socket.send("free")
        assert await socket.recv() == "free"


async def test_a_client_that_reads_nothing_and_answers_no_ping_is_given_up(serving, eventually):
    address, state = await serving(Limits(served=9))
    host, port = address.removeprefix("ws://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    key = "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13"
    writer.write(
        f"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n{key}\r\n\r\n".encode()
    )
    await reader.readuntil(b"\r\n\r\n")
    (connection,) = state.connections
    connection.transport.write(bytes(30_000_000))
    connection.keepalive_timeout()
    await eventually(lambda: not state.connections)
    writer.close()
