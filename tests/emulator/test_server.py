import socket

import pytest
from starlette.applications import Starlette

from assemblyai_emulator import server
from assemblyai_emulator.errors import SetupError


def test_port_0_takes_a_free_port():
    with server._bind("127.0.0.1", 0) as one, server._bind("127.0.0.1", 0) as two:
        assert one.getsockname()[1] not in {0, two.getsockname()[1]}


def test_the_url_names_the_port_that_was_taken():
    with server._bind("127.0.0.1", 0) as listener:
        assert server._url(listener) == f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_an_address_in_use_is_an_error():
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(SetupError, match="in use"):
        server._bind("127.0.0.1", taken.getsockname()[1])


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_the_socket_is_marked_as_tcp_so_that_asyncio_turns_nagles_algorithm_off(host):
    with server._bind(host, 0) as listener:
        assert listener.proto == socket.IPPROTO_TCP


def test_a_connection_that_answers_late_is_kept():
    """The answer to a ping waits behind audio that is still to be heard."""
    assert server.Server(Starlette(), "").config.ws_ping_interval is None
