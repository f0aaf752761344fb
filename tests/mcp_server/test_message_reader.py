"""Malformed lines, without a process; test_stdio.py tests the same over a real stdin."""

from contextlib import asynccontextmanager

import anyio
import pytest
from mcp.shared.message import SessionMessage
from mcp.types import JSONRPCNotification, jsonrpc_message_adapter
from pydantic import ValidationError

from assemblyai_mcp.stdio import MessageReader, refusal

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


async def test_the_server_answers_malformed_lines_over_stdio(server, monkeypatch):
    feed, inbound = anyio.create_memory_object_stream(10)
    outbound, sent = anyio.create_memory_object_stream(10)

    @asynccontextmanager
    async def streams():
        yield inbound, outbound

    monkeypatch.setattr("assemblyai_mcp.server.stdio_server", streams)
    feed.send_nowait(problem_of("{bad"))
    feed.close()
    await server.run_stdio_async()
    assert sent.receive_nowait().message.error.code == -32700
    sent.close()
