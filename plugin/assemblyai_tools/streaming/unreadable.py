"""The service's messages that cannot be read: one is passed over, many in a row end the stream."""

from collections import Counter

from assemblyai_tools.errors import UnexpectedReplyError
from assemblyai_tools.streaming.events import StreamWarning

_MOST = 10
"""Unreadable messages of a kind in a row that end the stream: the session is billed, and nothing comes of it."""


class Unreadable:
    """Counts them, for each kind of message."""

    def __init__(self) -> None:
        self._missed = Counter[str]()

    def passed_over(self, kind: str, what: str, *, is_needed: bool) -> StreamWarning:
        """The warning for a message; `what` says why it cannot be read.

        Raises an UnexpectedReplyError if there are too many, or at once where the message `is_needed`.
        """
        self._missed[kind] += 1
        if is_needed or self._missed[kind] >= _MOST:
            raise UnexpectedReplyError(f"The session sent {what}.")
        return StreamWarning(warning=f"The session sent {what}; the message was passed over.")

    def was_read(self, kind: str) -> None:
        """A message of this kind could be read. What is no JSON has no kind."""
        del self._missed[kind], self._missed[""]
