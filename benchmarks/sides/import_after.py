"""What an import takes where another was made before: the difference of two processes, without their noise."""

from typing import Any

from benchmarks.sides.clock import Stopwatch


def run(first: str, then: str) -> dict[str, Any]:
    """Execute both; the seconds of the second."""
    exec(first, {})  # noqa: S102 - an import statement of this package
    with Stopwatch() as watch:
        exec(then, {})  # noqa: S102 - likewise
    return watch.read()
