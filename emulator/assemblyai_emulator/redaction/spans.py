"""When the hidden words were spoken."""

from collections.abc import Container, Iterable, Sequence

from assemblyai_emulator.wording.pauses import gap_ms
from assemblyai_emulator.wording.words import Word

# The decoder's word edges are some hundredths of a second off, and half a digit is easily guessed.
MARGIN_MS = 100
# Between two words of one number there is nothing to keep; a longer silence may hold something else.
_JOINED_MS = 1000

Span = tuple[int, int]


def spans(words: Sequence[Word], hidden: Container[int]) -> list[Span]:
    """Start and end in milliseconds of each stretch to take out of the sound, in order and apart.

    `hidden` says which places in `words` are hidden. All channels are silenced: one is often heard on another.
    """
    stretches = (
        (max(_start(words, index, hidden) - MARGIN_MS, 0), word.end + MARGIN_MS)
        for index, word in enumerate(words)
        if index in hidden
    )
    return _merged(sorted(stretches))


def _start(words: Sequence[Word], index: int, hidden: Container[int]) -> int:
    """Where the word starts or, right after a hidden one, where that one ends."""
    if index - 1 in hidden and 0 <= gap_ms(words[index - 1], words[index]) <= _JOINED_MS:
        return words[index - 1].end
    return words[index].start


def _merged(stretches: Iterable[Span]) -> list[Span]:
    apart: list[Span] = []
    for start, end in stretches:
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(apart[-1][1], end))
        else:
            apart.append((start, end))
    return apart
