"""Splits words into sentences and turns at pauses."""

from collections.abc import Sequence
from itertools import pairwise

from assemblyai_emulator.wording.questions import is_question
from assemblyai_emulator.wording.scripts import is_unspaced
from assemblyai_emulator.wording.vocabulary import vocabulary
from assemblyai_emulator.wording.words import Word

SENTENCE_PAUSE_MS = 120
"""A pause this long ends a sentence.

200 to 300 ms work best on synthetic speech, 120 ms on recorded human prompts (boundary F1 .64 at 120, .55 at 200,
.14 at 300). Real recordings matter more.
"""

CUED_PAUSE_MS = 60
"""A pause this long is enough if the next words open a question or a request: two weak signs agree."""

TURN_PAUSE_MS = 500
"""A pause this long ends a sentence and a turn, after any word."""

LONGEST_SENTENCE = 30
"""In words, or pairs of characters in a script without spaces. Fluent speech can go on without a pause, so a longer
sentence is split at the best place."""

SHORTEST_PIECE = 5
"""The fewest words on either side of such a split."""

AUDIBLE_GAP_MS = 30
"""The decoder's frames are 10 ms long, so shorter gaps are within its error."""

_HESITATIONS = vocabulary(
    "a an the and or but so because if than my your our their his its of to from with into at by for "
    "very every i we they he she i'm we're i'll we'll is are was were"
)
"""A short pause after one of these words is a hesitation, not the end of a sentence."""

_CUE_WORDS = 5
"""How many words it takes to recognize a question."""

_CLAUSE_OPENERS = vocabulary(
    "and but so because then i we you they what how when where why please yes no okay"
)
"""Words that open a clause. A sentence without pauses can be split before them."""


def gap_ms(before: Word, after: Word) -> int:
    """The pause between two words in milliseconds. Negative if they overlap."""
    return after.start - before.end


def split_into_sentences(words: Sequence[Word]) -> list[list[Word]]:
    """Split one speaker's words at pauses that are likely to end a sentence."""
    pieces = _split_before(words, [index for index in range(1, len(words)) if _starts_sentence(words, index)])
    return [part for piece in pieces for part in _split_overlong(piece)]


def split_into_turns(words: Sequence[Word], pause_ms: int = TURN_PAUSE_MS) -> list[list[Word]]:
    """Split one speaker's words at every pause of `pause_ms` milliseconds or more."""
    return _split_before(
        words, [index for index, pair in enumerate(pairwise(words), start=1) if gap_ms(*pair) >= pause_ms]
    )


def _starts_sentence(words: Sequence[Word], index: int) -> bool:
    before, after = words[index - 1], words[index]
    gap = gap_ms(before, after)
    if gap >= TURN_PAUSE_MS:
        return True
    if gap < CUED_PAUSE_MS or before.text.lower() in _HESITATIONS:
        return False
    return gap >= SENTENCE_PAUSE_MS or _is_cue(words[index : index + _CUE_WORDS])


def _is_cue(opening: Sequence[Word]) -> bool:
    texts = [word.text.lower() for word in opening]
    return texts[0] in {"please", "thank", "thanks"} or is_question(texts)


def _split_before(words: Sequence[Word], starts: Sequence[int]) -> list[list[Word]]:
    edges = [0, *starts, len(words)]
    return [list(words[first:last]) for first, last in pairwise(edges) if first < last]


def _split_overlong(words: list[Word]) -> list[list[Word]]:
    """Split a sentence that is too long, repeatedly. If there is no place to split, it stays whole."""
    done: list[list[Word]] = []
    waiting = [words]
    while waiting:
        piece = waiting.pop()
        place = _best_split(piece) if _length(piece) > LONGEST_SENTENCE else None
        if place is None:
            done.append(piece)
        else:
            waiting += [piece[place:], piece[:place]]
    return done


def _length(words: Sequence[Word]) -> float:
    return sum(len(word.text) / 2 if is_unspaced(word.text) else 1 for word in words)


def _best_split(words: Sequence[Word]) -> int | None:
    """The index after the widest audible gap or, without one, of the clause opener nearest the middle."""
    places = [
        index
        for index in range(SHORTEST_PIECE, len(words) - SHORTEST_PIECE + 1)
        if words[index - 1].text.lower() not in _HESITATIONS
    ]
    gaps = {index: gap_ms(words[index - 1], words[index]) for index in places}
    middle = len(words) / 2
    widest = max(places, key=lambda index: (gaps[index], -abs(index - middle)), default=None)
    if widest is not None and gaps[widest] >= AUDIBLE_GAP_MS:
        return widest
    openers = [index for index in places if words[index].text.lower() in _CLAUSE_OPENERS]
    return min(openers, key=lambda index: abs(index - middle), default=None)
