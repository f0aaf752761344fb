"""Types of arguments that are read from more than one form: ids, times, languages."""

import re
from typing import Annotated, Any
from urllib.parse import unquote

from pydantic import AfterValidator, BeforeValidator

from assemblyai_tools.arguments.values import TOKEN
from assemblyai_tools.errors import InvalidArgumentsError
from assemblyai_tools.flow import check_id
from assemblyai_tools.text import shorten

_AROUND_ID = " \t\r\n\"'`<>()[]{}.,;"
"""Characters that surround an id that was copied from a text."""

_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
"""The form of the service's ids, which are written in lower case."""

_ID_IN_ADDRESS = re.compile(r"/(?:transcripts?|lemur/v3)/([A-Za-z0-9_-]{1,64})(?=[/?#]|$)")
"""The id in the address of a transcript or a request: the service's API, its dashboard, or one of our resources."""

_CLOCK = re.compile(r"(?:(?:(\d+):)?(\d+):)?(\d+)(?:[.,](\d{1,3})\d*)?")
"""A clock time: 1:05, 00:01:05.250, or seconds alone."""

_SPAN = re.compile(
    r"(\d+(?:\.\d+)?)\s*(ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?)", re.IGNORECASE
)
"""A number with a unit of time."""

_UNITS = {"ms": 1, "mi": 1, "s": 1000, "m": 60_000, "h": 3_600_000}
"""Milliseconds of a unit, by its first letters."""


def _id_of(value: Any) -> Any:
    """The id without what was copied along with it: white space, quotation marks, the address that it stood in."""
    if not isinstance(value, str):
        return value
    text = unquote(value.strip(_AROUND_ID))
    if "/" in text:
        found = _ID_IN_ADDRESS.search(text) or _UUID.search(text)
        text = found.group(found.lastindex or 0) if found else text
    return text.lower() if _UUID.fullmatch(text) else text


def _checked_id(value: str) -> str:
    try:
        return check_id(value)
    except InvalidArgumentsError as error:
        raise ValueError(str(error)) from None


def _milliseconds(value: Any) -> Any:
    """Milliseconds from a clock time or a number with a unit; a bare number is milliseconds already."""
    if not isinstance(value, str) or _is_number(value):
        return value
    text = value.strip()
    spans = _SPAN.findall(text)
    if spans and not _SPAN.sub("", text).strip(" ,"):
        return round(sum(float(number) * _unit(name) for number, name in spans))
    clock = _CLOCK.fullmatch(text)
    if not clock or ":" not in text:
        raise ValueError(f"{shorten(text)!r} is no time; give milliseconds, or a clock time such as 1:05")
    hours, minutes, seconds, fraction = clock.groups(default="0")
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(fraction.ljust(3, "0"))


def _seconds(value: Any) -> Any:
    """Seconds from a clock time or a number with a unit; a bare number is seconds already."""
    if not isinstance(value, str) or _is_number(value):
        return value
    return _milliseconds(value) // 1000


def _unit(name: str) -> int:
    plain = name.lower()
    return _UNITS[plain[:2] if plain.startswith(("ms", "mil")) else plain[:1]]


def _is_number(text: str) -> bool:
    return re.fullmatch(r"\s*[-+]?\d+(?:\.\d+)?\s*", text) is not None


Id = Annotated[str, TOKEN, BeforeValidator(_id_of), AfterValidator(_checked_id)]
"""An id of the service."""

TranscriptId = Id
"""The id of a transcript. The argument's name says so, so it needs no description."""

Milliseconds = Annotated[int, BeforeValidator(_milliseconds)]
"""A time in milliseconds; a clock time such as 1:05 is read too."""

Seconds = Annotated[int, BeforeValidator(_seconds)]
"""A duration in seconds; 45s or 1:30 is read too."""
