"""The body of a request of an older client's session, whole before the session counts the request."""

import json
from collections import deque
from typing import cast

from starlette.types import Message, Receive


class WholeBody:
    """Reads a request's body up to a length, and hands its messages on to the app. No more than that is kept."""

    def __init__(self, receive: Receive, longest: int) -> None:
        self._receive = receive
        self._longest = longest
        self._messages: deque[Message] = deque()

    async def read(self) -> None:
        """Wait for the last part, or for the one that makes the body too long."""
        length, more = 0, True
        while more and length <= self._longest:
            message = await self._receive()
            self._messages.append(message)
            length += len(message.get("body", b""))
            more = message.get("more_body", False)

    def request_id(self) -> str | None:
        """The id of the JSON-RPC request, as text like the SDK tells requests apart; None for a notification."""
        try:
            message = json.loads(b"".join(message.get("body", b"") for message in self._messages))
        except (ValueError, RecursionError):
            return None  # the SDK says what is wrong with it
        if not isinstance(message, dict):
            return None
        request = cast("dict[str, object]", message)
        number = request.get("id") if "method" in request else None
        return str(number) if isinstance(number, int | str) else None

    async def receive(self) -> Message:
        return self._messages.popleft() if self._messages else await self._receive()
