"""Comparing words: normalized words, phrases, and where a phrase occurs."""

from collections.abc import Sequence

PUNCTUATION = ".,;:!?…\"'()[]{}\u201c\u201d\u2018\u2019"


def plain(text: str) -> str:
    """The word in lower case, without the punctuation around it."""
    return text.lower().strip(PUNCTUATION)


def phrase(text: str) -> tuple[str, ...]:
    """The plain words of a phrase. Words that are only punctuation are dropped."""
    bare = (plain(word) for word in text.split())
    return tuple(word for word in bare if word)


def occurrences(spoken: Sequence[str], wanted: tuple[str, ...]) -> list[int]:
    """The index of every occurrence of a phrase in a list of plain words.

    Occurrences may overlap: "no no" occurs twice in "no no no".
    """
    size = len(wanted)
    return [index for index in range(len(spoken) - size + 1) if tuple(spoken[index : index + size]) == wanted]


def edges(text: str) -> tuple[str, str]:
    """The punctuation before and after a word. It is kept when the word is replaced."""
    start = len(text) - len(text.lstrip(PUNCTUATION))
    end = len(text.rstrip(PUNCTUATION))
    return (text[:start], text[end:]) if end > start else ("", "")
