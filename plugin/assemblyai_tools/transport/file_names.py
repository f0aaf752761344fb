"""The name of a local file, as people, models and other programs write it."""

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

from assemblyai_tools.text import flat

_QUOTES = {"'": "'", '"': '"', "`": "`", "<": ">", "\u2018": "\u2019", "\u201c": "\u201d", "\u00ab": "\u00bb"}
"""What may stand around a name that was copied from a text or a command line: the first character, and the last."""

_FILE_URL = re.compile(r"file:(?://(?P<host>[^/]*))?(?P<path>.*)", re.IGNORECASE | re.DOTALL)
"""A file URL. What looks like its host may be the first folder of a relative path."""

_LOCAL_HOSTS = ("localhost", "127.0.0.1")
"""Hosts of a file URL that mean this machine."""

_WINDOWS = re.compile(r"/?[A-Za-z]:[\\/]|\\\\")
"""The start of a Windows path: C:\\, C:/, the same in a file URL, or \\\\server."""

_WEB_ADDRESS = re.compile(
    r"(?:https?://)?(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?::\d+)?/\S+", re.IGNORECASE
)
"""What a web address looks like, perhaps without its scheme: example.com/a.mp3."""

_ESCAPED = re.compile(r"\\([^\w.\\])")
"""A character that a shell escapes, as in `my\\ call.mp3`; a backslash before a letter is Windows' separator."""

LONGEST_PATH = 4096
"""Characters of the longest path of most systems; a longer text is no name."""

_APOSTROPHES = dict.fromkeys(map(ord, "\u2018\u2019\u201b\u02bc\u02b9\u2032\u00b4`"), "'")
_QUOTATION_MARKS = dict.fromkeys(map(ord, "\u201c\u201d\u201f\u2033"), '"')
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_TYPOGRAPHY = _APOSTROPHES | _QUOTATION_MARKS | _DASHES
"""Characters for which people and models write a plainer one."""


def readings(name: str) -> Iterator[str]:
    """What a name may mean, the most literal first: an exact file wins, whatever its name looks like."""
    plain = unwrapped(name)
    yield from dict.fromkeys((name, plain, *_decoded(plain)))


def unwrapped(name: str) -> str:
    """The name without white space and quotation marks around it, without a shell's escapes; a file URL's path."""
    text = name.strip()
    while len(text) > 1 and _QUOTES.get(text[0]) == text[-1]:
        text = text[1:-1].strip()
    text = _ESCAPED.sub(r"\1", text)
    url = _FILE_URL.fullmatch(text)
    if not url:
        return text
    host = url["host"] or ""
    return unquote(url["path"] if host.lower() in _LOCAL_HOSTS else host + url["path"])


def _decoded(name: str) -> Iterator[str]:
    """The name with Windows' separators replaced, and with its %20 decoded."""
    if len(name) <= LONGEST_PATH:
        for text in (name, name.replace("\\", "/")):
            yield text
            yield unquote(text)


def folded(name: str) -> str:
    """What names have in common that look the same: Unicode forms, kinds of spaces, apostrophes and dashes."""
    plain = unicodedata.normalize("NFKC", name.translate(_TYPOGRAPHY)).translate(_TYPOGRAPHY)
    return unicodedata.normalize("NFC", flat(plain))


def is_pattern(name: str) -> bool:
    """Whether it looks like a pattern for several files. A question mark does not: many titles are questions."""
    return "*" in name


def is_windows_path(name: str) -> bool:
    return _WINDOWS.match(name) is not None


def as_web_address(name: str) -> str | None:
    """The web address that it looks like, with its scheme."""
    if not _WEB_ADDRESS.fullmatch(name):
        return None
    return name if "://" in name else f"https://{name}"
