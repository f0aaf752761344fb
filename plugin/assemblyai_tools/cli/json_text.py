"""JSON text in which one value is set; every other letter of it stays, such as 1.10 and a list on one line."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_SPACE = re.compile(r"[ \t\r\n]*")

_INDENT = re.compile(r"\n([ \t]+)\S")

_DECODER = json.JSONDecoder()

_USUAL_INDENT = "  "


@dataclass(frozen=True, slots=True)
class _Member:
    """Where a member of an object stands in the text: from its name's quotation mark to the end of its value."""

    name: str
    start: int
    value: int
    end: int


def with_value(text: str, path: Sequence[str], value: Any) -> str:
    """The text of an object with a value in it, below these names; objects on the way there are made.

    The text must be valid, and what it has below the names that come before the last is an object or null.
    """
    if not text.strip():
        return json.dumps(_nested(path, value), ensure_ascii=False, indent=_USUAL_INDENT) + text
    return _Editor(text).put(_after_space(text, 0), path, value, depth=0)


class _Editor:
    def __init__(self, text: str) -> None:
        self._text = text
        found = _INDENT.search(text)
        self._unit = found[1] if found else _USUAL_INDENT
        self._is_one_line = "\n" not in text.strip() and bool(text.strip("{ \t\r\n}"))
        self._line_end = "\r\n" if "\r\n" in text else "\n"

    def put(self, start: int, path: Sequence[str], value: Any, *, depth: int) -> str:
        """The text with a value below the object that starts here."""
        members, end = self._members(start)
        found = next((member for member in members if member.name == path[0]), None)
        if found is None:
            return self._with_member(start, members, end, path, value, depth=depth)
        if len(path) > 1 and self._text[found.value] == "{":
            return self.put(found.value, path[1:], value, depth=depth + 1)
        old = self._text[found.value : found.end]
        is_inline = "\n" not in old and bool(old.strip("{[ \t]}")) and old[0] in "{["
        written = self._written(_nested(path[1:], value), depth=depth + 1, inline=is_inline)
        return self._text[: found.value] + written + self._text[found.end :]

    def _with_member(
        self, start: int, members: Sequence[_Member], end: int, path: Sequence[str], value: Any, *, depth: int
    ) -> str:
        """The text with one more member at the end of the object that starts here and ends there."""
        space = self._space_before(members[-1].start) if members else self._line(depth + 1)
        is_inline = "\n" not in space
        written = self._written(_nested(path[1:], value), depth=depth + 1, inline=is_inline)
        member = f"{json.dumps(path[0], ensure_ascii=False)}: {written}"
        if members:
            last = members[-1].end
            return f"{self._text[:last]},{' ' if is_inline else space}{member}{self._text[last:]}"
        if not self._is_one_line:
            member = f"{space}{member}{self._line(depth)}"
        return f"{self._text[: start + 1]}{member}{self._text[end - 1 :]}"

    def _space_before(self, at: int) -> str:
        before = self._text[:at]
        return before[len(before.rstrip(" \t\r\n")) :]

    def _written(self, value: Any, *, depth: int, inline: bool) -> str:
        if inline or self._is_one_line:
            return json.dumps(value, ensure_ascii=False)
        return json.dumps(value, ensure_ascii=False, indent=self._unit).replace("\n", self._line(depth))

    def _line(self, depth: int) -> str:
        return self._line_end + self._unit * depth

    def _members(self, start: int) -> tuple[list[_Member], int]:
        """The members of the object that starts here, and where the object ends."""
        text, members, at = self._text, list[_Member](), _after_space(self._text, start + 1)
        while text[at] != "}":
            name, after = _DECODER.raw_decode(text, at)
            value = _after_space(text, _after_space(text, after) + 1)
            _, end = _DECODER.raw_decode(text, value)
            members.append(_Member(name, at, value, end))
            at = _after_space(text, end)
            if text[at] == ",":
                at = _after_space(text, at + 1)
        return members, at + 1


def _nested(path: Sequence[str], value: Any) -> Any:
    for name in reversed(path):
        value = {name: value}
    return value


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at
