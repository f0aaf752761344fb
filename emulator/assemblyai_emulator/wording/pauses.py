"""Where a speaker stops: cuts a run of words at its silences."""

from collections.abc import Sequence
from itertools import pairwise

from assemblyai_emulator.wording.questions import is_question
from assemblyai_emulator.wording.vocabulary import vocabulary
from assemblyai_emulator.wording.words import Word

# Pause rules find sentences in synthetic speech best at 200 to 300 ms, in recorded human prompts at 120 ms
# (boundary F1 .64 at 120, .55 at 200, .14 at 300). Real recordings matter more, so the low value is used.
SENTENCE_PAUSE_MS = 120
# A shorter pause is enough where the next words open a question or a request: two weak signs that agree.
CUED_PAUSE_MS = 60
# A silence this long ends a sentence, and a speaker's turn, whatever was said last.
TURN_PAUSE_MS = 500
# Fluent speech can run on without a pause; past this many words a sentence is cut where it best can be.
LONGEST_SENTENCE = 30
# Neither half of such a cut may be a mere scrap.
SHORTEST_PIECE = 5
# The decoder's frames are 10 ms long: gaps shorter than this are within its error.
AUDIBLE_GAP_MS = 30

# After these words a speaker is hesitating, not finishing.
_HESITATIONS = vocabulary(
    "a an the and or but so because if than my your our their his its of to from with into at by for "
    "very every i we they he she i'm we're i'll we'll is are was were"
)
# As many words as it takes to hear that a question has begun.
_CUE_WORDS = 5
# Words that open a clause: where a run of words without any pause may be cut.
_CLAUSE_OPENERS = vocabulary(
    "and but so because then i we you they what how when where why please yes no okay"
)


def gap_ms(before: Word, after: Word) -> int:
    """The silence between two words in milliseconds, negative when they overlap."""
    return after.start - before.end


def split_into_sentences(words: Sequence[Word]) -> list[list[Word]]:
    """Cut the words of one speaker at pauses that sound like the end of a sentence."""
    pieces = _split_before(words, [index for index in range(1, len(words)) if _starts_sentence(words, index)])
    return [part for piece in pieces for part in _split_overlong(piece)]


def split_into_turns(words: Sequence[Word], pause_ms: int = TURN_PAUSE_MS) -> list[list[Word]]:
    """Cut the words of one speaker at every silence of `pause_ms` milliseconds or more."""
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
    """Cut an overlong sentence again and again; one that offers no place to cut stays whole."""
    done: list[list[Word]] = []
    waiting = [words]
    while waiting:
        piece = waiting.pop()
        place = _best_split(piece) if len(piece) > LONGEST_SENTENCE else None
        if place is None:
            done.append(piece)
        else:
            waiting += [piece[place:], piece[:place]]
    return done


def _best_split(words: Sequence[Word]) -> int | None:
    """The widest audible gap or, without one, the clause opener nearest the middle."""
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
