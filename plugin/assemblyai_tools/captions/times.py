"""Times for words that have none, or impossible ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Stretch:
    """A word's times in milliseconds, as far as they are known, and its length in characters."""

    start: int | None
    end: int | None
    length: int


def filled(words: Sequence[Stretch], span: tuple[int | None, int | None]) -> list[tuple[int, int]]:
    """Start and end of each word in milliseconds, none of them before the one before it; empty if none is known.

    What is not known lies between what is, in proportion to the characters. `span` are the times of all of them
    together: what is outside of the words' own times is not believed.
    """
    known = [point for point in _points(words) if point is not None]
    before, after = span
    ends = (
        [before if before is not None and (not known or before <= known[0]) else None],
        [after if after is not None and (not known or after >= known[-1]) else None],
    )
    points = _rising([*ends[0], *_points(words), *ends[1]])
    places = [0, *_places(words)]
    placed = list(_interpolated(points, [*places, places[-1]]))[1:-1]
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


def _rising(points: Sequence[int | None]) -> list[int | None]:
    """The points in order: none before the one before it, and none before the beginning."""
    latest = 0
    rising: list[int | None] = []
    for point in points:
        latest = latest if point is None else max(latest, point)
        rising.append(None if point is None else latest)
    return rising


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
