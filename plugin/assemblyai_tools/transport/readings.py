"""A text as it is and without its escapes, and where in the text each character and letter of that is."""

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Self

from assemblyai_tools.transport.key_forms import ESCAPES, KEPT, Escape, folded

_BLOCK = 4096
"""Characters whose letters are located at once, if one of them is asked for."""


class Reading:
    """The characters of a text, perhaps without escapes, and its letters and digits in lower case."""

    def __init__(self, chars: str, undone: Sequence["_Undone"] = ()) -> None:
        self.chars = chars
        self._undone = undone
        self._blocks: dict[int, array[int]] = {}

    @classmethod
    def without_escapes(cls, text: str) -> Self:
        """A reading of the text whose escapes are undone; `in_text` leads back."""
        undone = list[_Undone]()
        for escape in ESCAPES:
            if escape.sign in text:
                text, step = _Undone.of(escape, text)
                undone.append(step)
        return cls(text, undone)

    @cached_property
    def letters(self) -> bytes:
        """Its letters and digits, in lower case."""
        return folded(self.chars)

    def at(self, letter: int) -> int:
        """Where among the characters a letter is."""
        block = bisect_right(self._counts, letter) - 1
        start = block * _BLOCK
        if block not in self._blocks:
            chars = self.chars[start : start + _BLOCK]
            self._blocks[block] = array("H", [at for at, char in enumerate(chars) if char in KEPT])
        return start + self._blocks[block][letter - self._counts[block]]

    def in_text(self, start: int, stop: int) -> tuple[int, int]:
        """Where in the text the characters from `start` to `stop` are."""
        for step in reversed(self._undone):
            start, stop = step.before(start)[0], step.before(stop - 1)[1]
        return start, stop

    @cached_property
    def _counts(self) -> Sequence[int]:
        """Letters before each block, so that nothing is to be located but where a piece was found."""
        blocks = (self.chars[at : at + _BLOCK] for at in range(0, len(self.chars), _BLOCK))
        return [0, *accumulate(len(folded(block)) for block in blocks)]


@dataclass(frozen=True, slots=True)
class _Undone:
    """Where the escapes of one kind were."""

    places: Sequence[int]
    """Where the character of each stands afterwards."""
    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def of(cls, escape: Escape, text: str) -> tuple[str, Self]:
        """The text without these escapes, and where they were."""
        parts, places, starts, ends = list[str](), list[int](), list[int](), list[int]()
        done = dropped = 0
        for found in escape.pattern.finditer(text):
            start, end = found.span()
            parts += text[done:start], escape.char(found)
            places.append(start - dropped)
            starts.append(start)
            ends.append(end)
            dropped += end - start - 1
            done = end
        return "".join([*parts, text[done:]]), cls(places, starts, ends)

    def before(self, at: int) -> tuple[int, int]:
        """Where a character was before: start and end of it or of its escape."""
        last = bisect_right(self.places, at) - 1
        if last < 0:
            return at, at + 1
        if self.places[last] == at:
            return self.starts[last], self.ends[last]
        start = self.ends[last] + at - self.places[last] - 1
        return start, start + 1
