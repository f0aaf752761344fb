"""A buffer of webhook notifications that arrive before anyone waits for their transcript."""

from collections import OrderedDict

CAPACITY = 1_000
"""Notifications that are buffered at most; one more drops the oldest."""


class EarlyNotifications:
    """The ids of transcripts that have ended, each kept until someone begins to wait for it."""

    def __init__(self) -> None:
        self.ids: OrderedDict[str, None] = OrderedDict()
        """The oldest first."""

    def add(self, transcript_id: str) -> None:
        """Buffer a notification."""
        self.ids[transcript_id] = None
        if len(self.ids) > CAPACITY:
            self.ids.popitem(last=False)

    def take(self, transcript_id: str) -> bool:
        """Remove this transcript's notification from the buffer; false if there is none."""
        if transcript_id not in self.ids:
            return False
        del self.ids[transcript_id]
        return True
