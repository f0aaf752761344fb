"""A wait ends when the notification arrives: the emulator sends one, the receiver takes it, the client wakes."""

import socket
import threading
from contextlib import contextmanager

import httpx
import pytest
import uvicorn

from assemblyai_tools import AsyncClient, Client, RedactedAudioNotification, WebhookReceiver, transcribe

HEADER = {"header_name": "X-Hook", "header_value": "a long secret"}


@contextmanager
def served(app):
    """An ASGI app on loopback, in a thread of its own."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/hook"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture
def received():
    return []


@pytest.fixture
def receiver(received):
    return WebhookReceiver(**HEADER, on_notification=received.append)


def arguments(audio, url, value="a long secret", **options):
    return {
        "audio": str(audio / "hello.flac"),
        "wait_seconds": 120,
        "webhook_url": url,
        "webhook_auth_header_name": "x-hook",  # names of headers know no case
        "webhook_auth_header_value": value,
        **options,
    }


class Counting(httpx.HTTPTransport):
    reads = 0

    def handle_request(self, request):
        self.reads += request.method == "GET"
        return super().handle_request(request)


def test_the_blocking_client_wakes_at_the_notification(running_emulator, audio, receiver, received):
    transport = Counting()
    with (
        served(receiver) as url,
        Client(running_emulator, watch=receiver.watch, transport=transport) as client,
    ):
        view = client.run(transcribe(**arguments(audio, url)))
    assert view.status == "completed"
    assert [(one.transcript_id, one.status) for one in received] == [(view.id, "completed")]
    assert transport.reads <= 2, "one look as a precaution, and one at the result"


async def test_the_async_client_wakes_at_the_notification(running_emulator, audio, receiver, received):
    with served(receiver) as url:
        async with AsyncClient(running_emulator, watch=receiver.watch) as client:
            view = await client.run(transcribe(**arguments(audio, url)))
    assert view.status == "completed"
    assert [one.transcript_id for one in received] == [view.id]


def test_the_redacted_audio_is_announced_too(running_emulator, audio):
    redact = {"redact_pii": True, "redact_pii_policies": ["phone_number"], "redact_pii_audio": True}
    announced = threading.Event()
    seen = []

    def note(notification):
        if isinstance(notification, RedactedAudioNotification):
            seen.append(notification)
            announced.set()

    receiver = WebhookReceiver(**HEADER, on_notification=note)
    with served(receiver) as url, Client(running_emulator, watch=receiver.watch) as client:
        client.run(transcribe(**arguments(audio, url, **redact)))
        assert announced.wait(timeout=30)
    assert httpx.get(seen[0].redacted_audio_url).status_code == 200
