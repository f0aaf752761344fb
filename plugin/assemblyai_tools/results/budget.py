"""How long a result may be, and how text is cut to fit."""

BUDGET = 20_000
"""Characters of a result, at most, unless the call asks for more."""

PAGE_CHARACTERS = 8_000
"""Characters of a page of speech by default: about ten minutes, 2,000 tokens."""


def clip_lines(text: str, budget: int) -> tuple[str, int]:
    """Cut a text at the end of a line within `budget` characters; also returns how many were left out."""
    if len(text) <= budget:
        return text, 0
    end = text.rfind("\n", 0, budget)
    kept = text[: end if end > 0 else budget]
    return kept, len(text) - len(kept)
