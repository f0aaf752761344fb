"""Names for the files that are made of recordings: unique, and safe on every file system."""

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from assemblyai_tools.text import flat

_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\ud800-\udfff]+')
"""What some file system takes in no name, and bytes that are no text."""

_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
"""Names that are devices on Windows, with whatever follows."""

_LONGEST = 150
"""Bytes of the longest name, in UTF-8. File systems take 255: a number and an ending follow."""

_NAMELESS = "recording"


class ResultNames:
    """Gives each recording a name that no other one in its folder has, in upper or lower case.

    `taken` are names that it must not give, as files of other people have them.
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {folded(name) for name in taken}
        self._next: dict[str, int] = {}
        """The number to try next for a name that is taken, so that a thousand equal names take a thousand looks."""

    def take(self, wanted: str) -> str:
        """The wanted name as a file may have it, with a number if it is taken: call, call-2, call-3."""
        name = safe_name(wanted)
        key = folded(name)
        unique, number = name, self._next.get(key, 2)
        while folded(unique) in self._taken:
            unique = f"{name}-{number}"
            number += 1
            self._next[key] = number
        self._taken.add(folded(unique))
        return unique


def safe_name(wanted: str) -> str:
    """A text as the name of a file, which begins with no dot and no dash."""
    plain = unicodedata.normalize("NFC", flat(_UNSAFE.sub(" ", wanted)))
    name = plain.encode()[:_LONGEST].decode(errors="ignore").rstrip(" .").lstrip(" .-")
    return f"_{name}" if _RESERVED.match(name) else name or _NAMELESS


def name_in_url(url: str) -> str:
    """What a recording at this address is called: the last part of its path without its ending, or the host."""
    last, host = _last_and_host(url)
    return last.rpartition(".")[0] or last or host


def file_in_url(url: str) -> str:
    """The last part of a URL's path with its ending, or else the host: a name without a slash."""
    last, host = _last_and_host(url)
    return last or host


def _last_and_host(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
        return unquote(parts.path).rstrip("/").rpartition("/")[2], parts.hostname or ""
    except ValueError:  # no URL that could be fetched; the service says so
        return "", ""


def folded(name: str) -> str:
    """What is the same for two names that are one on some file system."""
    return unicodedata.normalize("NFC", name.casefold())
