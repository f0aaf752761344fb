"""Cuts what a speaker says into cues, where it is read best: at the ends of sentences, at commas, in pauses."""

from collections.abc import Sequence
from dataclasses import dataclass

from assemblyai_tools.captions.lines import ends_with, is_at_break
from assemblyai_tools.captions.style import Fitted
from assemblyai_tools.captions.tokens import Token, width

_LONG_PAUSE = 1500
"""Milliseconds of silence that no cue spans."""

_PAUSE = 300
"""Milliseconds of silence in which a cue ends well."""

_SENTENCE_ENDS = (
    ".",
    "?",
    "!",
    "\u2026",
    "\u3002",
    "\uff1f",
    "\uff01",
    "\u061f",
    "\u0964",
    "\u06d4",
    "\u1362",
    "\u104b",
    "\u17d4",
)
"""What ends a sentence, in the scripts that have a sign for it."""

_ANY = 10.0
"""What it costs to end a cue in the middle of a phrase; at a comma or in a pause it is less, at a full stop nothing."""

_AT_COMMA = 4.0
_IN_PAUSE = 5.0

_EACH = 3.0
"""What each cue costs, so that there are few."""

_WITHIN = 10.0
"""What it costs that a sentence as long as a line ends within a cue and another begins; less for a shorter one."""

_EMPTY = 2.0
"""What it costs that a cue is nearly empty: no word is left alone where the words could be shared out better."""

_TOO_SHORT = 6.0
"""What it costs that a cue is there for a shorter time than it should be."""

_TOO_FAST = 8.0
"""What it costs that a cue has twice as many characters as can be read in its time."""


@dataclass(frozen=True, slots=True)
class _Heads:
    """Characters before the first word of the first cue, and before that of each later one."""

    first: int
    later: int


@dataclass(frozen=True, slots=True)
class _Measured:
    """A token as far as cutting goes."""

    start: int
    end: int
    length: int
    space: int
    """Characters of the space before it, if it does not begin a line."""
    end_cost: float
    """What it costs that a cue ends with it."""
    is_end: bool
    """Whether a sentence ends with it."""
    available: int
    """Until when a cue that ends with it may stay: when the next word begins."""


def cut(
    tokens: Sequence[Token], style: Fitted, head: int = 0, *, each: bool = False
) -> list[Sequence[Token]]:
    """The tokens of each cue: each fits into lines and seconds, unless a single word does not.

    `head` characters are kept free for a name before the first word, with `each` before the first of every cue.
    """
    cues: list[Sequence[Token]] = []
    first = 0
    for place in range(1, len(tokens) + 1):
        if place == len(tokens) or _is_silent(tokens[place - 1], tokens[place]):
            until = tokens[place].start if place < len(tokens) else None
            heads = _Heads(head if each or not first else 0, head if each else 0)
            cues += _cut_passage(tokens[first:place], style, until, heads)
            first = place
    return cues


def _is_silent(token: Token, after: Token) -> bool:
    return after.start - token.end > _LONG_PAUSE


def _cut_passage(
    tokens: Sequence[Token], style: Fitted, until: int | None, heads: _Heads
) -> list[Sequence[Token]]:
    """The cheapest way of cutting, found from the end: what is cheapest from each word on."""
    measured = _measured(tokens, until)
    costs, ends = [0.0] * (len(tokens) + 1), [0] * len(tokens)
    for start in reversed(range(len(tokens))):
        costs[start], ends[start] = _cheapest(
            measured, start, costs, style, heads.later if start else heads.first
        )
    cues: list[Sequence[Token]] = []
    start = 0
    while start < len(tokens):
        cues.append(tokens[start : ends[start]])
        start = ends[start]
    return cues


def _measured(tokens: Sequence[Token], until: int | None) -> list[_Measured]:
    measured: list[_Measured] = []
    for place, token in enumerate(tokens):
        last = place + 1 == len(tokens)
        after = (until if last else tokens[place + 1].start) or token.end + 2 * _LONG_PAUSE
        is_end = ends_with(token, _SENTENCE_ENDS)
        cost = 0.0 if last or is_end else _ANY
        if cost and after - token.end >= _PAUSE:
            cost = _IN_PAUSE
        if cost and is_at_break(token):
            cost = min(cost, _AT_COMMA)
        measured.append(
            _Measured(token.start, token.end, width(token.text), int(token.spaced), cost, is_end, after)
        )
    return measured


def _cheapest(
    measured: Sequence[_Measured], start: int, costs: Sequence[float], style: Fitted, head: int
) -> tuple[float, int]:
    """The least that everything from `start` on costs, and where the first cue of that ends."""
    begun = measured[start].start
    lowest, best = float("inf"), start + 1
    used = characters = head - measured[start].space
    lines, ended = 1, 0.0
    for place in range(start, len(measured)):
        one = measured[place]
        used += one.space + one.length
        characters += one.space + one.length
        if used > style.width and place > start:
            lines, used = lines + 1, one.length
        if (lines > style.lines or one.end - begun > style.longest) and place > start:
            break
        cost = costs[place + 1] + _EACH + one.end_cost + ended * _WITHIN
        if cost < lowest:  # the rest, which is never below zero, takes longer to find
            cost += _cost_of_size(characters, min(one.available - begun, style.longest), style)
        if cost < lowest:
            lowest, best = cost, place + 1
        if one.is_end:
            ended += min(1.0, characters / style.width)
    return lowest, best


def _cost_of_size(characters: int, available: int, style: Fitted) -> float:
    """What it costs that a cue is nearly empty, and that its time is too short for so many characters."""
    needed = characters * 1000 / style.speed
    cost = _EMPTY * max(0.0, 1 - characters / (style.lines * style.width)) ** 2
    if available < style.shortest:
        cost += _TOO_SHORT
    return cost + (_TOO_FAST * min(1.0, needed / max(1, available) - 1) if needed > available else 0.0)
