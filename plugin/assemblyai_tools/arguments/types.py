"""Types of arguments that are read from more than one form: ids, times, dates."""

import re
from datetime import date
from math import isfinite
from typing import Annotated, Any
from urllib.parse import unquote

from pydantic import BeforeValidator

from assemblyai_tools.arguments.values import TOKEN, snake_case
from assemblyai_tools.errors import InvalidArgumentsError
from assemblyai_tools.ids import ID_PATTERN, check_id
from assemblyai_tools.text import shorten

_AROUND_ID = " \t\r\n\"'`<>()[]{}.,;"
"""Characters that surround an id that was copied from a text."""

_ID = re.compile(ID_PATTERN)

_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
"""The form of the service's ids, which are written in lower case."""

_ID_IN_ADDRESS = re.compile(r"/(?:transcripts?|lemur/v3)/([A-Za-z0-9_-]{1,64})(?=[/?#]|$)")
"""The id in the address of a transcript or a request: the service's API, its dashboard, or one of our resources."""

_CLOCK = re.compile(
    r"(?:(?P<hours>\d{1,4}):(?=\d\d:))?(?P<minutes>\d{1,4}):(?P<seconds>[0-5]?\d)(?:[.,](?P<fraction>\d{1,9}))?"
)
"""A clock time: 1:05, 00:01:05.250."""

_SPAN = re.compile(
    r"(\d{1,9}(?:\.\d{1,9})?)\s*(ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?)(?![a-z])",
    re.IGNORECASE,
)
"""A number with a unit of time."""

_UNITS = {"ms": 1, "mi": 1, "s": 1000, "m": 60_000, "h": 3_600_000}
"""Milliseconds of a unit, by its first letters."""

_NUMBER = re.compile(r"\s*[-+]?\d+(?:\.\d+)?\s*")
"""A number without a unit, as text."""

_DATE = re.compile(r"(\d{4})[-/.](\d{2})[-/.](\d{2})(?:[T ].*)?")
"""A date, perhaps with a time."""


def _id_of(value: Any) -> Any:
    """The id without what was copied along with it: white space, quotation marks, the address that it stood in."""
    if not isinstance(value, str):
        return value
    text = value if _ID.fullmatch(value) else _extracted_id(value)
    return text if text.islower() or not _UUID.fullmatch(text) else text.lower()


def _extracted_id(value: str) -> str:
    text = unquote(value.strip(_AROUND_ID))
    ids = {found.lower() for found in _UUID.findall(text)}
    if found := _ID_IN_ADDRESS.search(text):
        return found[1]
    try:
        return ids.pop() if len(ids) == 1 else check_id(text if _ID.fullmatch(text) else value)
    except InvalidArgumentsError as error:
        raise ValueError(str(error)) from None


def _milliseconds(value: Any) -> Any:
    """Milliseconds from a clock time or a number with a unit; a bare number is milliseconds already."""
    return value if type(value) is int else _time(value, "milliseconds")


def _seconds(value: Any) -> Any:
    """Seconds from a clock time or a number with a unit; a bare number is seconds already."""
    if type(value) is int:
        return value
    read = _time(value, "seconds")
    return read if is_bare(value) else read // 1000


def is_bare(value: Any) -> bool:
    """Whether a time is a number without a unit."""
    return _NUMBER.fullmatch(value) is not None if isinstance(value, str) else not isinstance(value, bool)


def _time(value: Any, unit: str) -> Any:
    """A bare number as a whole one, or the milliseconds of a clock time or of a number with a unit."""
    if is_bare(value):
        return _whole(value)
    text = str(value).strip(" \t\r\n[]()")
    spans = _SPAN.findall(text)
    if spans and not _SPAN.sub("", text).strip(" ,"):
        return round(sum(float(number) * _unit(name) for number, name in spans))
    clock = _CLOCK.fullmatch(text)
    if not clock:
        raise ValueError(f"{shorten(text)!r} is no time; give {unit}, or a clock time such as 1:05")
    hours, minutes, seconds = (int(part or 0) for part in clock.group("hours", "minutes", "seconds"))
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + round(float(f"0.{clock['fraction'] or 0}") * 1000)


def _whole(value: Any) -> Any:
    """A number with a fraction, rounded; anything else as it is."""
    has_fraction = isinstance(value, float) or (isinstance(value, str) and "." in value)
    return round(float(value)) if has_fraction and isfinite(float(value)) else value


def _unit(name: str) -> int:
    plain = name.lower()
    return _UNITS[plain[:2] if plain.startswith(("ms", "mil")) else plain[:1]]


def _day(value: Any) -> Any:
    """A date as the API writes it, from one with a time or with slashes too."""
    if isinstance(value, date):
        return value.isoformat()[:10]
    found = _DATE.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise ValueError("give a date as YYYY-MM-DD")
    return "-".join(found.groups())


def _snake_case(value: Any) -> Any:
    return snake_case(value) if isinstance(value, str) else value


Id = Annotated[str, TOKEN, BeforeValidator(_id_of)]
"""An id of the service."""

TranscriptId = Id
"""The id of a transcript. The argument's name says so, so it needs no description."""

Milliseconds = Annotated[int, BeforeValidator(_milliseconds)]
"""A time in milliseconds; a clock time such as 1:05 is read too."""

Seconds = Annotated[int, BeforeValidator(_seconds)]
"""A duration in seconds; 45s or 1:30 is read too."""

Day = Annotated[str, BeforeValidator(_day)]
"""A date, YYYY-MM-DD."""

SnakeCase = Annotated[str, BeforeValidator(_snake_case)]
"""A name of the API's own, such as phone_number; any case and spaces are read too."""
