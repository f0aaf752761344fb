import asyncio
import json
import logging

import anyio
import pytest
from sse_starlette.sse import AppStatus

from assemblyai_mcp.asgi.graceful_shutdown import GracefulShutdown

POST, GET = ({"type": "http", "method": method, "headers": []} for method in ("POST", "GET"))
START = {"type": "http.response.start", "status": 200}
EVENT = {"type": "http.response.body", "body": b"event", "more_body": True}
END = {"type": "http.response.body", "body": b"", "more_body": False}
PATIENT, IMPATIENT = 3600, 0
"""Seconds for calls in progress that no test waits for, and that are over at once."""


async def receive():
    raise AssertionError("these apps read no body")


class Sent(list):
    async def __call__(self, message):
        self.append(message)


class Hanging:
    """An app that sends these messages and then waits."""

    def __init__(self, *messages):
        self.messages = messages
        self.hangs, self.answer = asyncio.Event(), asyncio.Event()

    async def __call__(self, _scope, _receive, send):
        for message in self.messages:
            await send(message)
        self.hangs.set()
        await self.answer.wait()
        await send(START)
        await send(END)


async def cut_off(app, scope=POST, sent=None):
    """What is sent for a call that outlasts the shutdown."""
    sent = Sent() if sent is None else sent
    graceful = GracefulShutdown(app, IMPATIENT)
    call = asyncio.create_task(graceful(scope, receive, sent))
    await app.hangs.wait()
    ending = asyncio.create_task(graceful.end_streams())
    with anyio.fail_after(30):
        await call
    ending.cancel()
    return sent


async def test_a_scope_that_is_not_http_passes_through():
    seen = []

    async def app(scope, _receive, _send):
        seen.append(scope["type"])

    await GracefulShutdown(app, PATIENT)({"type": "lifespan"}, receive, Sent())
    assert seen == ["lifespan"]


async def test_streams_end_once_the_last_call_is_answered():
    app, sent = Hanging(), Sent()
    graceful = GracefulShutdown(app, PATIENT)
    call = asyncio.create_task(graceful(POST, receive, sent))
    await app.hangs.wait()
    ending = asyncio.create_task(graceful.end_streams())
    await asyncio.sleep(0)
    assert not AppStatus.should_exit
    app.answer.set()
    await call
    for _ in range(5):
        await asyncio.sleep(0)
    assert AppStatus.should_exit
    ending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await ending
    assert not AppStatus.should_exit, "other servers in this process keep serving"
    assert len(sent) == 2


async def test_a_response_that_the_app_left_open_is_finished():
    async def app(_scope, _receive, send):
        await send(START)
        await send(EVENT)

    sent = Sent()
    await GracefulShutdown(app, PATIENT)(GET, receive, sent)
    assert sent == [START, EVENT, END]


async def test_a_call_that_outlasts_the_shutdown_is_told_to_come_again(caplog):
    scope = POST | {"headers": [(b"mcp-method", b"tasks/get")]}
    start, body = await cut_off(Hanging(), scope)
    assert start["status"] == 503
    assert (b"retry-after", b"60") in start["headers"]
    error = json.loads(body["body"])["error"]
    assert "Make the same call again when the server is back" in error["message"]
    [line] = caplog.records
    assert line.levelno == logging.WARNING
    assert line.exc_info is None
    assert "'tasks/get'" in line.message
    assert "503" in line.message


async def test_a_response_that_has_begun_is_ended_by_the_shutdown(caplog):
    assert await cut_off(Hanging(START, EVENT)) == [START, EVENT, END]
    [line] = caplog.records
    assert line.exc_info is None
    assert "'POST'" in line.message


async def test_a_call_that_is_answered_whole_is_not_lost_however_long_it_tidies_up(caplog):
    assert await cut_off(Hanging(START, END)) == [START, END]
    assert caplog.records == []


async def test_a_stream_that_the_web_server_cancels_at_the_end_loses_nothing(caplog):
    app, sent = Hanging(START, EVENT), Sent()
    graceful = GracefulShutdown(app, IMPATIENT)
    stream = asyncio.create_task(graceful(GET, receive, sent))
    await app.hangs.wait()
    ending = asyncio.create_task(graceful.end_streams())
    await asyncio.sleep(0)
    stream.cancel()
    await stream
    ending.cancel()
    assert sent == [START, EVENT, END]
    assert caplog.records == []


async def test_a_client_that_reads_nothing_does_not_make_a_cancelled_call_fail():
    full = asyncio.Event()

    async def send(_):
        full.set()
        await asyncio.Event().wait()

    app = Hanging()
    graceful = GracefulShutdown(app, IMPATIENT)
    call = asyncio.create_task(graceful(POST, receive, send))
    await app.hangs.wait()
    ending = asyncio.create_task(graceful.end_streams())
    await full.wait()
    call.cancel()  # as the web server does in the end
    with anyio.fail_after(30):
        await call
    ending.cancel()


async def test_a_call_that_is_cancelled_while_the_server_serves_stays_cancelled():
    app, sent = Hanging(), Sent()
    call = asyncio.create_task(GracefulShutdown(app, PATIENT)(POST, receive, sent))
    await app.hangs.wait()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert sent == []


async def test_a_cancellation_inside_of_the_app_is_not_taken_for_the_shutdown():
    async def app(scope, _receive, _send):
        await scope["state"]["assemblyai.shutdown"].wait()
        raise asyncio.CancelledError  # as from a future that someone else cancelled

    sent = Sent()
    graceful = GracefulShutdown(app, PATIENT)
    ending = asyncio.create_task(graceful.end_streams())
    with pytest.raises(asyncio.CancelledError):
        await graceful(POST, receive, sent)
    ending.cancel()
    assert sent == []
