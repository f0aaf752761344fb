"""Who is given up or told to come again when there is no room for one more connection, or for its body."""

import asyncio
import json

import pytest
from tests.mcp_server.asgi.bounded_app import GET, HEAD, LISTEN, everything, serving

from assemblyai_mcp.asgi import connections
from assemblyai_mcp.asgi.connections import Doing


async def test_the_longest_unfinished_body_is_given_up_when_all_together_hold_too_much():
    async with serving(held=1_100) as server:
        longest, _ = await server.connect(HEAD % (b"long", 5_000) + bytes(600))
        reader, writer = await server.connect(HEAD % (b"short", 400) + bytes(300))
        assert server.doing() == [Doing.SENDING_BODY] * 2
        _, another = await server.connect(HEAD % (b"other", 400) + bytes(200))
        assert await everything(longest) == b""
        writer.write(bytes(100))
        assert await reader.readline() == b"HTTP/1.1 200 OK\r\n"
        another.write(bytes(200))
        await server.until(lambda: not server.open._held)
        assert server.left == ["/long"]


@pytest.mark.parametrize(
    ("sent", "doing"),
    [
        ((b"G", GET % b"x", b""), [Doing.SENDING_HEAD, Doing.PAUSING, Doing.SENDING_HEAD]),
        ((HEAD % (b"", 9), GET % b"x"), [Doing.SENDING_BODY, Doing.PAUSING]),
        ((HEAD % (b"", 9), GET % b"stream"), [Doing.SENDING_BODY, Doing.LISTENING]),
        ((HEAD % (b"busy", 0), GET % b"stream"), [Doing.WAITING, Doing.LISTENING]),
        ((HEAD % (b"busy", 0), LISTEN % b"stream"), [Doing.WAITING, Doing.LISTENING]),
        ((HEAD % (b"working", 0), HEAD % (b"busy", 0)), [Doing.WORKING, Doing.WAITING]),
    ],
)
async def test_the_oldest_of_those_who_wait_for_the_least_makes_room(sent, doing):
    async with serving(len(sent)) as server:
        clients = [await server.connect(data) for data in sent]
        await server.until(lambda: server.doing() == doing)
        server.later(1)
        gone = doing.index(min(doing))
        reader, _ = await server.connect(HEAD % (b"", 2) + b"ok")
        assert b"200 OK" in await reader.readuntil(b"2 bytes")
        await everything(clients[gone][0])
        assert server.doing()[:-1] == [one for index, one in enumerate(doing) if index != gone]


@pytest.mark.parametrize("sent", [0, 3_000_000], ids=["without a body", "with a body that nobody reads"])
async def test_when_only_known_callers_are_at_work_the_next_is_told_to_come_again(sent):
    async with serving(2) as server:
        first, _ = [await server.connect(HEAD % (b"working", 0)) for _ in range(2)]
        await server.until(lambda: server.doing() == [Doing.WORKING] * 2)
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        server.clients.append(writer)
        writer.write(HEAD % (b"", sent) + bytes(sent))
        head, _, body = (await everything(reader)).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 503 Service Unavailable\r\n")
        assert b"\r\nRetry-After: 1\r\n" in head
        assert json.loads(body)["error"].endswith("Try again in a second.")
        assert len(server.open) == 2
        server.go_on.set()
        await first[0].readuntil(b"0 bytes")
        reader, _ = await server.connect(GET % b"")
        assert b"200 OK" in await reader.readuntil(b"0 bytes")


async def test_who_is_told_to_come_again_and_stays_is_dropped():
    async with serving(1) as server:
        await server.connect(HEAD % (b"working", 0))
        await server.until(lambda: server.doing() == [Doing.WORKING])
        reader, _ = await server.connect()
        assert b" 503 " in await reader.readline()
        server.open.look(server.now)
        assert len(server.state.connections) == 2
        server.open.look(server.now)
        await server.until(lambda: len(server.state.connections) == 1)
        assert not server.open._refused


async def test_few_stay_to_read_that_there_is_no_room(monkeypatch):
    monkeypatch.setattr(connections, "_MOST_REFUSED", 1)
    async with serving(1) as server:
        await server.connect(HEAD % (b"working", 0))
        await server.until(lambda: server.doing() == [Doing.WORKING])
        readers = [(await asyncio.open_connection("127.0.0.1", server.port)) for _ in range(3)]
        server.clients += [writer for _, writer in readers]
        assert all([b" 503 " in await everything(reader) for reader, _ in readers])
        await server.until(lambda: len(server.state.connections) == 2)


async def test_a_connection_that_was_just_opened_outlasts_the_call_of_a_stranger():
    async with serving(2) as server:
        held, _ = await server.connect(HEAD % (b"busy", 0))
        await server.until(lambda: server.doing() == [Doing.WAITING])
        server.later(1)
        first, writer = await server.connect()
        second, _ = await server.connect(GET % b"")
        assert await everything(held) == b""
        writer.write(GET % b"")
        for reader in (first, second):
            assert b"200 OK" in await reader.readuntil(b"0 bytes")


async def test_a_whole_body_counts_until_its_answer_is_complete():
    async with serving(held=50_000) as server:
        held, _ = await server.connect(HEAD % (b"busy", 30_000) + bytes(30_000))
        await server.until(lambda: server.doing() == [Doing.WAITING])
        assert server.open._held > 30_000
        reader, _ = await server.connect(HEAD % (b"working", 25_000) + bytes(25_000))
        assert await everything(held) == b""
        await server.until(lambda: server.doing() == [Doing.WORKING])
        server.go_on.set()
        await reader.readuntil(b"25000 bytes")
        assert server.open._held == 0


async def test_the_body_of_a_known_caller_is_kept_and_the_one_that_is_too_much_is_not():
    async with serving(held=50_000) as server:
        reader, _ = await server.connect(HEAD % (b"working", 40_000) + bytes(40_000))
        await server.until(lambda: server.doing() == [Doing.WORKING])
        refused, _ = await server.connect(HEAD % (b"working", 20_000) + bytes(20_000))
        assert await everything(refused) == b""
        server.go_on.set()
        await reader.readuntil(b"40000 bytes")
