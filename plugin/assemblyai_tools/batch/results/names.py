"""Names for the results of a batch's recordings: unique, and safe on every file system."""

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
    """Gives each recording of a batch a name that no other one has, in upper or lower case.

    `taken` are names that it must not give, as files of other people have them.
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {_folded(name) for name in taken}
        self._next: dict[str, int] = {}
        """The number to try next for a name that is taken, so that a thousand equal names take a thousand looks."""

    def take(self, wanted: str) -> str:
        """The wanted name as a file may have it, with a number if it is taken: call, call-2, call-3."""
        name = safe_name(wanted)
        key = _folded(name)
        unique, number = name, self._next.get(key, 2)
        while _folded(unique) in self._taken:
            unique = f"{name}-{number}"
            number += 1
            self._next[key] = number
        self._taken.add(_folded(unique))
        return unique


def safe_name(wanted: str) -> str:
    """A text as the name of a file, which begins with no dot and no dash."""
    plain = unicodedata.normalize("NFC", flat(_UNSAFE.sub(" ", wanted)))
    name = plain.encode()[:_LONGEST].decode(errors="ignore").rstrip(" .").lstrip(" .-")
    return f"_{name}" if _RESERVED.match(name) else name or _NAMELESS


def name_in_url(url: str) -> str:
    """What a recording at this address is called: the last part of its path without its ending, or the host."""
    try:
        parts = urlsplit(url)
        last = unquote(parts.path.rstrip("/").rpartition("/")[2])
        return last.rpartition(".")[0] or last or parts.hostname or ""
    except ValueError:  # no URL that could be fetched; the service says so
        return ""


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name.casefold())
