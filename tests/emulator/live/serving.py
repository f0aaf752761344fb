"""An app of the emulator, served on loopback by the event loop of a test."""

import asyncio
import socket
from contextlib import asynccontextmanager, nullcontext

from assemblyai_emulator.server import Server


@asynccontextmanager
async def served(app):
    """The server, and its port. It has stopped at the end of the block."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = Server(app, "")
    server.capture_signals = nullcontext
    task = asyncio.create_task(server.serve([listener]))
    while not server.started:  # noqa: ASYNC110 - it starts in this loop
        await asyncio.sleep(0)
    try:
        yield server, listener.getsockname()[1]
    finally:
        server.should_exit = True
        await task
        server.last_resort.cancel()
        listener.close()
