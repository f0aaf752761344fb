"""Start and end of everything that was said, where the service leaves some out."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

MS_PER_CHARACTER = 60
"""Milliseconds: an ordinary pace of speech. Used only where nothing later in the file has a time."""

Times = tuple[float | None, float | None]
"""Start and end in milliseconds; the service leaves out either now and then."""


@dataclass(frozen=True, slots=True)
class Placed:
    """`start` and `end` in milliseconds. `earliest` and `latest` are the limits, where these two are estimates."""

    start: int
    end: int
    earliest: int
    latest: int


def filled(times: Sequence[Times], texts: Sequence[str], within: Times = (None, None)) -> list[Placed]:
    """All times. What has none shares the time between its neighbours, by the length of its text.

    `within` is when the first one can start and the last one can end.
    """
    placed: list[Placed] = []
    before = within[0] or 0.0
    while len(placed) < len(times):
        first = len(placed)
        last = _last_of_run(times, first)
        start, end = times[first][0], times[last][1]
        if end is None:
            end = times[last + 1][0] if last + 1 < len(times) else within[1]
        if start is None:
            start = before if end is None else min(before, end)
        run = texts[first : last + 1]
        before = start + MS_PER_CHARACTER * sum(map(len, run)) if end is None else max(start, end)
        placed += shared(run, start, before)
    return placed


def shared(texts: Sequence[str], start: float, end: float) -> list[Placed]:
    """The time from `start` to `end`, shared among the texts by their lengths."""
    parts = list(accumulate((len(text) or 1 for text in texts), initial=0))
    edges = [round(start + (end - start) * part / max(parts[-1], 1)) for part in parts]
    return [Placed(*edge, round(start), round(end)) for edge in pairwise(edges)]


def _last_of_run(times: Sequence[Times], first: int) -> int:
    """The last index of a run whose times are known only where it begins and where it ends."""
    last = first
    while times[last][1] is None and last + 1 < len(times) and times[last + 1][0] is None:
        last += 1
    return last
