"""Receives the service's notifications (https://www.assemblyai.com/docs/deployment/webhooks).

`WebhookReceiver` is an ASGI application: mount it anywhere, share its `watch` with a client, and give its public
address as `webhook_url` when transcribing. Then a wait ends as soon as the notification arrives. A live session takes
the same three arguments: its finished turns come to `on_notification`, even if the program that opened it has ended.
"""

import hmac
from collections.abc import Awaitable, Callable, Mapping, MutableMapping, Sequence
from typing import Any, TypeAlias, cast

from pydantic import Field, ValidationError, model_validator

from assemblyai_tools.api.reply import ApiReply
from assemblyai_tools.streaming.events import Turn
from assemblyai_tools.waiting.watch import Watch

LONGEST_BODY = 8 * 2**20
"""Bytes of the longest body that is accepted: three hours of a live session's words. Those of transcripts have a few
hundred."""

_TURN = "Turn"
"""The type of a Turn message."""

_TURNS_KEYS = frozenset({"turns", "messages"})
"""The known names of the list of turns: these are looked at first."""

# The types of an ASGI application.
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]


class TranscriptReadyNotification(ApiReply):
    """A transcript is finished; `status` is completed or error."""

    transcript_id: str
    status: str


class RedactedAudioNotification(ApiReply):
    """The redacted audio of a transcript is ready. The service does not say which transcript's."""

    status: str
    redacted_audio_url: str


class StreamEndedNotification(ApiReply):
    """A live session that was opened with `webhook_url` has ended; here are its finished turns.

    https://www.assemblyai.com/docs/streaming/webhooks
    """

    session_id: str = Field(min_length=1)
    """As in the stream's `Begin`."""
    turns: tuple[Turn, ...]
    """The last state of each turn. `is_final` where it was finished, as in the stream itself."""

    @model_validator(mode="before")
    @classmethod
    def _find_turns(cls, given: Any) -> Any:
        """Take the list of Turn messages, under any name."""
        if not isinstance(given, dict):
            return given
        body = cast("dict[str, Any]", given)
        return {"turns": _turns(body), "session_id": body.get("session_id")}


def _turns(body: Mapping[str, Any]) -> Sequence[Turn] | None:
    """The turns in a session's notification; None if it has no list of them."""
    lists = [
        cast("Sequence[Any]", body[name])
        for name in sorted(body, key=_TURNS_KEYS.__contains__, reverse=True)
        if isinstance(body[name], list)
    ]
    found = next((one for one in lists if any(map(_is_turn, one))), None)
    if found is None:
        return () if lists and not any(lists) else None  # in a session without speech all of them are empty
    last = dict[int, Turn]()
    for turn in map(Turn.read, filter(_is_turn, found)):
        before = last.get(turn.turn_order)
        if before is None or _rank(turn) >= _rank(before):
            last[turn.turn_order] = turn.model_copy(update={"is_final": turn.end_of_turn})
    return tuple(last.values())


def _is_turn(message: Any) -> bool:
    """Whether it is a Turn message. The type may be left out in a list of one kind."""
    if not isinstance(message, dict):
        return False
    body = cast("dict[str, Any]", message)
    return body.get("type", _TURN) == _TURN and "transcript" in body


def _rank(turn: Turn) -> tuple[bool, bool]:
    return turn.end_of_turn, turn.is_formatted


Notification: TypeAlias = TranscriptReadyNotification | RedactedAudioNotification | StreamEndedNotification


def parse_notification(body: bytes) -> Notification:
    """Parse a notification's body. Raises ValueError for anything else."""
    kinds: tuple[type[Notification], ...] = (
        RedactedAudioNotification,
        TranscriptReadyNotification,
        StreamEndedNotification,
    )
    for kind in kinds:
        try:
            return kind.model_validate_json(body)
        except ValidationError:
            continue
    raise ValueError("this is no notification of a transcript, of redacted audio, or of a live session")


def ignore(notification: Notification) -> None:
    """The default callback: does nothing."""


class WebhookReceiver:
    """An ASGI application that accepts notifications, at any path it is mounted on.

    `header_name` and `header_value` are the webhook_auth_header_name and _value given when transcribing. A request
    without them is refused; the comparison takes constant time. `on_notification` is called for each notification.
    The service retries unless the response has status 2xx or 4xx.
    """

    def __init__(
        self,
        *,
        header_name: str,
        header_value: str,
        watch: Watch | None = None,
        on_notification: Callable[[Notification], None] = ignore,
    ) -> None:
        self.watch = watch or Watch()
        self.watch.webhook = (header_name.lower(), header_value)
        self._header = (header_name.lower().encode("latin-1"), header_value.encode())
        self._on_notification = on_notification

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request with 200, or with 401, 405, 413 or 400, checked in this order."""
        if scope["type"] != "http":
            raise RuntimeError(f"a webhook receiver serves http, not {scope['type']}")
        status = await self._status(scope, receive)
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})

    async def _status(self, scope: MutableMapping[str, Any], receive: Receive) -> int:
        if not self._is_authentic(scope["headers"]):
            return 401
        if scope["method"] != "POST":
            return 405
        body = await _body(receive)
        if body is None:
            return 413
        try:
            notification = parse_notification(body)
        except ValueError:
            return 400
        if isinstance(notification, TranscriptReadyNotification):
            self.watch.notify(notification.transcript_id)
        self._on_notification(notification)
        return 200

    def _is_authentic(self, headers: list[tuple[bytes, bytes]]) -> bool:
        name, value = self._header
        given = [content for header, content in headers if header.lower() == name]
        return len(given) == 1 and hmac.compare_digest(given[0], value)


async def _body(receive: Receive) -> bytes | None:
    """The whole body, or None if it is too long or the sender disconnected."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")
        if len(body) > LONGEST_BODY:
            return None
        if not message.get("more_body", False):
            return bytes(body)
