"""The time spans of the hidden words."""

from collections.abc import Container, Iterable, Sequence

from assemblyai_emulator.wording.pauses import gap_ms
from assemblyai_emulator.wording.words import Word

MARGIN_MS = 100
"""Milliseconds on each side of a word. The decoder's word times are a few hundredths of a second off, and half a digit
is easily guessed."""

_JOINED_MS = 1000
"""Milliseconds. A shorter gap between two hidden words is hidden too; a longer one may have other speech in it."""

Span = tuple[int, int]
"""Start and end in milliseconds."""


def spans(words: Sequence[Word], hidden: Container[int]) -> list[Span]:
    """The spans to remove from the audio, in order and without overlaps.

    `hidden` has the indexes of the hidden words. A span covers all channels, because one is often heard on another.
    """
    unmerged = (
        (max(_start(words, index, hidden) - MARGIN_MS, 0), word.end + MARGIN_MS)
        for index, word in enumerate(words)
        if index in hidden
    )
    return merged(sorted(unmerged))


def _start(words: Sequence[Word], index: int, hidden: Container[int]) -> int:
    """The start of the word or, right after another hidden word, the end of that one."""
    if index - 1 in hidden and 0 <= gap_ms(words[index - 1], words[index]) <= _JOINED_MS:
        return words[index - 1].end
    return words[index].start


def merged(ordered: Iterable[Span]) -> list[Span]:
    """The spans, which are in order, without overlaps."""
    found: list[Span] = []
    for start, end in ordered:
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found
