"""Runs the app under uvicorn on a socket of its own."""

import os
import signal
import socket
import sys
import threading
from types import FrameType

import uvicorn
from starlette.applications import Starlette

from assemblyai_emulator import __version__

_GRACE_SECONDS = 2


class Server(uvicorn.Server):
    """Says on stdout, in one line, that it accepts connections, and where."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and sockets:
            print(f"assemblyai-emulator {__version__} listening on {_url(sockets[0])}", flush=True)  # noqa: T201 - a parent reads it


def serve(app: Starlette, host: str, port: int, *, until_stdin_closes: bool) -> bool:
    """Serve until SIGINT, SIGTERM or, if asked, the end of stdin; whether the server ever got to work.

    Raises OSError when the address cannot be bound; port 0 takes a free one.
    """
    listener = _bound(host, port)
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, lifespan="on", timeout_graceful_shutdown=_GRACE_SECONDS
    )
    server = Server(config)
    # Uvicorn stops in order on a signal and then raises it again; by then there is nothing left to end.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _ignore)
    if until_stdin_closes:
        threading.Thread(target=_stop_at_end_of_stdin, args=(server,), daemon=True).start()
    server.run(sockets=[listener])
    return server.started


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _stop_at_end_of_stdin(server: Server) -> None:
    # Not sys.stdin: a thread that waits in its buffer holds a lock which the interpreter needs to end.
    while os.read(sys.stdin.fileno(), 1024):
        pass
    server.should_exit = True


def _ignore(_number: int, _frame: FrameType | None) -> None:
    pass
