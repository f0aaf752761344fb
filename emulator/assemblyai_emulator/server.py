"""Runs the app under uvicorn on a socket of its own."""

import asyncio
import functools
import os
import signal
import socket
import sys
import threading
from typing import cast

import uvicorn
from starlette.applications import Starlette

from assemblyai_emulator import __version__
from assemblyai_emulator.connections import BoundedConnection, BoundedSocket, Limits, raise_open_files
from assemblyai_emulator.errors import SetupError

_BACKLOG = 1024
"""Connections that wait in the system until they are accepted."""

_ACCEPTED_AT_ONCE = 32
"""Connections that are accepted before the new ones are counted."""

_LONGEST_MESSAGE = 1 << 19
"""Bytes of a client's message on a socket. Two seconds of audio are 384,000 at most."""

_GRACE_SECONDS = 2
"""Seconds that open requests get on shutdown."""

_LONGEST_STOP_SECONDS = 8.0
"""Seconds after which the process ends even if a thread is still at work. Stored data is always complete."""


class Server(uvicorn.Server):
    """Once it accepts connections, writes the notice to stderr and one line with its address to stdout."""

    def __init__(self, app: Starlette, notice: str) -> None:
        limits = Limits.for_open_files(raise_open_files())
        config = uvicorn.Config(
            app,
            http=cast("type[asyncio.Protocol]", functools.partial(BoundedConnection, limits=limits)),
            # asyncio accepts as many at once as it lets wait, so `startup` sets the number of waiting ones again.
            backlog=_ACCEPTED_AT_ONCE,
            log_level="warning",
            access_log=False,
            # See `serve`: uvicorn itself would print a traceback when the app fails to start.
            lifespan="off",
            ws=BoundedSocket,
            ws_max_size=_LONGEST_MESSAGE,
            # The answer to a ping comes after the audio before it, which may come faster than it can be heard.
            ws_ping_interval=None,
            timeout_graceful_shutdown=_GRACE_SECONDS,
        )
        super().__init__(config)
        self._app = app
        self._notice = notice

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        with self.capture_signals():
            async with self._app.router.lifespan_context(self._app):
                await super().serve(sockets)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and sockets:
            sockets[0].listen(_BACKLOG)
            sys.stderr.write(self._notice)
            sys.stderr.flush()
            _tell(f"assemblyai-emulator {__version__} listening on {_url(sockets[0])}\n")

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Python waits for its threads, and a thread may compute, or wait for a disk, for as long as it likes.
        self.last_resort = threading.Timer(_LONGEST_STOP_SECONDS, os._exit, (0,))
        self.last_resort.daemon = True
        self.last_resort.start()
        await super().shutdown(sockets)


def serve(app: Starlette, host: str, port: int, *, notice: str, until_stdin_closes: bool) -> None:
    """Serve until SIGINT, SIGTERM or, with `until_stdin_closes`, the end of stdin. Port 0 takes a free port.

    `notice` goes to stderr once the server is up. Raises SetupError if the address cannot be bound, and
    whatever the app's lifespan raises.
    """
    server = Server(app, notice)
    # Uvicorn shuts down gracefully on a signal and then raises the signal again, when nothing is left to stop.
    # This handler takes that one, and any signal that arrives before uvicorn has installed its own handler.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, server.handle_exit)
    with _bind(host, port) as listener:
        if until_stdin_closes:
            threading.Thread(target=_stop_at_end_of_stdin, args=(server,), daemon=True).start()
        server.run(sockets=[listener])


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio turns Nagle's algorithm off only on sockets whose protocol is TCP. With it on, the second packet of
    # a reply waits for the first one's acknowledgement: 40 ms for every request.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise SetupError(
            f"Cannot listen on {host}:{port} ({error.strerror}). Choose another --port or --host."
        ) from None
    return listener


def _tell(line: str) -> None:
    """Write a line to stdout, for a person or for the program that started this one."""
    try:
        sys.stdout.write(line)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader is gone; Python would try once more when it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _stop_at_end_of_stdin(server: Server) -> None:
    # Not sys.stdin: a thread blocked in its buffer holds a lock that the interpreter needs in order to exit.
    while os.read(sys.stdin.fileno(), 1024):
        pass
    server.should_exit = True
