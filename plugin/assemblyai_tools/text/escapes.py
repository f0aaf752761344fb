"""Characters that are written as escapes: entities of HTML, and the escapes of URLs and of strings in code."""

import html
import re
from html.entities import html5

FILL = "\0"
"""Stands before a character for the rest of its escape, so that everything keeps its place."""

_DEEPEST = 4
"""Kinds of escapes within each other that are read, such as the two of `%26lt;`. Any number of one kind is one."""

_ENTITY = re.compile(
    r"&(?:(?:amp|AMP|#0{0,9}38|#[xX]0{0,9}26);)*+"
    r"(#[0-9]{1,12};?|#[xX][0-9a-fA-F]{1,12};?|[a-zA-Z][a-zA-Z0-9]{1,31};|(?:lt|gt|LT|GT)(?!;))"
)

_CODE = re.compile(
    r"(?:(?<!\\)\\++(?:u005c|x5c)*+|%(?:25)*+)u(?:(0{3}[0-9a-f]{5}|0010[0-9a-f]{4}|[0-9a-f]{4})|\{0{0,9}([0-9a-f]{1,6})\})"
    r"|(?<!\\)\\++(?:u005c|x5c)*+x([0-9a-f]{2})|%(?:25)*+([0-7][0-9a-f])",
    re.IGNORECASE,
)
"""The number of a character, in hexadecimal digits: `\\u003c`, `\\u{3c}`, `\\U0000003c`, `\\x3c`, `%3C`, `%253C`."""

_LAST_CODE = 0x10FFFF


def unescaped(text: str) -> str:
    """The text with each escape replaced by its character, which keeps the place of the escape's end."""
    for _ in range(_DEEPEST):
        read = _CODE.sub(_of_code, _ENTITY.sub(_of_entity, text))
        if read == text:
            break
        text = read
    return text


def _of_entity(found: re.Match[str]) -> str:
    # Some names mean a character and a mark on it. Others only begin with a name, such as `&lttranscript;`.
    char = html5.get(found[1], "")[:1] or html.unescape(f"&{found[1]}")
    return char.rjust(len(found[0]), FILL)


def _of_code(found: re.Match[str]) -> str:
    code = int(found[found.lastindex or 0], 16)
    return chr(code).rjust(len(found[0]), FILL) if code <= _LAST_CODE else found[0]
