"""How far webhook notifications are relied on, and so how often a waiter that expects one polls all the same."""

from typing import Literal

WEBHOOK_PAUSE = 30.0
"""Seconds between two fallback polls: a waiter expects a notification, but it may never get here."""

PROVEN_PAUSE = 300.0
"""Seconds between two fallback polls once a notification has ended a wait: a later one may still get lost."""


class WebhookTrust:
    """Unproven until a notification ends a wait, then proven; broken for good once one is lost after that."""

    def __init__(self) -> None:
        self.state: Literal["unproven", "proven", "broken"] = "unproven"

    @property
    def extra_pause(self) -> float:
        """Seconds to add to `WEBHOOK_PAUSE`."""
        return PROVEN_PAUSE - WEBHOOK_PAUSE if self.state == "proven" else 0.0

    def notification_arrived(self) -> None:
        """A notification has ended a wait that expected it."""
        if self.state == "unproven":
            self.state = "proven"

    def notification_lost(self) -> bool:
        """A fallback poll has found an end without a notification; true if this breaks the trust."""
        if self.state != "proven":
            return False
        self.state = "broken"
        return True
