"""Tells webhooks that a transcript has ended, as often as it takes."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from assemblyai_emulator import __version__
from assemblyai_emulator.redacted_audio_json import redacted_audio_json
from assemblyai_emulator.store import webhooks as store
from assemblyai_emulator.store.database import Database
from assemblyai_emulator.store.webhooks import Delivery

# The service's own figures, from its documentation.
MOST_TRIES = 10
PAUSE_SECONDS = 10.0
ANSWER_SECONDS = 10.0
_AT_ONCE = 20
_SUCCESS, _REFUSED = 2, 4

_log = logging.getLogger(__name__)


class WebhookSender:
    """Sends each message until it is answered 2xx or 4xx, at most ten times, ten seconds apart.

    A redirect is not followed and counts as a refusal to be tried again; that is unverified. `pause` waits
    between tries and `client` sends; tests bring their own.
    https://www.assemblyai.com/docs/deployment/webhooks
    """

    def __init__(
        self,
        database: Database,
        *,
        client: httpx.AsyncClient | None = None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        self._database = database
        self._client = client or httpx.AsyncClient(
            timeout=None,  # noqa: S113 - one limit for the whole exchange, see _answer
            headers={"User-Agent": f"assemblyai-emulator/{__version__}"},
        )
        self._pause = pause
        self._answer_seconds = answer_seconds
        self._sending = asyncio.Semaphore(_AT_ONCE)
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Resume what an earlier server still had to say."""
        for transcript_id in await self._database.run(store.transcripts_with_messages):
            self.announce(transcript_id)

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._client.aclose()

    def announce(self, transcript_id: str) -> None:
        """Send, in the background, what the ended transcript owes; nothing if it has no webhook."""
        task = asyncio.create_task(self._deliver(transcript_id))
        self._tasks.add(task)
        task.add_done_callback(self._done)

    async def _deliver(self, transcript_id: str) -> None:
        # Read anew before every try: the transcript may have been deleted, and its webhook with it.
        while delivery := await self._database.run(store.next_message, transcript_id):
            body = _body(delivery)
            status_code = None if body is None else await self._answer(delivery, body)
            ended = body is None or _is_final(status_code) or delivery.tries + 1 >= MOST_TRIES
            await self._database.run(store.record_try, delivery, status_code, ended=ended)
            if not ended:
                await self._pause(PAUSE_SECONDS)
            elif delivery.header_value is not None:
                await self._database.erase_deleted()

    async def _answer(self, delivery: Delivery, body: dict[str, Any]) -> int | None:
        """The status of the receiver's answer; None when there was none in time."""
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
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, ValueError) as error:
            _log_failure(delivery, f"got no answer ({type(error).__name__})")
            return None
        if status_code // 100 != _SUCCESS:
            _log_failure(delivery, f"was answered with {status_code}")
        return status_code

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            # The message stays in the store, so the next start tries again.
            _log.error("a webhook failed unexpectedly", exc_info=error)


def _body(delivery: Delivery) -> dict[str, Any] | None:
    """None when there is nothing to say: no audio was redacted after all."""
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
    """Whether the receiver took the message, or wants no more of it."""
    return status_code is not None and status_code // 100 in {_SUCCESS, _REFUSED}


def _log_failure(delivery: Delivery, what: str) -> None:
    # Without the address: its query string may hold the receiver's own secret.
    _log.warning(
        "the webhook of transcript %s %s, try %d of %d",
        delivery.transcript.id,
        what,
        delivery.tries + 1,
        MOST_TRIES,
    )
