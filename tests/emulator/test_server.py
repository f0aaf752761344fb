import socket

import pytest

from assemblyai_emulator import server
from assemblyai_emulator.errors import SetupError


def test_port_0_takes_a_free_one():
    with server._listen_on("127.0.0.1", 0) as one, server._listen_on("127.0.0.1", 0) as two:
        assert one.getsockname()[1] not in {0, two.getsockname()[1]}


def test_the_url_names_the_port_that_was_taken():
    with server._listen_on("127.0.0.1", 0) as listener:
        assert server._url(listener) == f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_an_address_in_use_is_an_error():
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(SetupError, match="in use"):
        server._listen_on("127.0.0.1", taken.getsockname()[1])


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_a_connection_counts_as_tcp_so_that_asyncio_sends_every_packet_of_a_reply_at_once(host):
    with server._listen_on(host, 0) as listener:
        assert listener.proto == socket.IPPROTO_TCP
