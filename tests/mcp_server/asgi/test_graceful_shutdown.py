import asyncio

import pytest
from sse_starlette.sse import AppStatus

from assemblyai_mcp.asgi.graceful_shutdown import GracefulShutdown

POST, GET = ({"type": "http", "method": method} for method in ("POST", "GET"))


async def nothing():
    raise AssertionError("nobody receives here")


class Sent(list):
    async def __call__(self, message):
        self.append(message)


async def test_what_is_no_request_passes_through():
    seen = []

    async def app(scope, _receive, _send):
        seen.append(scope["type"])

    await GracefulShutdown(app)({"type": "lifespan"}, nothing, Sent())
    assert seen == ["lifespan"]


async def test_streams_end_once_the_last_call_is_answered():
    answer, begun = asyncio.Event(), asyncio.Event()

    async def app(_scope, _receive, send):
        begun.set()
        await answer.wait()
        await send({"type": "http.response.start", "status": 200})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    draining, sent = GracefulShutdown(app), Sent()
    call = asyncio.create_task(draining(POST, nothing, sent))
    await begun.wait()
    ending = asyncio.create_task(draining.end_streams())
    await asyncio.sleep(0)
    assert not AppStatus.should_exit
    answer.set()
    await call
    for _ in range(5):
        await asyncio.sleep(0)
    assert AppStatus.should_exit
    ending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await ending
    assert not AppStatus.should_exit, "another server of this process may go on"
    assert len(sent) == 2


async def test_a_response_that_was_given_up_is_completed():
    async def app(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 200})
        await send({"type": "http.response.body", "body": b"event", "more_body": True})

    sent = Sent()
    await GracefulShutdown(app)(GET, nothing, sent)
    assert sent[-1] == {"type": "http.response.body", "body": b"", "more_body": False}
