"""What is not a message, seen without a process: test_stdio.py says the same over a real stdin."""

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
def test_a_line_is_refused_for_what_it_is(line, code, id_):
    refused = refusal(problem_of(line))
    assert (refused.error.code, refused.id) == (code, id_)


def test_any_other_trouble_in_reading_is_a_line_that_was_not_understood():
    assert refusal(OSError("gone")).error.code == -32700


async def test_messages_come_through_in_order_and_the_rest_is_answered():
    give, arriving = anyio.create_memory_object_stream(10)
    leaving, take = anyio.create_memory_object_stream(10)
    for item in (PING, problem_of("{bad"), PING):
        give.send_nowait(item)
    give.close()
    async with MessageReader(arriving, leaving) as messages:
        assert messages.last_context is None
        assert [message async for message in messages] == [PING, PING]
    assert take.receive_nowait().message.error.code == -32700
    leaving.close()
    take.close()


async def test_the_server_reads_and_answers_through_it(server, monkeypatch):
    give, arriving = anyio.create_memory_object_stream(10)
    leaving, take = anyio.create_memory_object_stream(10)

    @asynccontextmanager
    async def streams():
        yield arriving, leaving

    monkeypatch.setattr("assemblyai_mcp.server.stdio_server", streams)
    give.send_nowait(problem_of("{bad"))
    give.close()
    await server.run_stdio_async()
    assert take.receive_nowait().message.error.code == -32700
    take.close()
