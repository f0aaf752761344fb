"""An app behind bounded connections on loopback, its clients and what they send. The tests say what time it is."""

import asyncio
import contextlib
import functools
from contextlib import asynccontextmanager

import anyio
import uvicorn
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, StreamingResponse
from uvicorn.server import ServerState

from assemblyai_mcp.asgi.connections import BoundedConnection, Limits, OpenConnections
from assemblyai_mcp.asgi.proof import with_proof

HEAD = b"POST /%s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"
"""A call to this path with a body of this many bytes."""
LISTEN = b"POST /%s HTTP/1.1\r\nHost: x\r\nMcp-Method: subscriptions/listen\r\nContent-Length: 0\r\n\r\n"
"""A call to this path that listens for events."""
GET = b"GET /%s HTTP/1.1\r\nHost: x\r\n\r\n"
"""A request for this path, without a body."""
BIG = "x" * 30_000_000
"""A reply that does not fit into the buffers of a connection."""


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
    """The app, which takes `served` connections at most; the rest are the other limits."""
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
