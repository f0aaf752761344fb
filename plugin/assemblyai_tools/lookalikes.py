"""Letters and brackets that look like those of ASCII, as one finds them in a tag that is meant to be overlooked."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache

_BRACKETS = (
    "\u00ab\u02c2\u140a\u1438\u16b2\u2039\u2190\u21d0\u2264\u2266\u2268\u226a\u226e\u227a\u22b0\u22b2\u22d6\u22d8"
    "\u2329\u25c0\u25c1\u25c2\u25c3\u25c4\u276c\u276e\u2770\u27e8\u27ea\u27f5\u27f8\u2987\u2989\u2991\u2993\u2995"
    "\u29fc\u2a79\u2a7d\u2a81\u2aa1\u2aa3\u2aa6\u2aaa\u2abb\u2af7\u3008\u300a\u304f\u3111\ufe3d\ufe3f\ufe64\uff1c"
    "\U0001d236"
)
"""Opening angle brackets and their kin, in every width and from every script, but for `<` itself."""

_KIN = {
    "a": "\u0430\u03b1\u0251\u0252\u13aa\u15c5\u2c6d\u2c70\u1d00\ua4ee4",
    "c": "\u0441\u03f2\u03f9\u13df\u1455\u2ca4\u2ca5\ua4da",
    "i": "\u0456\u03b9\u04c0\u04cf\u13a5\u05d5\u05df\u2c92\u2c93\ua4f2\u01c0\u02551l",
    "n": "\u043f\u0438\u03b7\u03bd\u0578\u057c\u2c9a\u2c9b\ua4e0",
    "p": "\u0440\u03c1\u13e2\u146d\u00fe\u2ca2\u2ca3\ua4d1",
    "r": "\u0433\u044f\u1d26\u0280\u13a1\u13d2\u1587\u0491\ua4e3\uab47\uab48",
    "s": "\u0455\u13da\u13d5\u054f\u057d\u03c2\ua4e25",
    "t": "\u0442\u03c4\u13a2\u04ad\u2ca6\u2ca7\ua4d4\u4e057",
}
"""Letters of other scripts, and digits, that pass for a letter of `transcript`; capitals are read as small ones."""

_SIGNS: Mapping[int, str] = {
    ord(sign): letter for sign, letter in zip("!|\u2223@$+\u2020\u22a4", "iiiasttt", strict=True)
}
"""Signs that pass for a letter, but that may stand between letters as well."""

BETWEEN = r"\W_\u30ce\u4e3f\uff89"
"""What may stand before and between the letters of a tag: signs, spaces, marks, and letters like a slash."""

_SCANNED = (
    *(range(0x80, 0x300), range(0x370, 0x530), range(0x1D00, 0x1DC0), range(0x1E00, 0x2000)),
    *(range(0x2070, 0x20A0), range(0x2100, 0x2190), range(0x2460, 0x2500), range(0x2C60, 0x2C80)),
    *(range(0xA720, 0xA800), range(0xAB30, 0xAB70), range(0xFF21, 0xFF5B), range(0x1D400, 0x1D800)),
    range(0x1F100, 0x1F200),
)
"""Blocks with variants of Latin, Greek and Cyrillic letters: accented, small, raised, mathematical, in circles."""

_OUTLINED = 0x1CCD6
"""The first of 26 outlined capitals, which older tables of characters do not have yet."""

_NAMED = re.compile(r"(?!.*(?:GREEK|CYRILLIC)).*\b([A-Z])(?: WITH .*)?")
"""The name of a character that is a variant of a Latin letter, such as LATIN LETTER SMALL CAPITAL T."""

_OPENING = re.compile(f"[<&{_BRACKETS}]")
"""What begins a tag: a bracket, or the `&` of its HTML entity."""


def opens(text: str, start: str, longest_gap: int) -> Iterator[int]:
    """Where something opens that may read as `start`: a bracket, then its letters, with signs and spaces between them.

    A quick look, which finds too much rather than too little; gaps are of `longest_gap` characters, at most.
    """
    if "<" in text or "&" in text if text.isascii() else _OPENING.search(text):
        yield from (found.start() for found in _opening(start, longest_gap).finditer(text))


def spellings(text: str) -> tuple[str, str]:
    """The text as it reads: look-alike letters and brackets as ASCII's, each in its place. Signs read in two ways."""
    read = text.translate(_letters())
    return read, read.translate(_SIGNS)


@cache
def _opening(start: str, longest_gap: int) -> re.Pattern[str]:
    alike = (f"[{re.escape(letter + letter.upper() + ''.join(_alike(letter)))}]" for letter in start)
    # A sign that passes for the next letter ends a gap: there is one way to read a text, however long it is.
    letters = "".join(rf"(?:(?!{like})[{BETWEEN}]){{0,{longest_gap}}}+{like}" for like in alike)
    return re.compile(f"{_OPENING.pattern}(?:(?<=&)[#0-9A-Za-z]{{2,14}};?)?(?={letters})")


def _alike(letter: str) -> Iterator[str]:
    return (chr(code) for table in (_letters(), _SIGNS) for code, read in table.items() if read == letter)


@cache
def _letters() -> Mapping[int, str]:
    """What each look-alike reads as."""
    table = {ord(form): letter for letter, alike in _KIN.items() for like in alike for form in _cases(like)}
    for code in (code for block in _SCANNED for code in block if code not in table):
        letter = _letter(chr(code), table)
        if letter:
            table[code] = letter
    table |= {_OUTLINED + place: letter for place, letter in enumerate("abcdefghijklmnopqrstuvwxyz")}
    return table | {ord(bracket): "<" for bracket in _BRACKETS}


def _cases(like: str) -> set[str]:
    return {form for form in (like, like.upper()) if len(form) == 1}


def _letter(char: str, table: Mapping[int, str]) -> str | None:
    """The ASCII letter that a character is a variant of."""
    bases = [base for base in unicodedata.normalize("NFKD", char) if base.isalpha()]
    if len(bases) == 1:
        base = bases[0].lower()
        if base.isascii():
            return table.get(ord(base), base)
        if known := table.get(ord(bases[0])) or table.get(ord(base)):
            return known
    named = _NAMED.fullmatch(unicodedata.name(char, ""))
    return named[1].lower() if named else None
