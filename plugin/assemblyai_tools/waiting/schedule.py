"""How often waiters poll by reading a transcript each: pure arithmetic, no clock and no network."""

SHORTEST_PAUSE = 0.5
"""Seconds between two reads of one transcript, at least."""

LONGEST_PAUSE = 0.85
"""Seconds between two reads of one transcript, at most, unless many waiters share the rate."""

READS_PER_SECOND = 20
"""Reads a second, of all waiters together: the account's limit is some 60 requests."""

_GROWTH = 1 / 60
"""Seconds of pause for each second waited so far, between these bounds: pauses grow after half a minute."""


def next_pause(waited: float, readers: int = 1) -> float:
    """Seconds until a waiter reads again after waiting for `waited` seconds, as one of `readers` that read."""
    alone = min(LONGEST_PAUSE, max(SHORTEST_PAUSE, waited * _GROWTH))
    return max(alone, readers / READS_PER_SECOND)
