"""Whether words were really said, and where: quotes looked up in a transcript's words.

Case, punctuation, apostrophes and white space do not count; numerals stay as they are, so that 3.5 is not 35.
What is found is shown in the transcript's own words, never in the quote's.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from assemblyai_tools.replies import Transcript, Word
from assemblyai_tools.shaping import flat

_APOSTROPHES = dict.fromkeys(map(ord, "'\u2018\u2019\u02bc`\u00b4"))
_INSIDE_NUMBERS = ".,:/"
_UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x3040, 0x30FF),  # kana
    (0x3400, 0x9FFF),  # Han
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
"""Scripts that put no spaces between words: each character counts as one."""
_FIRST_UNSPACED = chr(_UNSPACED[0][0])

_FEWEST_NEARLY = 4
_MOST_NEARLY = 120
"""Words of a quote between which a slip can be told from another sentence, and is cheap to look for."""

_ALIKE = 0.8
"""The share of a quote's words that have to be there, in its order, for it to count as nearly said."""

_SEEDS = 3
_PLACES_EACH = 40


@dataclass(frozen=True, slots=True)
class Passage:
    """What was said, in the transcript's words; `start` and `end` in ms, if there are times."""

    text: str
    start: int | None
    end: int | None
    speaker: str | None
    verbatim: bool
    """Whether the quote has exactly these words; if not, nearly these."""
    times: int = 1
    """How often the very words were said; the passage is the first place."""


def terms(text: str) -> list[str]:
    """The words of a text as they are compared."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_APOSTROPHES)
    found: list[str] = []
    within = False
    for place, char in enumerate(folded):
        if within and _goes_on(found[-1], char, folded[place + 1 : place + 2]):
            found[-1] += char
        elif char.isalnum():
            found.append(char)
            within = True
        else:
            within = False
    return found


def _goes_on(term: str, char: str, after: str) -> bool:
    """Whether a character belongs to the word before it."""
    if char.isalnum():
        return not _is_unspaced(char) and not _is_unspaced(term[0])
    if char in _INSIDE_NUMBERS:
        return term[-1].isdigit() and after.isdigit()
    return unicodedata.category(char)[0] == "M"  # an accent, a vowel sign


def _is_unspaced(char: str) -> bool:
    return char >= _FIRST_UNSPACED and any(first <= ord(char) <= last for first, last in _UNSPACED)


class Spoken:
    """The words of one transcript in the order they were said, turn by turn, ready to be searched."""

    def __init__(self, words: Iterable[Word]) -> None:
        self._words = list(words)
        self._terms: list[str] = []
        self._owners: list[int] = []
        self._places: dict[str, list[int]] = {}
        for owner, word in enumerate(self._words):
            for term in terms(word.text):
                self._places.setdefault(term, []).append(len(self._terms))
                self._terms.append(term)
                self._owners.append(owner)

    def find(self, quote: str) -> Passage | None:
        """Where a quote was said: word for word if it was, else nearly so, else None."""
        wanted = terms(quote)
        exact = self._exact(wanted)
        if exact:
            return self._passage(exact[0], exact[0] + len(wanted), verbatim=True, times=len(exact))
        nearly = self._nearly(wanted)
        return self._passage(*nearly, verbatim=False) if nearly else None

    def _exact(self, wanted: Sequence[str]) -> list[int]:
        if not wanted:
            return []
        rarest = min(range(len(wanted)), key=lambda place: len(self._places.get(wanted[place], ())))
        starts = (place - rarest for place in self._places.get(wanted[rarest], ()))
        return [at for at in starts if at >= 0 and self._terms[at : at + len(wanted)] == wanted]

    def _nearly(self, wanted: Sequence[str]) -> tuple[int, int] | None:
        """The stretch that has most of the wanted words in their order, and not many others between them."""
        if not _FEWEST_NEARLY <= len(wanted) <= _MOST_NEARLY:
            return None
        best, most = None, _ALIKE * len(wanted)
        slack = max(2, len(wanted) // 3)
        for at in self._candidates(wanted):
            first, last = max(0, at - slack), at + len(wanted) + slack
            matcher = SequenceMatcher(None, wanted, self._terms[first:last], autojunk=False)
            blocks = [block for block in matcher.get_matching_blocks() if block.size]
            alike = sum(block.size for block in blocks)
            if alike > most or (alike == most and best is None):
                best = (first + blocks[0].b, first + blocks[-1].b + blocks[-1].size)
                most = alike
        return best

    def _candidates(self, wanted: Sequence[str]) -> Iterator[int]:
        """Where the quote would begin if one of its rarest words were in its place."""
        known = [place for place, term in enumerate(wanted) if term in self._places]
        seeds = sorted(known, key=lambda place: len(self._places[wanted[place]]))[:_SEEDS]
        starts = (at - seed for seed in seeds for at in self._places[wanted[seed]][:_PLACES_EACH])
        return iter(sorted(set(starts)))

    def _passage(self, start: int, end: int, *, verbatim: bool, times: int = 1) -> Passage:
        words = self._words[self._owners[start] : self._owners[end - 1] + 1]
        speakers = dict.fromkeys(word.speaker for word in words if word.speaker)
        return Passage(
            text=flat(" ".join(word.text for word in words)),
            start=next((word.start for word in words if word.start is not None), None),
            end=next((word.end for word in reversed(words) if word.end is not None), None),
            speaker=flat(", ".join(speakers)) or None,
            verbatim=verbatim,
            times=times,
        )


def spoken_in(transcript: Transcript) -> Spoken:
    """A transcript's words: turn by turn where there are turns, else in order, else its bare text."""
    turns = transcript.utterances or []
    if turns and all(turn.words for turn in turns):
        said = [
            word if word.speaker else replace(word, speaker=turn.speaker)
            for turn in turns
            for word in turn.words or ()
        ]
        return Spoken(said)
    return Spoken(transcript.words) if transcript.words else spoken_text(transcript.text or "")


def spoken_text(text: str) -> Spoken:
    """The words of a bare text, which have no times."""
    return Spoken(Word(text=word) for word in text.split())
