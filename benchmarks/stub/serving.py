"""How a stub tells its address and when it ends."""

import asyncio
import gc
import sys
from collections.abc import Iterable
from socket import socket

BACKLOG = 4096
"""Connections that may wait to be accepted."""


async def until_stdin_closes(sockets: Iterable[socket]) -> None:
    """Print the address of the server with these sockets, and wait."""
    sys.stdout.write(f"http://127.0.0.1:{next(iter(sockets)).getsockname()[1]}\n")
    sys.stdout.flush()
    gc.freeze()
    await asyncio.to_thread(sys.stdin.read)
