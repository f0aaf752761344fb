"""Notifies webhooks that a transcript has ended, and retries."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from assemblyai_emulator import __version__
from assemblyai_emulator.outgoing import public_transport
from assemblyai_emulator.public_addresses import NotPublicError
from assemblyai_emulator.redacted_audio_json import redacted_audio_json
from assemblyai_emulator.store import webhooks as store
from assemblyai_emulator.store.database import Database
from assemblyai_emulator.store.webhooks import Delivery

MOST_TRIES = 10
"""Tries per message, as documented by the service."""

PAUSE_SECONDS = 10.0
"""Seconds between two tries, as documented by the service."""

ANSWER_SECONDS = 10.0
"""Seconds that a receiver has to reply, as documented by the service."""

_AT_ONCE = 20
"""Requests at the same time."""

_SUCCESS, _REFUSED = 2, 4
"""The first digits of the status codes that end the tries."""

_log = logging.getLogger(__name__)


class WebhookSender:
    """Sends each message until the reply is 2xx or 4xx, ten times at most, ten seconds apart.

    A redirect is not followed and leads to another try, which is unverified. `pause` waits between tries and
    `client` sends the requests; tests pass their own. With `public_only`, a receiver that is not on the public
    internet gets nothing, and is not tried again.
    https://www.assemblyai.com/docs/deployment/webhooks
    """

    def __init__(
        self,
        database: Database,
        *,
        client: httpx.AsyncClient | None = None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        answer_seconds: float = ANSWER_SECONDS,
        public_only: bool = False,
    ) -> None:
        self._database = database
        self._client = client or httpx.AsyncClient(
            timeout=None,  # noqa: S113 - _answer has one timeout for the whole exchange
            transport=public_transport() if public_only else None,
            trust_env=False,  # receivers are on this machine or near it: no proxy knows them
            headers={"User-Agent": f"assemblyai-emulator/{__version__}"},
        )
        self._pause = pause
        self._answer_seconds = answer_seconds
        self._sending = asyncio.Semaphore(_AT_ONCE)
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Send the messages that are still undelivered."""
        for transcript_id in await self._database.run(store.transcripts_with_messages):
            self.announce(transcript_id)

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._client.aclose()

    def announce(self, transcript_id: str) -> None:
        """Send the messages of an ended transcript in the background. Does nothing if it has no webhook."""
        task = asyncio.create_task(self._deliver(transcript_id))
        self._tasks.add(task)
        task.add_done_callback(self._done)

    async def _deliver(self, transcript_id: str) -> None:
        # Read again before every try: the transcript may have been deleted, and its webhook with it.
        allowed = True
        while delivery := await self._database.run_when_possible(store.next_message, transcript_id):
            body = _body(delivery) if allowed else None
            try:
                status_code = None if body is None else await self._answer(delivery, body)
            except NotPublicError as error:
                _log.warning(
                    "the webhook of transcript %s was not sent: %s (--public-audio-only)",
                    transcript_id,
                    error,
                )
                allowed, body, status_code = False, None, None
            ended = body is None or _is_final(status_code) or delivery.tries + 1 >= MOST_TRIES
            # Until it is stored that a message was sent, it would be sent again.
            await self._database.run_when_possible(store.record_try, delivery, status_code, ended=ended)
            if not ended:
                await self._pause(PAUSE_SECONDS)
            elif delivery.header_value is not None:
                await self._database.erase_deleted()

    async def _answer(self, delivery: Delivery, body: dict[str, Any]) -> int | None:
        """The status of the reply. None if there was none in time. Raises NotPublicError."""
        given = delivery.transcript.parameters
        try:
            async with (
                self._sending,
                asyncio.timeout(self._answer_seconds),
                self._client.stream(
                    "POST", given["webhook_url"], json=body, headers=_headers(delivery)
                ) as reply,
            ):
                status_code = reply.status_code
        except NotPublicError:
            raise
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, ValueError) as error:
            _log_failure(delivery, f"got no answer ({type(error).__name__})")
            return None
        if status_code // 100 != _SUCCESS:
            _log_failure(delivery, f"was answered with {status_code}")
        return status_code

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            # The message is still in the store, so the next start tries again.
            _log.error("a webhook failed unexpectedly", exc_info=error)


def _body(delivery: Delivery) -> dict[str, Any] | None:
    """None if there is nothing to send: no audio was redacted after all."""
    transcript = delivery.transcript
    if delivery.message == "transcript":
        return {"transcript_id": transcript.id, "status": transcript.status}
    return redacted_audio_json(transcript, delivery.origin)


def _headers(delivery: Delivery) -> list[tuple[bytes, bytes]]:
    name: str | None = delivery.transcript.parameters.get("webhook_auth_header_name")
    if name is None or delivery.header_value is None:
        return []
    return [(name.encode(), delivery.header_value.encode())]


def _is_final(status_code: int | None) -> bool:
    """Whether the receiver accepted the message or refused it for good."""
    return status_code is not None and status_code // 100 in {_SUCCESS, _REFUSED}


def _log_failure(delivery: Delivery, what: str) -> None:
    # Without the URL: its query string may hold a secret.
    _log.warning(
        "the webhook of transcript %s %s, try %d of %d",
        delivery.transcript.id,
        what,
        delivery.tries + 1,
        MOST_TRIES,
    )
