import asyncio

import pytest
from sse_starlette.sse import AppStatus

from assemblyai_mcp.asgi.graceful_shutdown import GracefulShutdown

POST, GET = ({"type": "http", "method": method} for method in ("POST", "GET"))


async def receive():
    raise AssertionError("these apps read no body")


class Sent(list):
    async def __call__(self, message):
        self.append(message)


async def test_a_scope_that_is_not_http_passes_through():
    seen = []

    async def app(scope, _receive, _send):
        seen.append(scope["type"])

    await GracefulShutdown(app)({"type": "lifespan"}, receive, Sent())
    assert seen == ["lifespan"]


async def test_streams_end_once_the_last_call_is_answered():
    answer, begun = asyncio.Event(), asyncio.Event()

    async def app(_scope, _receive, send):
        begun.set()
        await answer.wait()
        await send({"type": "http.response.start", "status": 200})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    graceful, sent = GracefulShutdown(app), Sent()
    call = asyncio.create_task(graceful(POST, receive, sent))
    await begun.wait()
    ending = asyncio.create_task(graceful.end_streams())
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
    assert not AppStatus.should_exit, "other servers in this process keep serving"
    assert len(sent) == 2


async def test_a_response_that_the_app_left_open_is_finished():
    async def app(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 200})
        await send({"type": "http.response.body", "body": b"event", "more_body": True})

    sent = Sent()
    await GracefulShutdown(app)(GET, receive, sent)
    assert sent[-1] == {"type": "http.response.body", "body": b"", "more_body": False}
