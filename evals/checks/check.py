"""What a check is."""

from collections.abc import Callable
from typing import TypeAlias

from evals.world.end_state import EndState

Check: TypeAlias = Callable[[EndState], str]
"""Gives what is wrong, in one sentence, or an empty text."""


def problems(checks: tuple[Check, ...], end: EndState) -> list[str]:
    """All that is wrong."""
    return [found for check in checks if (found := check(end))]
