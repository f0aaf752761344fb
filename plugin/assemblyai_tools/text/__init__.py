"""Text for people and models: cleaned, shortened, with clock times."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from math import ceil

from assemblyai_tools.text.invisible import without_invisible

_MAX_COMPARED = 64
"""Characters of the longest name for which a similar one is looked up: comparing takes time."""

_HOUR = 3_600_000
"""Milliseconds in an hour."""

_MINUTE = 60_000
"""Milliseconds in a minute."""

_URL = re.compile(
    r"(?P<scheme>\b[a-z][a-z0-9+.-]*://)(?:[^/?#\s]*@)?(?P<place>[^?#\s\"'<>]*)(?P<rest>[?#][^\s\"'<>]*)?",
    re.IGNORECASE,
)
"""A URL: its scheme, its user name and password, its host and path, its query and fragment."""

_SENTENCE_END = re.compile(r"[.,;:!?)\]}]+$")
"""Punctuation after a URL that belongs to the sentence around it."""


def clean(text: str) -> str:
    """The text without control, bidirectional and other invisible characters that its script does not need."""
    if text.isascii() and text.isprintable():
        return text
    return without_invisible(text)


def flat(text: str) -> str:
    """Clean text on one line. A line break in the speech could look like the start of a new speaker's line."""
    return " ".join(clean(text).split())


def without_secrets(text: str) -> str:
    """The text with its URLs cut down to host and path: a signature, a token or a password may stand in the rest."""
    return _URL.sub(_without_secrets, text)


def _without_secrets(url: re.Match[str]) -> str:
    end = _SENTENCE_END.search(url["rest"] or "")
    return url["scheme"] + url["place"] + (end[0] if end else "")


def shorten(text: str, longest: int = 80, mark: str = "...") -> str:
    """The text, or its first `longest` characters followed by a mark that it was cut."""
    return text if len(text) <= longest else f"{text[:longest]}{mark}"


def closest(name: str, known: Iterable[str]) -> str | None:
    """The known name most similar to this one, if any is similar enough."""
    if len(name) > _MAX_COMPARED:
        return None
    return next(iter(get_close_matches(name, list(known), n=1)), None)


def clock_time(milliseconds: int) -> str:
    """A time as a clock time: 00:07, 12:30, 1:02:03."""
    hours, rest = divmod(max(0, milliseconds), _HOUR)
    minutes, rest = divmod(rest, _MINUTE)
    seconds = rest // 1000
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def span(milliseconds: int) -> str:
    """A duration with units: 850 ms, 57 s, 12 min 30 s, 1 h 2 min."""
    if milliseconds < 1000:  # noqa: PLR2004 - a second
        return f"{milliseconds} ms"
    hours, rest = divmod(milliseconds // 1000, 3600)
    minutes, seconds = divmod(rest, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"


def length(seconds: float) -> str:
    """The length of a recording with units, in whole seconds: rounded up, as the service does."""
    return span(ceil(seconds) * 1000)


def count(number: int, noun: str) -> str:
    """A number with its noun, pluralized: 1 match, 2 matches, 1,204 words."""
    plural = f"{noun}es" if noun.endswith(("s", "ch")) else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"
