"""Whole words and phrases: what of a word counts when words are compared, and where a phrase occurs."""

from collections.abc import Sequence

PUNCTUATION = ".,;:!?…\"'()[]{}\u201c\u201d\u2018\u2019"


def plain(text: str) -> str:
    """A word in lower case without the punctuation around it."""
    return text.lower().strip(PUNCTUATION)


def phrase(text: str) -> tuple[str, ...]:
    """The plain words of a phrase; pieces that are only punctuation drop out."""
    bare = (plain(word) for word in text.split())
    return tuple(word for word in bare if word)


def occurrences(spoken: Sequence[str], wanted: tuple[str, ...]) -> list[int]:
    """Every index where the phrase begins among plain words.

    Hits may overlap: "no no" occurs twice in "no no no".
    """
    size = len(wanted)
    return [index for index in range(len(spoken) - size + 1) if tuple(spoken[index : index + size]) == wanted]


def edges(text: str) -> tuple[str, str]:
    """The punctuation before and after what a word says; it stays when the word is replaced."""
    start = len(text) - len(text.lstrip(PUNCTUATION))
    end = len(text.rstrip(PUNCTUATION))
    return (text[:start], text[end:]) if end > start else ("", "")
