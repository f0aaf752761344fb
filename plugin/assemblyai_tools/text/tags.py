"""What reads as the tag of a transcript, however it is written, and the text without such tags."""

import re
from collections.abc import Iterator
from functools import cache

from assemblyai_tools.text.brackets import brackets
from assemblyai_tools.text.escapes import FILL, unescaped
from assemblyai_tools.text.lookalikes import DIGITS, SIGNS, as_read

NAME = "transcript"
"""What a transcript's tag is called."""

_MAY_OPEN = re.compile(r"[<\[{&%\\]|[^\x00-\x7f]")
"""What a text has that has a tag: a bracket, the start of an escape, or a character that may look like a bracket."""


def _tag(letters: list[str]) -> re.Pattern[str]:
    """A pattern that finds the start of a tag, up to the end of its name. `letters` has the spellings of each letter.

    Signs, spaces and marks may stand before each letter, and two more brackets. A sign that passes for the next letter
    ends such a gap, and a search never passes a third bracket: a text is read in a time that grows with its length.
    """
    spelled = "".join(
        f"(?:{gap}*+(?:[<\\[]{gap}*+){{0,2}}+)[{like}]"
        for like in letters
        for gap in [rf"(?:(?![{like}])[^\w<\[])"]
    )
    return re.compile(rf"(?=[<\[](?P<whole>{spelled})(?![^\W\d]))")


_TAGS = (
    _tag([letter + DIGITS.get(letter, "") for letter in NAME]),
    _tag([letter + DIGITS.get(letter, "") + SIGNS.get(letter, "") for letter in NAME]),
)
"""Tags in a text in which letters and brackets are ASCII's. A sign such as `!` is between letters, or is one itself."""

_ENDED_ANGLE, _ENDED_OTHER = (re.compile(rf"(?:[^\w<>\[\]]|\d)*+({end})") for end in (">", r"\]"))
"""The rest of a tag that has nothing but its name and a number."""

_CONTINUED = re.compile(
    r"(?:[^\w\s<>]{0,16}\d|[\s/]++[^\W\d][\w:.-]{0,60}\s{0,16}=(?!=))(?:[^<>\n]{0,100}(>))?"
)
"""The rest of a tag that has a number or an attribute."""


def neutralised(text: str) -> str:
    """The text with parentheses in place of the brackets of everything that reads as a transcript's tag."""
    if not (_MAY_OPEN.search(text) and _opens().search(text)):
        return text
    read = as_read(unescaped(text))
    marks = dict(mark for pattern in _TAGS for tag in pattern.finditer(read) for mark in _marks(read, tag))
    pieces: list[str] = []
    end = 0
    for place in sorted(marks):
        pieces += text[end : _start(read, place)], marks[place]
        end = place + 1
    return "".join([*pieces, text[end:]])


@cache
def _opens() -> re.Pattern[str]:
    """As _MAY_OPEN, but with those characters only that look like a bracket."""
    return re.compile(
        f"[&%{re.escape(''.join(chr(code) for code, read in brackets().items() if read in '<['))}\\\\]"
    )


def _marks(read: str, tag: re.Match[str]) -> Iterator[tuple[int, str]]:
    """Where the brackets of a tag are, and what is to stand there; nothing if it is none of ours.

    `<transcript` is one with a number, an attribute or its end only, as one may write `x < transcript`.
    `[/transcript` is one with its end only.
    """
    is_angle, is_closing = read[tag.start()] == "<", "/" in tag["whole"]
    rest = (_ENDED_ANGLE if is_angle else _ENDED_OTHER).match(read, tag.end("whole"))
    if is_angle:
        rest = rest or _CONTINUED.match(read, tag.end("whole"))
    if (is_angle and is_closing) or (rest and (is_angle or is_closing)):
        yield tag.start(), "("
        if rest and rest[1]:
            yield rest.start(1), ")"


def _start(read: str, place: int) -> int:
    """Where the escape of the character at this place begins, if it is one."""
    while place and read[place - 1] == FILL:
        place -= 1
    return place
