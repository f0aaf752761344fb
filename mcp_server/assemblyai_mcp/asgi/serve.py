"""Binding the address, serving until a signal, and shutting down."""

import asyncio
import functools
import socket
import sys
from typing import cast

import uvicorn
from starlette.types import ASGIApp

from assemblyai_mcp.asgi.app import PATH, create_app
from assemblyai_mcp.asgi.connections import (
    ACCEPTED_AT_ONCE,
    BoundedConnection,
    Limits,
    OpenConnections,
    raise_open_files,
)
from assemblyai_mcp.asgi.graceful_shutdown import GracefulShutdown
from assemblyai_mcp.config import HttpSettings
from assemblyai_tools import ConfigurationError, Selection, Settings

_GRACE_SECONDS = 10
"""Seconds that calls in progress get to finish after SIGINT or SIGTERM."""

_LAST_SECONDS = 2
"""Seconds after those in which responses are ended and sent. Then uvicorn cancels what is left, and exits at once."""

_BACKLOG = 1024
"""Connections that wait in the system until they are accepted. They are no open files of this process yet."""

_TICKS_A_SECOND = 10
"""How often uvicorn calls `on_tick`."""


class HttpServer(uvicorn.Server):
    """Writes one line to stderr when it accepts calls: the address."""

    def __init__(self, app: ASGIApp) -> None:
        self._graceful = GracefulShutdown(app, _GRACE_SECONDS)
        self._connections = OpenConnections(Limits.for_open_files(raise_open_files()))
        config = uvicorn.Config(
            self._graceful,
            http=cast("type[asyncio.Protocol]", functools.partial(BoundedConnection, self._connections)),
            # asyncio accepts as many at once as it lets wait, so `startup` sets the number of waiting ones again.
            backlog=ACCEPTED_AT_ONCE,
            log_config=None,  # it has a log of its own, which `write_log_to_stderr` replaces
            log_level="error",  # its warnings are about requests that are not HTTP; anyone can send any number of them
            access_log=False,
            server_header=False,
            ws="none",
            timeout_graceful_shutdown=_GRACE_SECONDS + _LAST_SECONDS,
        )
        super().__init__(config)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        ending = asyncio.create_task(self._graceful.end_streams())
        try:
            await super().shutdown(sockets)
        finally:
            ending.cancel()

    async def on_tick(self, counter: int) -> bool:
        if counter % _TICKS_A_SECOND == 0:
            self._connections.look(asyncio.get_running_loop().time())
        return await super().on_tick(counter)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for listener in sockets or ():
            listener.listen(_BACKLOG)
        where = " ".join(f"{_url(listener)}{PATH}" for listener in sockets or ())
        sys.stderr.write(f"assemblyai-mcp listening on {where}\n")
        sys.stderr.flush()


def serve(
    settings: Settings,
    http: HttpSettings,
    selection: Selection | None = None,
    *,
    resource_links: bool = False,
) -> None:
    """Serve until SIGINT or SIGTERM."""
    server = HttpServer(create_app(settings, http, selection, resource_links=resource_links))
    with _bind(http) as listener:
        server.run(sockets=[listener])


def _bind(http: HttpSettings) -> socket.socket:
    family = socket.AF_INET6 if ":" in http.host else socket.AF_INET
    # asyncio turns Nagle's algorithm off only on sockets made as TCP; with it on, each reply takes 40 ms more.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((http.host, http.port))
    except OSError as error:
        listener.close()
        raise ConfigurationError(
            f"The server cannot listen on {http.host}:{http.port} ({error.strerror}).",
            next_step="Choose another --port or --host.",
        ) from None
    return listener


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
