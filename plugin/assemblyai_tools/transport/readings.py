"""A text as it is and without its escapes, and where in the text each character and letter of that is."""

import re
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate
from typing import Self

from assemblyai_tools.transport.key_forms import ESCAPES, KEPT, folded

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
                undone.append(_Undone(escape.pattern, text))
                text = escape.pattern.sub(escape.char, text)
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


class _Undone:
    """Replaces the escapes of one kind by their characters, and remembers where they were in the text."""

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        self._pattern = pattern
        self._text = text

    @cached_property
    def _spans(self) -> Sequence[tuple[int, int]]:
        return [found.span() for found in self._pattern.finditer(self._text)]

    @cached_property
    def _places(self) -> Sequence[int]:
        """Where the character of each stands afterwards."""
        dropped = accumulate((end - start - 1 for start, end in self._spans), initial=0)
        return [start - before for (start, _), before in zip(self._spans, dropped, strict=False)]

    def before(self, at: int) -> tuple[int, int]:
        """Where a character was before: start and end of it or of its escape."""
        last = bisect_right(self._places, at) - 1
        if last < 0:
            return at, at + 1
        if self._places[last] == at:
            return self._spans[last]
        start = self._spans[last][1] + at - self._places[last] - 1
        return start, start + 1
