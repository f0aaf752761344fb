"""An emulator that notes its sessions, and a network to it, on an event loop in a thread."""

import asyncio
import json
import threading
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field

from tests.emulator.live.serving import served

from assemblyai_emulator.app import create_app

PAGE = b"<html><body><h1>502 Bad Gateway</h1></body></html>"


@dataclass
class Noted:
    """A session as the emulator saw it."""

    query: str
    headers: dict
    audio: bytearray = field(default_factory=bytearray)
    orders: list = field(default_factory=list)
    told: list = field(default_factory=list)
    code: int | None = None
    is_over: bool = False

    @property
    def end(self):
        """How it ended. A session that is still open is still billed."""
        if not self.is_over:
            return "open"
        if "Terminate" in self.orders:
            return "ended by the client"
        return f"closed with {self.code}" if self.code else "lost"


class Watch:
    """The emulator's app, whose sessions are noted."""

    def __init__(self, app):
        self._app, self.state, self.router = app, app.state, app.router
        self.sessions = []

    async def __call__(self, scope, receive, send):
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        noted = Noted(scope["query_string"].decode(), dict(scope["headers"]))
        self.sessions.append(noted)

        async def received():
            message = await receive()
            if message.get("bytes") is not None:
                noted.audio += message["bytes"]
            elif message.get("text") is not None:
                noted.orders.append(json.loads(message["text"])["type"])
            return message

        async def sent(message):
            if message["type"] == "websocket.close":
                noted.code = message["code"]
            elif message.get("text") is not None:
                noted.told.append(json.loads(message["text"])["type"])
            await send(message)

        try:
            await self._app(scope, received, sent)
        finally:
            noted.is_over = True


@dataclass
class Emulator:
    watch: Watch
    port: int

    @property
    def sessions(self):
        return self.watch.sessions

    @property
    def services(self):
        return self.watch.state.services

    @property
    def ends(self):
        return [noted.end for noted in self.sessions]


@asynccontextmanager
async def serving(settings):
    watch = Watch(create_app(settings))
    async with served(watch) as (server, port):
        emulator = Emulator(watch, port)
        emulator.stop = lambda: setattr(server, "should_exit", True)
        yield emulator


class Network:
    """Carries bytes between the client and `target`, a port, while it is `up`.

    down: connections break, and new ones too. deaf: connections stay, and nothing arrives on them any more. page: a
    gateway answers each new connection with a page of its own.
    """

    def __init__(self, target, loop):
        self._target, self._loop = target, loop
        self._state = "up"
        self._writers = set()
        self.port = 0
        self.tries = 0
        self.lost = 0
        """Directions of deaf connections that were given up."""

    def set(self, state):
        """Change it, from any thread."""
        asyncio.run_coroutine_threadsafe(self._set(state), self._loop).result()

    async def _set(self, state):
        self._state = state
        if state == "down":
            for writer in self._writers:
                writer.transport.abort()

    async def carry(self, reader, writer):
        self.tries += 1
        self._writers.add(writer)
        try:
            if self._state == "down":
                writer.transport.abort()
            elif self._state == "page":
                await reader.readuntil(b"\r\n\r\n")
                head = b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n"
                writer.write(head % len(PAGE) + PAGE)
                await writer.drain()
                await reader.read()  # until the client has read it
            else:
                inner, outer = await asyncio.open_connection("127.0.0.1", self._target)
                self._writers.add(outer)
                try:
                    await asyncio.gather(self._copy(reader, outer), self._copy(inner, writer))
                finally:
                    self._leave(outer)
        finally:
            self._leave(writer)

    def _leave(self, writer):
        writer.transport.abort()
        self._writers.discard(writer)

    async def _copy(self, reader, writer):
        is_deaf = False
        with suppress(OSError):
            while data := await reader.read(1 << 16):
                is_deaf = is_deaf or self._state == "deaf"
                if not is_deaf:
                    writer.write(data)
                    await writer.drain()
        self.lost += is_deaf
        writer.close()


@contextmanager
def world(settings):
    """An emulator with these settings, and a network to it."""
    ready, leave, found = threading.Event(), asyncio.Event(), []

    async def main():
        async with serving(settings) as emulator:
            network = Network(emulator.port, asyncio.get_running_loop())
            async with await asyncio.start_server(network.carry, "127.0.0.1", 0) as server:
                network.port = server.sockets[0].getsockname()[1]
                found.extend([emulator, network, asyncio.get_running_loop()])
                ready.set()
                await leave.wait()
                await network._set("down")

    thread = threading.Thread(target=lambda: asyncio.run(main()), name="world")
    thread.start()
    ready.wait()
    try:
        yield found[0], found[1]
    finally:
        found[2].call_soon_threadsafe(leave.set)
        thread.join()
