"""What a check is."""

from collections.abc import Callable
from typing import TypeAlias

from evals.world.end_state import EndState

Check: TypeAlias = Callable[[EndState], str]
"""Says what is wrong in one sentence; empty if nothing is."""


def problems(checks: tuple[Check, ...], end: EndState) -> list[str]:
    """All that is wrong."""
    return [found for check in checks if (found := check(end))]
