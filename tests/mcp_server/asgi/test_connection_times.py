"""How long a connection may take. The tests say what time it is, so that nothing waits for a limit."""

import pytest
from tests.mcp_server.asgi.bounded_app import BIG, GET, HEAD, everything, serving

from assemblyai_mcp.asgi.connections import Doing


@pytest.mark.parametrize("sent", [b"", b"G", b"GET / HTTP/1.1\r\nHost:"])
async def test_a_connection_whose_head_does_not_arrive_is_closed(sent):
    async with serving() as server:
        reader, _ = await server.connect(sent)
        server.later(9)
        assert server.doing() == [Doing.SENDING_HEAD]
        server.later(2)
        assert await everything(reader) == b""


async def test_bytes_one_by_one_do_not_prolong_the_time_for_a_head():
    async with serving() as server:
        reader, writer = await server.connect(b"GET / HTTP/1.1\r\n")
        (connection,) = server.open._open
        for _ in range(9):
            before = connection._received
            writer.write(b"x")
            await server.until(lambda: connection._received > before)  # noqa: B023
            server.later(1)
        server.later(2)
        assert await everything(reader) == b""


async def test_the_head_of_the_next_request_has_the_same_time():
    async with serving() as server:
        reader, writer = await server.connect(GET % b"")
        await reader.readuntil(b"0 bytes")
        await server.until(lambda: server.doing() == [Doing.PAUSING])
        writer.write(b"G")
        await server.until(lambda: server.doing() == [Doing.SENDING_HEAD])
        server.later(9)
        assert len(server.open) == 1
        server.later(2)
        assert await everything(reader) == b""


async def test_a_body_that_stalls_is_given_up_and_the_app_is_told():
    async with serving() as server:
        reader, writer = await server.connect(HEAD % (b"", 40_000) + b"half")
        server.later(9)
        writer.write(b"x")
        (connection,) = server.open._open
        await server.until(lambda: connection._received_then < connection._received)
        server.later(2)
        assert await everything(reader) == b""
        await server.until(lambda: server.left == ["/"])


async def test_a_body_that_goes_on_has_the_time_that_it_needs():
    async with serving() as server:
        size, piece = 160_000, 20_000
        reader, writer = await server.connect(HEAD % (b"", size))
        (connection,) = server.open._open
        for count in range(1, 8):
            writer.write(bytes(piece))
            await server.until(lambda: connection._received >= count * piece)  # noqa: B023
            server.later(9)
        writer.write(bytes(piece))
        assert b"200 OK" in await reader.readuntil(b"160000 bytes")


async def test_a_body_that_waits_for_the_app_is_not_given_up():
    async with serving() as server:
        reader, _ = await server.connect(HEAD % (b"busy", 300_000) + bytes(90_000))
        (connection,) = server.open._open
        await server.until(lambda: connection.flow.read_paused)
        server.later(100)
        server.later(100)
        assert len(server.open) == 1
        server.go_on.set()
        await server.until(lambda: not connection.flow.read_paused)
        server.later(11)
        assert await everything(reader) == b""


async def test_a_call_may_take_as_long_as_it_takes():
    async with serving() as server:
        reader, _ = await server.connect(HEAD % (b"busy", 0))
        assert server.doing() == [Doing.WAITING]
        server.later(1_000)
        server.go_on.set()
        assert b"200 OK" in await reader.readuntil(b"0 bytes")


async def test_a_client_that_does_not_read_its_reply_is_dropped():
    async with serving() as server:
        await server.connect(GET % b"big")
        (connection,) = server.open._open
        await server.until(lambda: connection.transport.get_write_buffer_size() > 0)
        server.later(1)
        assert server.doing() == [Doing.NOT_READING]
        server.later(29)
        assert len(server.open) == 1
        server.later(2)
        await server.until(lambda: not server.state.connections)


async def test_a_client_that_reads_its_reply_slowly_gets_all_of_it():
    async with serving() as server:
        reader, _ = await server.connect(GET.replace(b"Host", b"Connection: close\r\nHost") % b"big")
        (connection,) = server.open._open
        received = 0
        await server.until(lambda: connection.transport.get_write_buffer_size() > 0)
        for _ in range(4):
            before = connection.transport.get_write_buffer_size()
            while connection.transport.get_write_buffer_size() >= before:
                received += len(await reader.read(1 << 16))
            server.later(29)
        assert received + len(await everything(reader)) > len(BIG)
