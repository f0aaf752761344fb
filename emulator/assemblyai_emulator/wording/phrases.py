"""Comparing words: normalized words, phrases, and where a phrase occurs."""

from collections.abc import Iterable, Sequence

from assemblyai_emulator.wording import scripts


def plain(text: str) -> str:
    """The word in lower case, without the punctuation around it."""
    before, after = scripts.punctuation_around(text)
    return text[len(before) : len(text) - len(after)].lower()


def phrase(text: str) -> tuple[str, ...]:
    """The plain words of a phrase. Words that are only punctuation are dropped."""
    return spelled(plain(word) for word in scripts.cut(text))


def spelled(plain_words: Iterable[str]) -> tuple[str, ...]:
    """What is compared: plain words, and the single characters of scripts without spaces."""
    return tuple(part for word in plain_words if word for part in scripts.characters(word))


def occurrences(spoken: Sequence[str], wanted: tuple[str, ...]) -> list[tuple[int, int]]:
    """The indexes of the first and the last word of every occurrence of a phrase in a list of plain words.

    Whole words are compared. Occurrences may overlap: "no no" occurs twice in "no no no".
    """
    starts = (index for index, word in enumerate(spoken) if wanted and word.startswith(wanted[0]))
    ends = ((first, _last_word(spoken, first, wanted)) for first in starts)
    return [(first, last) for first, last in ends if last is not None]


def edges(text: str) -> tuple[str, str]:
    """The punctuation before and after a word. It is kept when the word is replaced."""
    before, after = scripts.punctuation_around(text)
    return (before, after) if len(before) + len(after) < len(text) else ("", "")


def _last_word(spoken: Sequence[str], first: int, wanted: tuple[str, ...]) -> int | None:
    """The index at which the phrase that begins with the word at `first` ends; None if it does not occur there."""
    said: tuple[str, ...] = ()
    for last in range(first, len(spoken)):
        said += spelled([spoken[last]])
        if said == wanted:
            return last
        if said != wanted[: len(said)] or not spoken[last]:
            return None
    return None
