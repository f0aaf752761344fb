"""Validates custom_spelling."""

from typing import Any, cast

ROWS = (
    "a list of objects, each with from (a list of words or phrases) and to (one word, without spaces, as it is to "
    "be written)"
)


def is_rows(value: Any) -> bool:
    """https://www.assemblyai.com/docs/pre-recorded-audio/custom-spelling."""
    return isinstance(value, list) and all(_is_row(row) for row in cast("list[object]", value))


def _is_row(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    row = cast("dict[str, Any]", value)
    return row.keys() == {"from", "to"} and _is_word(row["to"]) and _is_phrases(row["from"])


def _is_word(value: Any) -> bool:
    return isinstance(value, str) and len(value.split()) == 1 and value == value.strip()


def _is_phrases(value: Any) -> bool:
    if not isinstance(value, list) or not value:
        return False
    return all(isinstance(text, str) and text.strip() for text in cast("list[object]", value))
