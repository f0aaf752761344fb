"""Malformed lines, without a process; test_stdio.py tests the same over a real stdin."""

from contextlib import asynccontextmanager

import anyio
import pytest
from mcp.shared.message import SessionMessage
from mcp.types import JSONRPCNotification, JSONRPCRequest, jsonrpc_message_adapter
from pydantic import ValidationError

from assemblyai_mcp.stdio.message_reader import MessageReader, refusal

PING = SessionMessage(JSONRPCNotification(jsonrpc="2.0", method="notifications/ping"))


def problem_of(line):
    with pytest.raises(ValidationError) as caught:
        jsonrpc_message_adapter.validate_json(line, by_name=False)
    return caught.value


@pytest.mark.parametrize(
    ("line", "code", "id_"),
    [
        ("{bad", -32700, None),
        ("[]", -32600, None),
        ('{"id": "a"}', -32600, "a"),
        ('{"id": false}', -32600, None),
        ('{"id": [1]}', -32600, None),
    ],
)
def test_a_malformed_line_gets_the_error_code_that_fits_and_its_own_id(line, code, id_):
    answer = refusal(problem_of(line))
    assert (answer.error.code, answer.id) == (code, id_)


def test_any_other_failure_to_read_is_a_parse_error():
    assert refusal(OSError("gone")).error.code == -32700


async def test_messages_pass_in_order_and_malformed_ones_are_answered():
    feed, inbound = anyio.create_memory_object_stream(10)
    outbound, sent = anyio.create_memory_object_stream(10)
    for item in (PING, problem_of("{bad"), PING):
        feed.send_nowait(item)
    feed.close()
    async with MessageReader(inbound, outbound) as messages:
        assert messages.last_context is None
        assert [message async for message in messages] == [PING, PING]
    assert sent.receive_nowait().message.error.code == -32700
    outbound.close()
    sent.close()


MODERN = {
    "_meta": {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
    }
}
HANDSHAKE = {
    "protocolVersion": "2025-11-25",
    "capabilities": {},
    "clientInfo": {"name": "late", "version": "1"},
}


def request(number, method, params=None):
    return SessionMessage(JSONRPCRequest(jsonrpc="2.0", id=number, method=method, params=params or {}))


@pytest.fixture
def answers_to(server, monkeypatch):
    """Serve these messages over stdio; gives the answers by the request's id."""

    async def serve(*messages):
        feed, inbound = anyio.create_memory_object_stream(10)
        outbound, sent = anyio.create_memory_object_stream(10)

        @asynccontextmanager
        async def streams(_stdin):
            yield inbound, outbound

        monkeypatch.setattr("assemblyai_mcp.server.stdio_server", streams)
        found, running = {}, anyio.Event()

        async def write():
            await server.run_stdio_async()
            running.set()

        async with feed, sent, anyio.create_task_group() as tasks:
            tasks.start_soon(write)
            for message in messages:
                await feed.send(message)
                if isinstance(message, SessionMessage) and isinstance(message.message, JSONRPCRequest):
                    while message.message.id not in found:
                        answer = (await sent.receive()).message
                        found[answer.id] = answer
            feed.close()
            await running.wait()
        return found

    return serve


async def test_a_client_that_gave_up_on_discovery_may_go_back_to_the_older_handshake(answers_to):
    """As a client does that waits a second for the answer, when this process takes longer to start."""
    initialized = SessionMessage(JSONRPCNotification(jsonrpc="2.0", method="notifications/initialized"))
    answers = await answers_to(
        request(0, "server/discover", MODERN),
        PING,
        request(1, "initialize", HANDSHAKE),
        initialized,
        request(2, "tools/list"),
    )
    assert answers[0].result["supportedVersions"]
    assert answers[1].result["protocolVersion"] == "2025-11-25"
    assert answers[2].result["tools"]


async def test_a_client_that_uses_the_newer_protocol_cannot_shake_hands_any_more(answers_to):
    answers = await answers_to(
        request(0, "server/discover", MODERN),
        request(1, "tools/list", MODERN),
        request(2, "initialize", HANDSHAKE),
    )
    assert answers[1].result["tools"]
    assert "the initialize handshake is not accepted" in answers[2].error.message


async def test_the_server_answers_malformed_lines_over_stdio(server, monkeypatch):
    feed, inbound = anyio.create_memory_object_stream(10)
    outbound, sent = anyio.create_memory_object_stream(10)

    @asynccontextmanager
    async def streams(_stdin):
        yield inbound, outbound

    monkeypatch.setattr("assemblyai_mcp.server.stdio_server", streams)
    feed.send_nowait(problem_of("{bad"))
    feed.close()
    await server.run_stdio_async()
    assert sent.receive_nowait().message.error.code == -32700
    sent.close()
