"""A webhook's receiver: which requests it accepts, and whom a notification wakes."""

import asyncio
import threading

import httpx
import pytest
from tests.plugin.webhook_delivery import READY, deliver, encoded

from assemblyai_tools import (
    AsyncClient,
    Client,
    RedactedAudioNotification,
    TranscriptReadyNotification,
    WebhookReceiver,
    get_transcript,
)
from assemblyai_tools.api.transcripts import await_transcript
from assemblyai_tools.waiting.watch import Watch
from assemblyai_tools.webhook import LONGEST_BODY, parse_notification

REDACTED = {"status": "redacted_audio_ready", "redacted_audio_url": "https://cdn.test/r1"}


@pytest.fixture
def received():
    return []


@pytest.fixture
def receiver(received):
    return WebhookReceiver(
        header_name="X-Webhook-Secret", header_value="s3cret", on_notification=received.append
    )


@pytest.mark.parametrize(
    ("body", "notification"),
    [
        (READY, TranscriptReadyNotification(transcript_id="t1", status="completed")),
        (READY | {"status": "error"}, TranscriptReadyNotification(transcript_id="t1", status="error")),
        (READY | {"new": 1}, TranscriptReadyNotification(transcript_id="t1", status="completed")),
        (
            REDACTED,
            RedactedAudioNotification(
                status="redacted_audio_ready", redacted_audio_url="https://cdn.test/r1"
            ),
        ),
    ],
)
async def test_both_kinds_of_notification_are_accepted_and_passed_on(receiver, received, body, notification):
    assert await deliver(receiver, encoded(body)) == 200
    assert received == [notification]
    assert list(receiver.watch._early.ids) == (["t1"] if body is not REDACTED else [])


async def test_a_body_may_come_in_parts(receiver, received):
    body = encoded(READY)
    assert await deliver(receiver, body[:7], b"", body[7:]) == 200
    assert len(received) == 1


async def test_a_receiver_without_a_callback_notifies_the_watch():
    receiver = WebhookReceiver(header_name="x", header_value="y", watch=(watch := Watch()))
    assert await deliver(receiver, encoded(READY), headers=[(b"X", b"y")]) == 200
    assert list(watch._early.ids) == ["t1"]


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [(b"x-webhook-secret", b"")],
        [(b"x-webhook-secret", b"S3CRET")],
        [(b"x-webhook-secret", b"s3cret ")],
        [(b"x-webhook-secret", b"s3cre")],
        [(b"x-webhook-secret", b"\xff\xfe")],
        [(b"x-webhook", b"s3cret")],
        [(b"x-webhook-secret", b"s3cret")] * 2,
        [(b"x-webhook-secret", b"wrong"), (b"x-webhook-secret", b"s3cret")],
    ],
)
async def test_a_request_without_the_secret_is_refused_before_anything_else(receiver, received, headers):
    assert await deliver(receiver, encoded(READY), headers=headers, method="PUT") == 401
    assert await deliver(receiver, b"x" * (LONGEST_BODY + 1), headers=headers) == 401
    assert (received, receiver.watch._early.ids) == ([], {})


@pytest.mark.parametrize("name", [b"X-Webhook-Secret", b"x-webhook-secret", b"X-WEBHOOK-SECRET"])
async def test_the_header_name_is_case_insensitive(receiver, name):
    headers = [(b"host", b"x.test"), (name, b"s3cret")]
    assert await deliver(receiver, encoded(READY), headers=headers) == 200


async def test_a_secret_may_contain_non_ascii_letters(received):
    receiver = WebhookReceiver(header_name="x", header_value="gehe\u00efm")
    assert await deliver(receiver, encoded(READY), headers=[(b"x", "gehe\u00efm".encode())]) == 200


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
async def test_only_post_is_allowed(receiver, received, method):
    assert (await deliver(receiver, encoded(READY), method=method), received) == (405, [])


async def test_a_body_that_is_too_long_is_refused_without_reading_the_rest(receiver, received):
    padded = encoded(READY | {"pad": "x" * (LONGEST_BODY - 60)})
    padded += b" " * (LONGEST_BODY - len(padded))
    assert await deliver(receiver, padded) == 200
    assert await deliver(receiver, padded, b" ") == 413
    assert await deliver(receiver, *[b" " * (LONGEST_BODY // 4)] * 9) == 413
    assert len(received) == 1


async def test_a_request_that_is_cut_off_is_ignored(receiver, received):
    assert (await deliver(receiver, encoded(READY), leave=True), received) == (413, [])


@pytest.mark.parametrize(
    "body", [b"", b"null", b"[]", b"{}", b"\xff", b'{"transcript_id": "t1"}', b'{"status": "completed"}']
)
async def test_anything_else_is_refused_as_malformed(receiver, received, body):
    assert (await deliver(receiver, body), received) == (400, [])
    with pytest.raises(ValueError, match="no notification of a transcript"):
        parse_notification(body)


async def test_an_exception_in_the_callback_is_raised_so_that_the_service_retries(receiver):
    def broken(_notification):
        raise RuntimeError("a bug")

    receiver._on_notification = broken
    with pytest.raises(RuntimeError, match="a bug"):
        await deliver(receiver, encoded(READY))


async def test_a_receiver_serves_only_http(receiver):
    with pytest.raises(RuntimeError, match="a webhook receiver serves http, not websocket"):
        await receiver({"type": "websocket"}, None, None)


class Service:
    """A job that runs until the test ends it; `seen` is set at the first read."""

    def __init__(self):
        self.status, self.reads, self.seen = "processing", 0, threading.Event()

    def __call__(self, _request):
        self.reads += 1
        self.seen.set()
        return httpx.Response(200, json={"id": "t1", "status": self.status, "text": "Hello."})


async def test_a_notification_wakes_a_waiting_async_run_immediately(settings, receiver):
    service, called = Service(), asyncio.Event()

    async def answer(request):
        called.set()
        return service(request)

    transport = httpx.MockTransport(answer)
    async with (
        AsyncClient(settings, watch=receiver.watch, transport=transport) as client,
        asyncio.timeout(10),
    ):
        running = asyncio.create_task(client.run(get_transcript(transcript_id="t1", wait_seconds=900)))
        await called.wait()
        service.status = "completed"
        assert await deliver(receiver, encoded(READY)) == 200
        view = await running
    assert (view.status, service.reads, receiver.watch._waiters) == ("completed", 2, {})


def test_a_notification_wakes_a_waiting_blocking_run_immediately(settings, receiver):
    service, views = Service(), []

    def wait_for_it():
        views.append(client.run(get_transcript(transcript_id="t1", wait_seconds=900)))

    transport = httpx.MockTransport(service)
    with Client(settings, watch=receiver.watch, transport=transport) as client:
        waiting = threading.Thread(target=wait_for_it, daemon=True)
        waiting.start()
        assert service.seen.wait(10)
        service.status = "completed"
        assert asyncio.run(deliver(receiver, encoded(READY))) == 200
        waiting.join(10)
    assert [view.status for view in views] == ["completed"]
    assert service.reads <= 3
    assert receiver.watch._waiters == {}


async def test_a_wait_times_out_if_no_notification_comes(settings, receiver):
    service = Service()
    async with (
        AsyncClient(settings, watch=receiver.watch, transport=httpx.MockTransport(service)) as client,
        asyncio.timeout(10),
    ):
        receiver.watch.notify("other")
        reply = await client.run(await_transcript("t1", 0.02))
    assert (reply.status, service.reads) == ("processing", 2)
    assert receiver.watch._waiters == {}


async def test_a_live_sessions_notification_is_handed_on(receiver, received):
    body = encoded({"session_id": "s1", "messages": []})
    assert await deliver(receiver, body) == 200
    assert [one.session_id for one in received] == ["s1"]
