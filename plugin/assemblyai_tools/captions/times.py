"""Times for words that have none, or impossible ones."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Stretch:
    """A word's times in milliseconds, as far as they are known, and its length in characters."""

    start: int | None
    end: int | None
    length: int


def filled(
    words: Sequence[Stretch], span: tuple[int | None, int | None], latest: int | None = None
) -> list[tuple[int, int]]:
    """Start and end of each word in milliseconds, none of them before the one before it; empty if none is known.

    What is not known lies between what is, in proportion to the characters. Times that contradict most others, or that
    are after `latest`, are taken as unknown. `span` are the times of all words together: what is outside of the words'
    own times is not believed.
    """
    points = _credible(list(_points(words)), latest)
    known = [point for point in points if point is not None]
    before, after = _credible(span, latest)
    ends = (
        [before if before is not None and (not known or before <= known[0]) else None],
        [after if after is not None and (not known or after >= known[-1]) else None],
    )
    places = [0, *_places(words)]
    placed = list(_interpolated([*ends[0], *points, *ends[1]], [*places, places[-1]]))[1:-1]
    return list(zip(placed[::2], placed[1::2], strict=True))


def _points(words: Sequence[Stretch]) -> Iterator[int | None]:
    for word in words:
        yield word.start
        yield word.end


def _places(words: Sequence[Stretch]) -> Iterator[int]:
    """Where each of these points lies, in characters from the beginning."""
    place = 0
    for word in words:
        yield place
        place += word.length
        yield place


def _credible(points: Sequence[int | None], latest: int | None) -> list[int | None]:
    """As many of the points as are in order, and none after `latest`; the others are None. None is below zero."""
    credible: list[int | None] = [None] * len(points)
    # The longest series in order, found from the end: `last[n]` is where the best one of n + 1 points begins, which is
    # the one that begins latest, and `following` is what comes after each point.
    values: list[int] = []
    last: list[int] = []
    following: dict[int, int | None] = {}
    for index in reversed(range(len(points))):
        point = points[index]
        if point is None or (latest is not None and point > latest):
            continue
        length = bisect_right(values, -max(0, point))
        following[index] = last[length - 1] if length else None
        values[length : length + 1] = [-max(0, point)]
        last[length : length + 1] = [index]
    at = last[-1] if last else None
    while at is not None:
        credible[at] = max(0, points[at] or 0)
        at = following[at]
    return credible


def _interpolated(points: Sequence[int | None], places: Sequence[int]) -> Iterator[int]:
    """The points, those that are missing in proportion to their places; nothing if all are missing."""
    known = [index for index, point in enumerate(points) if point is not None]
    if not known:
        return
    values = {index: point for index, point in enumerate(points) if point is not None}
    yield from [values[known[0]]] * known[0]
    for left, right in pairwise([*known, known[-1]]):
        yield values[left]
        room, length = values[right] - values[left], places[right] - places[left]
        for index in range(left + 1, right):
            yield values[left] + (room * (places[index] - places[left]) // length if length else 0)
    yield from [values[known[-1]]] * (len(points) - 1 - known[-1])
