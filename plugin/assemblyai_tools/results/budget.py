"""How long a result may be, and how text is cut to fit."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

BUDGET = 20_000
"""Characters of a result, at most, unless the call asks for more."""

PAGE_CHARACTERS = 8_000
"""Characters of a page of speech by default: about ten minutes, 2,000 tokens."""


class Row(Protocol):
    """A line of a result."""

    def render(self) -> str: ...


R = TypeVar("R", bound=Row)


def rows_that_fit(rows: Sequence[R], frame: int) -> Sequence[R]:
    """The first rows, as many as fit into the budget beside `frame` characters."""
    room = BUDGET - frame
    for index, row in enumerate(rows):
        room -= len(row.render()) + 1
        if room < 0:
            return rows[:index]
    return rows


def clip_lines(text: str, budget: int) -> tuple[str, int]:
    """Cut a text at the end of a line within `budget` characters; also returns how many were left out."""
    if len(text) <= budget:
        return text, 0
    end = text.rfind("\n", 0, budget)
    kept = text[: end if end > 0 else budget]
    return kept, len(text) - len(kept)
