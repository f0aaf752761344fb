"""Breaks the text of a cue into lines of about the same length."""

from collections.abc import Sequence

from assemblyai_tools.captions.tokens import Token, width

_BREAKS = (
    ".",
    "?",
    "!",
    ",",
    ";",
    ":",
    "\u2026",
    "\u3002",
    "\uff1f",
    "\uff01",
    "\u3001",
    "\uff0c",
    "\u061f",
    "\u060c",
)
"""What a line ends with best."""

_CLOSING = "\"'\u201d\u2019\u00bb)]"
"""What may stand after the sign that ends a sentence or a part of it."""

_BONUS = 0.25
"""How much less even lines may be to end with punctuation, as a part of the longest line; how much more even they must
be to end within what is written without spaces."""


def ends_with(token: Token, signs: tuple[str, ...]) -> bool:
    """Whether the token ends with one of these signs, or with one and a quotation mark or bracket after it."""
    return token.text.rstrip(_CLOSING).endswith(signs)


def is_at_break(token: Token) -> bool:
    """Whether a sentence or a part of it ends with the token."""
    return ends_with(token, _BREAKS)


def joined(tokens: Sequence[Token]) -> str:
    """The text of tokens on one line."""
    first, rest = tokens[0], tokens[1:]
    return first.text + "".join(f" {one.text}" if one.spaced else one.text for one in rest)


def broken(tokens: Sequence[Token], longest: int) -> list[str]:
    """The text of the tokens in as few lines as there can be, each within `longest` unless one token is longer."""
    lines: list[str] = []
    rest = tokens
    for left in range(_fewest(tokens, longest), 1, -1):
        end = _best_end(rest, left, longest)
        lines.append(joined(rest[:end]))
        rest = rest[end:]
    return [*lines, joined(rest)]


def _fewest(tokens: Sequence[Token], longest: int) -> int:
    """How many lines are needed: each takes as much as it can."""
    lines, used = 1, 0
    for place, token in enumerate(tokens):
        length = width(token.text)
        with_it = used + length + (token.spaced if place else 0)
        if place and with_it > longest:
            lines, with_it = lines + 1, length
        used = with_it
    return lines


def _best_end(tokens: Sequence[Token], lines: int, longest: int) -> int:
    """After how many tokens the first of so many lines ends best: when it is about as long as the mean of all."""
    mean = width(joined(tokens)) / lines
    best, lowest, used = 1, float("inf"), 0
    for end, token in enumerate(tokens[:-1], start=1):
        used += width(token.text) + (token.spaced if end > 1 else 0)
        if used > longest and end > 1:
            break
        if _fewest(tokens[end:], longest) > lines - 1:
            continue
        cost = abs(used - mean) / longest
        cost += -_BONUS if is_at_break(token) else 0 if tokens[end].spaced else _BONUS
        if cost < lowest:
            best, lowest = end, cost
    return best
