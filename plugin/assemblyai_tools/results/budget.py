"""How long a result may be, and text cut to it."""

BUDGET = 20_000
"""Longest result in characters, unless more was asked for."""

PAGE_CHARACTERS = 8_000
"""Default length of a page of speech in characters: about ten minutes, 2,000 tokens."""


def clip_lines(text: str, budget: int) -> tuple[str, int]:
    """The text cut at a line's end within `budget` characters, and how many characters were left out."""
    if len(text) <= budget:
        return text, 0
    end = text.rfind("\n", 0, budget)
    kept = text[: end if end > 0 else budget]
    return kept, len(text) - len(kept)
