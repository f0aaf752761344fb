"""What a model gets to read: clean text, clock times, budgets, and a fence around speech."""

import re
import unicodedata

BUDGET = 20_000
"""Characters of a result at most, unless more was asked for."""

PAGE = 8_000
"""Characters of a page of speech by default: some ten minutes and 2,000 tokens. Whoever wants more at once says so."""

_HOUR = 3_600_000
_MINUTE = 60_000
_KEPT = "\n\t\u200c\u200d"
"""Line ends, tabs, and the two joiners that Persian, Hindi and emoji cannot be written without."""
_UNSEEN = r"[\s\u200c\u200d]*"
_FENCE = re.compile(rf"<(?={_UNSEEN}/?{_UNSEEN}transcript\b)", re.IGNORECASE)


def clean(text: str) -> str:
    """The text without control, bidirectional and other invisible format characters."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        char for char in text if char in _KEPT or unicodedata.category(char) not in ("Cc", "Cf", "Co", "Cs")
    )


def flat(text: str) -> str:
    """Clean text on one line: a line break in what was said could pass for a new speaker's line."""
    return " ".join(clean(text).split())


def clock(milliseconds: int) -> str:
    """A clock time: 00:07, 12:30, 1:02:03."""
    hours, rest = divmod(max(0, milliseconds), _HOUR)
    minutes, rest = divmod(rest, _MINUTE)
    seconds = rest // 1000
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def span(milliseconds: int) -> str:
    """A length in words: 850 ms, 57 s, 12 min 30 s, 1 h 2 min."""
    if milliseconds < 1000:  # noqa: PLR2004 - a second
        return f"{milliseconds} ms"
    hours, rest = divmod(milliseconds // 1000, 3600)
    minutes, seconds = divmod(rest, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"


def fence(text: str, transcript_id: str | None = None) -> str:
    """Speech between tags that it cannot close, so that a reader can tell it from instructions."""
    inner = _FENCE.sub("(", text)
    name = f' id="{transcript_id}"' if transcript_id else ""
    return f"<transcript{name}>\n{inner}\n</transcript>"


def count(number: int, noun: str) -> str:
    """A number with its noun: 1 match, 2 matches, 1,204 words."""
    plural = f"{noun}es" if noun.endswith(("s", "ch")) else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"


def clip_lines(text: str, budget: int) -> tuple[str, int]:
    """The text cut at a line's end within `budget` characters, and how many characters were left out."""
    if len(text) <= budget:
        return text, 0
    end = text.rfind("\n", 0, budget)
    kept = text[: end if end > 0 else budget]
    return kept, len(text) - len(kept)
