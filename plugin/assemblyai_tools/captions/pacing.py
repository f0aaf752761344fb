"""When cues begin: with their words, or a little later where too many begin at once."""

from collections.abc import Sequence

from assemblyai_tools.captions.style import Fitted

_LATEST = 900
"""Milliseconds that a cue may come later than its words: after a second, nobody sees whose words they are."""

_AHEAD = 50
"""Cues that are looked at to share out the time where they are crowded."""


def paced(starts: Sequence[int], style: Fitted) -> list[int]:
    """When each cue begins, in milliseconds: `starts` is when its first word does, in order.

    Each begins after the one before it, which stays for the shortest time of the style if that makes no cue later
    than `_LATEST`. Where it would, the cues that are crowded share the time: they stay for less. Only where more than
    `_LATEST` of them begin within one millisecond are some later.
    """
    latest = _deadlines(starts)
    begun: list[int] = []
    for place, start in enumerate(starts):
        if not place:
            begun.append(start)
            continue
        before = begun[-1]
        if before + style.shortest + style.gap <= start:
            begun.append(start)
        else:
            begun.append(max(start, before + _step(starts, latest, place, before, style)))
    return begun


def _deadlines(starts: Sequence[int]) -> list[int]:
    """Until when each cue must have begun, so that there is a millisecond for each of those after it."""
    deadlines = [start + _LATEST for start in starts]
    for place in reversed(range(len(starts) - 1)):
        deadlines[place] = min(deadlines[place], deadlines[place + 1] - 1)
    return deadlines


def _step(starts: Sequence[int], latest: Sequence[int], place: int, before: int, style: Fitted) -> int:
    """How long after `before`, when the one before it began, the cue at this place is to begin."""
    step: float = style.shortest + style.gap
    ahead = range(place, min(place + _AHEAD, len(starts)))
    for count, other in enumerate(ahead, start=1):
        step = min(step, (latest[other] - before) / count)
        if starts[other] >= before + count * step:
            break  # from there on, cues are in time again
    else:
        if ahead.stop < len(starts):
            # It stays crowded, so it is no use to be late: aim at being in time again.
            step = min(step, max(step / 2, (starts[ahead.stop - 1] - before) / len(ahead)))
    return max(1, int(step))
