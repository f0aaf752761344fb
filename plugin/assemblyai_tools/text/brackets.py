"""Brackets of every width and script: those that look like ASCII's, by their names or by their shape."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache

_OPEN = "\u140a\u1438\u16b2\u228f\u2291\u2987\u2989\u2995\u2aaa\u304f\u3111\u31db\U0001d236"
_CLOSED = "\u1405\u1433\u2290\u2292\u2988\u298a\u2996\u2aab"
"""Letters and signs that look like `<` and `>`, and whose name does not tell it."""

_NAMED = re.compile(
    r"LESS-THAN|PRECEDE|NORMAL SUBGROUP|UNDER RELATION"
    r"|LEFT.*(?:ANGLE BRACKET|ANGLE QUOTATION|ARROWHEAD|CURVED ANGLE|POINTER|TRIANGLE)"
    r"|LEFTWARDS (?:DOUBLE |TRIPLE )?ARROW"
)
"""Names of opening angle brackets and their kin, such as MEDIUM LEFT-POINTING ANGLE BRACKET ORNAMENT."""

_MIRRORED = (
    *(("LEFT", "RIGHT"), ("LESS-THAN", "GREATER-THAN"), ("PRECEDE", "SUCCEED")),
    *(("NORMAL SUBGROUP OF", "CONTAINS AS NORMAL SUBGROUP"), ("DOES NOT SUCCEEDS", "DOES NOT SUCCEED")),
)
"""What is another word in the name of the bracket that closes."""

_BLOCKS = (
    *(range(0xA0, 0x100), range(0x2B0, 0x300), range(0x2000, 0x2C00), range(0x2E00, 0x3020)),
    *(range(0xFE10, 0xFE70), range(0xFF00, 0xFF70), range(0x1F500, 0x1F900)),
)
"""Blocks with punctuation, arrows, mathematical signs and other shapes."""


@cache
def brackets() -> Mapping[int, str]:
    """What each bracket but parentheses reads as: `<` or `>` for angles and their kin, `[` or `]` for others."""
    table = dict(_others())
    opening = [
        chr(code) for block in _BLOCKS for code in block if _NAMED.search(unicodedata.name(chr(code), ""))
    ]
    table |= {ord(bracket): ">" for bracket in (*filter(None, map(_mirrored, opening)), *_CLOSED)}
    return table | {ord(bracket): "<" for bracket in (*opening, *_OPEN)} | {ord("<"): "<", ord(">"): ">"}


def _others() -> Iterator[tuple[int, str]]:
    kinds = {"Ps": "[", "Pe": "]"}
    for code in (*range(0x80), *(code for block in _BLOCKS for code in block)):
        kind = kinds.get(unicodedata.category(chr(code)))
        if kind and "PARENTHESIS" not in unicodedata.name(chr(code)):
            yield code, kind


def _mirrored(bracket: str) -> str | None:
    name = unicodedata.name(bracket)
    for word, other in _MIRRORED:
        name = name.replace(word, other)
    try:
        return unicodedata.lookup(name)
    except KeyError:
        return None
