"""Reads a whole number from a query."""

_MOST_DIGITS = 18
"""Digits of a number that fits 64 bits. Python itself refuses to read thousands."""


def whole_number(text: str) -> int | None:
    """The number, 0 or more. None if the text is none, or a number that no parameter allows."""
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else None
