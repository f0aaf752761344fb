"""Letters and brackets that look like those of ASCII, as one finds them in a tag that is meant to be overlooked."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from assemblyai_tools.text.brackets import brackets

_KIN = {
    "a": "\u0430\u03b1\u0251\u0252\u13aa\u15c5\u2c6d\u2c70\u1d00\ua4ee\u039b\u0245\u2c6f",
    "c": "\u0441\u03f2\u03f9\u13df\u1455\u2ca4\u2ca5\ua4da\u0254\u2183\u2184",
    "i": "\u0456\u03b9\u04c0\u04cf\u13a5\u05d5\u05df\u2c92\u2c93\ua4f2\u13c6\u01c0\u0255l",
    "n": "\u043f\u0438\u03b7\u03bd\u0578\u057c\u2c9a\u2c9b\ua4e0\u13c1u",
    "p": "\u0440\u03c1\u13e2\u146d\u00fe\u2ca2\u2ca3\ua4d1d",
    "r": "\u0433\u044f\u1d26\u0280\u13a1\u13d2\u1587\u0491\ua4e3\uab47\uab48",
    "s": "\u0455\u13da\u13d5\u054f\u057d\u03c2\ua4e2",
    "t": "\u0442\u03c4\u13a2\u04ad\u2ca6\u2ca7\ua4d4\u4e05\u13d6",
}
"""Letters that pass for another one of `transcript`, in their own script or turned; capitals are read as small ones."""

DIGITS: Mapping[str, str] = {"a": "4", "i": "1", "s": "5", "t": "7"}
"""Digits that pass for a letter."""

SIGNS: Mapping[str, str] = {"a": "@", "i": "!|\u2223", "s": "$", "t": "+\u2020\u22a4"}
"""Signs that pass for a letter, but that may stand between letters as well."""

_SLASHES = "\\\u2044\u2215\u29f8\uff0f\ufe68\uff3c\u29f5\u2571\u27cb\u20eb\u0338\u0337\u30ce\u4e3f\uff89"
"""Signs, marks and letters that look like a slash, or like a backslash."""

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

_LETTER_LIKE = "Lm"
"""The category of marks that count as letters, such as \u02bc and \u02d1."""


def as_read(text: str) -> str:
    """The text as it reads: look-alike letters, brackets and slashes as ASCII's, each in its place.

    Letters are small. Whatever else joins letters is a hyphen or an apostrophe.
    """
    return text.translate(_table())


@cache
def _table() -> Mapping[int, str]:
    """What each look-alike reads as."""
    letters = _letters()
    joins = {
        code: "'"
        for code in range(0x2B0, 0x10000)
        if code not in letters and unicodedata.category(chr(code)) == _LETTER_LIKE
    }
    return {**joins, **letters, ord("_"): "-", **dict.fromkeys(map(ord, _SLASHES), "/"), **brackets()}


def _letters() -> dict[int, str]:
    table = {ord(form): letter for letter, alike in _KIN.items() for like in alike for form in _cases(like)}
    table |= {code: chr(code).lower() for code in range(ord("A"), ord("Z") + 1) if code not in table}
    for code in (code for block in _SCANNED for code in block if code not in table):
        letter = _letter(chr(code), table)
        if letter:
            table[code] = letter
    outlined = {_OUTLINED + place: letter for place, letter in enumerate("abcdefghijklmnopqrstuvwxyz")}
    return table | {code: table.get(ord(letter), letter) for code, letter in outlined.items()}


def _cases(like: str) -> set[str]:
    return {form for form in (like, like.upper(), like.lower()) if len(form) == 1}


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
    return table.get(ord(named[1]), named[1].lower()) if named else None
