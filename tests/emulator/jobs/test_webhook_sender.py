"""Webhook messages: to whom they are sent, how often they are tried, and what is kept of them."""

import asyncio
import json
import logging
from dataclasses import dataclass, field

import anyio
import httpx
import pytest

from assemblyai_emulator.jobs.webhook_sender import WebhookSender
from assemblyai_emulator.public_addresses import NotPublicError
from assemblyai_emulator.redacted_audio_json import AUDIO_FILE
from assemblyai_emulator.store import job_queue, timestamps, transcripts
from assemblyai_emulator.store import webhooks as store
from assemblyai_emulator.store.database import Database
from assemblyai_emulator.store.transcripts import Transcript

URL = "http://receiver.test/hook?job=7&user=a%20b"
SECRET = "sesame-7f3a"


@dataclass
class Receiver:
    """Replies with the given statuses, then repeats the last one. None means no reply."""

    statuses: list[int | None]
    requests: list[httpx.Request] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        status = self.statuses[min(len(self.requests), len(self.statuses)) - 1]
        if status is None:
            raise httpx.ConnectError("connection refused")
        return httpx.Response(status)


@pytest.fixture
async def database(tmp_path):
    opened = Database(tmp_path / "test.sqlite3")
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
def ended(database):
    """Stores a failed transcript with an undelivered webhook message."""

    async def storing(transcript_id: str = "t", **parameters) -> None:
        given = {"webhook_url": URL, "webhook_auth_header_name": "X-Secret", **parameters}
        transcript = Transcript(transcript_id, "me", timestamps.now(), "http://x", given)
        await database.run(transcripts.insert, transcript)
        await database.run(store.insert, transcript, "http://emulator.test", SECRET)
        await database.run(job_queue.fail, transcript_id, "no")

    return storing


@pytest.fixture
async def deliver(database):
    """Delivers to a receiver without really pausing. Returns the pauses that were requested."""

    async def delivering(receiver, pauses: list[float] | None = None) -> list[float]:
        pauses = [] if pauses is None else pauses

        async def pause(seconds: float) -> None:
            pauses.append(seconds)

        client = httpx.AsyncClient(transport=httpx.MockTransport(receiver))
        webhooks = WebhookSender(database, client=client, pause=pause)
        await webhooks.start()
        with anyio.fail_after(10):
            await asyncio.gather(*webhooks._tasks)
        await webhooks.stop()
        return pauses

    return delivering


@pytest.fixture
def status_code(database):
    async def reading(transcript_id: str = "t") -> int | None:
        return (await database.run(transcripts.get, "me", transcript_id)).webhook_status_code

    return reading


async def test_the_message_is_the_apis_and_goes_to_the_full_url(ended, deliver, status_code):
    await ended()
    receiver = Receiver([204])
    assert await deliver(receiver) == []
    (request,) = receiver.requests
    assert (request.method, str(request.url)) == ("POST", URL)
    assert json.loads(request.content) == {"transcript_id": "t", "status": "error"}
    assert request.headers["x-secret"] == SECRET
    assert request.headers["content-type"] == "application/json"
    assert await status_code() == 204


async def test_redacted_audio_gets_a_message_of_its_own(database, deliver):
    given = {"webhook_url": URL, "redact_pii_audio": True}
    transcript = Transcript("t", "me", timestamps.now(), "http://x", given)
    await database.run(transcripts.insert, transcript)
    await database.run(store.insert, transcript, "http://emulator.test", None)
    await database.run(job_queue.claim, "t")
    await database.run(job_queue.complete, "t", json.dumps({AUDIO_FILE: "t-1.mp3"}))
    receiver = Receiver([200])
    await deliver(receiver)
    first, second = (json.loads(request.content) for request in receiver.requests)
    assert first == {"transcript_id": "t", "status": "completed"}
    assert second["status"] == "redacted_audio_ready"
    assert second["redacted_audio_url"].startswith("http://emulator.test/redacted-audio/t-1.mp3?")


async def test_audio_that_was_not_redacted_after_all_is_not_announced(ended, deliver):
    await ended(redact_pii_audio=True)
    receiver = Receiver([200])
    await deliver(receiver)
    assert [json.loads(request.content)["status"] for request in receiver.requests] == ["error"]


async def test_a_failing_receiver_is_tried_ten_times_ten_seconds_apart(ended, deliver, status_code):
    await ended()
    receiver = Receiver([500])
    assert await deliver(receiver) == [10.0] * 9
    assert len(receiver.requests) == 10
    assert await status_code() == 500


@pytest.mark.parametrize("failure", [None, 302, 503])
async def test_a_failed_try_is_repeated_until_one_succeeds(ended, deliver, status_code, failure):
    await ended()
    receiver = Receiver([failure, failure, 200])
    await deliver(receiver)
    assert len(receiver.requests) == 3
    assert await status_code() == 200


@pytest.mark.parametrize("refusal", [400, 404, 410, 429])
async def test_any_4xx_ends_the_tries(ended, deliver, status_code, refusal):
    await ended()
    receiver = Receiver([refusal])
    assert await deliver(receiver) == []
    assert len(receiver.requests) == 1
    assert await status_code() == refusal


async def test_an_unreachable_receiver_leaves_no_status_code(ended, deliver, status_code):
    await ended()
    await deliver(Receiver([None]))
    assert await status_code() is None


async def test_a_receiver_that_is_not_public_is_tried_once_and_logged_once(ended, deliver, caplog):
    def refuse(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        raise NotPublicError("hook.test is not a public address", request=request)

    asked = []
    await ended(redact_pii_audio=True)
    assert await deliver(refuse) == []
    assert [one.getMessage() for one in caplog.records if one.levelno >= logging.WARNING] == [
        "the webhook of transcript t was not sent: hook.test is not a public address (--public-audio-only)"
    ]
    assert await deliver(refuse) == []
    assert len(asked) == 1


async def test_a_receiver_that_does_not_reply_in_time_is_tried_again(database, ended):
    await ended()
    tries = 0

    async def hang_once(_request: httpx.Request) -> httpx.Response:
        nonlocal tries
        tries += 1
        if tries == 1:
            await asyncio.Event().wait()
        return httpx.Response(200)

    async def pause(_seconds: float) -> None:
        pass

    client = httpx.AsyncClient(transport=httpx.MockTransport(hang_once))
    webhooks = WebhookSender(database, client=client, pause=pause, answer_seconds=0.01)
    await webhooks.start()
    with anyio.fail_after(10):
        await asyncio.gather(*webhooks._tasks)
    await webhooks.stop()
    assert tries == 2


async def test_undelivered_messages_survive_a_restart(database, ended, eventually, deliver):
    await ended()
    receiver = Receiver([500, 500, 200])
    paused = asyncio.Event()

    async def pause(_seconds: float) -> None:
        paused.set()
        await asyncio.Event().wait()

    client = httpx.AsyncClient(transport=httpx.MockTransport(receiver))
    killed = WebhookSender(database, client=client, pause=pause)
    await killed.start()
    with anyio.fail_after(10):
        await paused.wait()
    await killed.stop()
    assert len(receiver.requests) == 1
    assert await deliver(receiver) == [10.0]
    assert len(receiver.requests) == 3
    assert await deliver(receiver) == []
    assert len(receiver.requests) == 3


async def test_nothing_is_sent_for_a_deleted_transcript(database, ended, deliver):
    await ended()
    await database.run(transcripts.delete, "me", "t")
    receiver = Receiver([200])
    await deliver(receiver)
    assert receiver.requests == []


async def test_deleting_the_transcript_between_two_tries_ends_them(database, ended, deliver):
    await ended()
    receiver = Receiver([500])

    class Deleting(list):
        def append(self, _seconds) -> None:
            database._connection.execute("DELETE FROM webhooks")

    await deliver(receiver, Deleting())
    assert len(receiver.requests) == 1


async def test_the_header_value_is_never_logged_and_is_in_no_file_after_delivery(
    ended, deliver, tmp_path, caplog
):
    caplog.set_level(logging.DEBUG)
    await ended()
    assert SECRET.encode() in b"".join(path.read_bytes() for path in tmp_path.iterdir())
    await deliver(Receiver([500, 200]))
    assert "was answered with 500, try 1 of 10" in caplog.text
    assert SECRET not in caplog.text
    assert SECRET.encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


async def test_a_message_is_sent_once_even_if_the_disk_is_full_when_that_is_to_be_stored(
    database, ended, status_code, eventually, caplog
):
    async def read_only(value: int) -> None:
        await database.run(lambda connection: connection.execute(f"PRAGMA query_only = {value}") and None)

    await ended()
    receiver = Receiver([200])
    webhooks = WebhookSender(database, client=httpx.AsyncClient(transport=httpx.MockTransport(receiver)))
    await read_only(1)
    await webhooks.start()
    await eventually(lambda: "readonly database" in caplog.text)
    await read_only(0)
    await eventually(lambda: not webhooks._tasks)
    assert len(receiver.requests) == 1
    assert await status_code() == 200
    await webhooks.stop()
