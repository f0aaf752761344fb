"""Text in the columns of a terminal, where some letters take two and some none."""

import unicodedata

_WIDE = ("W", "F")
"""The widths of letters that take two columns."""

_COMBINED = ("Mn", "Me", "Cf")
"""The categories of characters that take no column of their own."""


def columns_of(text: str) -> int:
    """The columns that a text takes."""
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.category(character) in _COMBINED:
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most so many columns, broken between words where that is possible."""
    lines, line = list[str](), ""
    for word in text.split():
        joined = f"{line} {word}" if line else word
        if columns_of(joined) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        *full, line = _broken(word, width)
        lines += full
    return [*lines, line] if line else lines


def cut(text: str, width: int) -> str:
    """The beginning of the text that fits into one line."""
    return _broken(text, width)[0]


def _broken(word: str, width: int) -> list[str]:
    """A word in parts that fit, one character at least in each."""
    parts, taken = [""], 0
    for character in word:
        columns = _columns(character)
        if taken + columns > width and parts[-1]:
            parts.append("")
            taken = 0
        parts[-1] += character
        taken += columns
    return parts
