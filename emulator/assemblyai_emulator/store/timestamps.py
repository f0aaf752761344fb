"""Timestamps: microseconds since 1970 in the store, ISO 8601 in the API."""

import time
from datetime import UTC, date, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_DAY = 24 * 60 * 60 * 1_000_000
"""In microseconds."""


def now() -> int:
    """Microseconds since 1970."""
    return time.time_ns() // 1000


def to_iso(timestamp: int) -> str:
    """UTC with microseconds and a Z, as in live replies. The published schema has no Z."""
    return (_EPOCH + timestamp * _MICROSECOND).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def day_range(day: date) -> tuple[int, int]:
    """The first microsecond of a UTC day, and the first of the next day."""
    start = (datetime(day.year, day.month, day.day, tzinfo=UTC) - _EPOCH) // _MICROSECOND
    return start, start + _DAY  # the day after the last date is none
