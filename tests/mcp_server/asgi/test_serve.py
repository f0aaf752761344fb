import re

import pytest

from assemblyai_mcp.asgi.connections import OpenConnections
from assemblyai_mcp.asgi.serve import HttpServer, serve
from assemblyai_mcp.config import HttpSettings
from assemblyai_tools import ConfigurationError, Settings


def test_an_address_in_use_is_a_configuration_error(served):
    with served() as url:
        taken = HttpSettings(port=int(url.rpartition(":")[2]))
        with pytest.raises(
            ConfigurationError, match=r"cannot listen on 127\.0\.0\.1:\d+ \(Address already in use\)"
        ):
            serve(Settings(allowed_dirs=()), taken)


async def test_it_looks_at_its_connections_once_a_second(monkeypatch):
    looks = []
    monkeypatch.setattr(OpenConnections, "look", lambda _, now: looks.append(now))
    server = HttpServer(None)
    for tick in range(21):  # uvicorn's, ten times a second
        await server.on_tick(tick)
    assert len(looks) == 3


@pytest.mark.parametrize(("host", "shown"), [("127.0.0.1", "127.0.0.1"), ("::1", "[::1]")])
def test_it_says_where_it_listens(monkeypatch, capsys, host, shown):
    startup = HttpServer.startup

    async def start_and_stop(self, sockets=None):
        await startup(self, sockets)
        self.should_exit = True

    monkeypatch.setattr(HttpServer, "startup", start_and_stop)
    serve(Settings(allowed_dirs=()), HttpSettings(host=host, port=0))
    assert re.fullmatch(
        rf"assemblyai-mcp listening on http://{re.escape(shown)}:\d+/mcp\n", capsys.readouterr().err
    )
