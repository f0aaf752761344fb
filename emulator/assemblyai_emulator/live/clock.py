"""How long a second lasts for a session's limits. Tests make it shorter."""

SECOND = 1.0
"""Seconds of the event loop."""


def lasting(seconds: float) -> float:
    return seconds * SECOND
