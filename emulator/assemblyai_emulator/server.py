"""Runs the app under uvicorn on a socket of its own."""

import os
import signal
import socket
import sys
import threading

import uvicorn
from starlette.applications import Starlette

from assemblyai_emulator import __version__
from assemblyai_emulator.errors import SetupError

_GRACE_SECONDS = 2


class Server(uvicorn.Server):
    """Says on stderr what it is, and on stdout, in one line, that it accepts connections, and where."""

    def __init__(self, app: Starlette, notice: str) -> None:
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            # See `serve`: uvicorn's own handling of it answers a failed start with a traceback.
            lifespan="off",
            # A handshake then reaches the routes as a plain request, which tells a streaming client why not.
            ws="none",
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
            sys.stderr.write(self._notice)
            sys.stderr.flush()
            print(f"assemblyai-emulator {__version__} listening on {_url(sockets[0])}", flush=True)  # noqa: T201 - a parent reads it


def serve(app: Starlette, host: str, port: int, *, notice: str, until_stdin_closes: bool) -> None:
    """Serve until SIGINT, SIGTERM or, if asked, the end of stdin; port 0 takes a free one.

    `notice` goes to stderr once the server works. Raises SetupError when the address cannot be bound, and
    what the app's lifespan raises.
    """
    server = Server(app, notice)
    # Uvicorn stops in order on a signal and then raises it again; by then there is nothing left to end. One
    # that comes before uvicorn listens to them counts too.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, server.handle_exit)
    with _listen_on(host, port) as listener:
        if until_stdin_closes:
            threading.Thread(target=_stop_at_end_of_stdin, args=(server,), daemon=True).start()
        server.run(sockets=[listener])


def _listen_on(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio turns Nagle's algorithm off only for sockets that say they are TCP's; with it on, the second packet
    # of a reply waits for the first one's acknowledgement: 40 ms for every request.
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


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _stop_at_end_of_stdin(server: Server) -> None:
    # Not sys.stdin: a thread that waits in its buffer holds a lock which the interpreter needs to end.
    while os.read(sys.stdin.fileno(), 1024):
        pass
    server.should_exit = True
