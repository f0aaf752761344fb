"""Whether words were really said, and where: quotes looked up in a transcript's words.

Case, punctuation, apostrophes and white space do not count; numerals and their signs do, so that 3.5 is not 35 and
$5 not 5%. The very words are those of one turn: words of two speakers side by side are nobody's sentence.
What is found is shown in the transcript's own words, never in the quote's.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import Match, SequenceMatcher
from itertools import groupby

from assemblyai_tools.api.transcript import Transcript, Word
from assemblyai_tools.text import flat

_FOLDED = dict.fromkeys(map(ord, "'\u2018\u2019\u02bc`\u00b4")) | {0x2212: "-"}
"""Apostrophes go; the minus sign is written as models write it."""
_INSIDE_NUMBERS = ".,:/"
_SIGNS = "%$\u20ac\u00a3+#"
_LEADERS = "$\u20ac\u00a3+#-."
_LEADING = re.compile(
    r"(?:(?<![\w%$\u20ac\u00a3#+-])[-+])?(?:(?<!\w)[$\u20ac\u00a3#]+-|[$\u20ac\u00a3#]*)(?:(?<![\w.])\.)?$"
)
"""What may stand before a number and is part of it; no hyphen after a word, as in `2019-20`, and no dash."""
_LONGEST_LEAD = 5
_GROUPED = re.compile(r"\D*[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?\D*")
"""A number with separators of thousands."""

_DENYING = """
not no never none without nobody nothing nowhere neither nor cannot cant dont doesnt didnt isnt arent wasnt werent
hasnt havent hadnt wont wouldnt couldnt shouldnt mustnt mightnt neednt shant darent oughtnt aint
nicht nichts nie niemals niemand nein kein keine keinen keinem keiner keines ohne
nunca jam\u00e1s nada nadie sin ne pas jamais rien sans
"""
_NEGATIONS = frozenset(_DENYING.split())
"""Words that turn a sentence round: English, German, Spanish, French; without their apostrophes."""

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
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_FOLDED)
    found: list[str] = []
    within = False
    for place, char in enumerate(folded):
        if within and _goes_on(found[-1], char, folded[place + 1 : place + 2]):
            found[-1] += char
        elif char.isalnum():
            found.append(_sign(folded, place) + char)
            within = True
        else:
            within = False
    return [term.replace(",", "") if "," in term and _GROUPED.fullmatch(term) else term for term in found]


def _sign(folded: str, place: int) -> str:
    """The signs right before a word that belong to it: all before a number, no hyphen before a letter."""
    if not place or folded[place - 1] not in _LEADERS:
        return ""
    lead: str = _LEADING.findall(folded[max(0, place - _LONGEST_LEAD) : place])[0]
    return lead.replace(".", "0.") if folded[place].isdigit() else lead.strip("-.")


def _goes_on(term: str, char: str, after: str) -> bool:
    """Whether a character belongs to the word before it."""
    if char.isalnum():
        return not _is_unspaced(char) and not _is_unspaced(term[0])
    if char in _INSIDE_NUMBERS:
        return term[-1].isdigit() and after.isdigit()
    if char in _SIGNS:
        return True
    if char == "-":  # of a grade or a blood group; elsewhere it joins words, or breaks them off
        return len(term) == 1 and term.isalpha() and not _is_unspaced(term) and not re.match(r"[\w-]", after)
    return unicodedata.category(char)[0] == "M"  # an accent, a vowel sign


def is_unspaced(text: str) -> bool:
    """Whether a text has characters of a script that puts no spaces between words."""
    return any(_is_unspaced(char) for char in text)


def _is_unspaced(char: str) -> bool:
    return char >= _FIRST_UNSPACED and any(first <= ord(char) <= last for first, last in _UNSPACED)


def _is_fact(term: str) -> bool:
    """Whether another word in this one's place says something else: numbers, what has a sign, negations."""
    return term in _NEGATIONS or any(char.isnumeric() or char in _SIGNS or char == "-" for char in term)


class Spoken:
    """The words of one transcript in the order they were said, turn by turn, ready to be searched."""

    def __init__(self, turns: Iterable[Iterable[Word]]) -> None:
        self._words: list[Word] = []
        self._terms: list[str] = []
        self._owners: list[int] = []
        self._turns: list[int] = []
        self._places: dict[str, list[int]] = {}
        for turn, words in enumerate(turns):
            for word in words:
                self._add(word, turn)
        self.speakers = frozenset(flat(word.speaker).casefold() for word in self._words if word.speaker)
        """Who speaks, in lower case."""

    def _add(self, word: Word, turn: int) -> None:
        for term in terms(word.text):
            self._places.setdefault(term, []).append(len(self._terms))
            self._terms.append(term)
            self._owners.append(len(self._words))
            self._turns.append(turn)
        self._words.append(word)

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
        return [
            at
            for at in starts
            if at >= 0
            and self._terms[at : at + len(wanted)] == wanted
            and self._turns[at] == self._turns[at + len(wanted) - 1]
        ]

    def _nearly(self, wanted: Sequence[str]) -> tuple[int, int] | None:
        """The stretch that has most of the wanted words in their order, and not many others between them."""
        if not _FEWEST_NEARLY <= len(wanted) <= _MOST_NEARLY:
            return None
        best, most = None, 0
        for at in self._candidates(wanted):
            alike, *stretch = self._aligned(wanted, at)
            if alike > most:
                best, most = (stretch[0], stretch[1]), alike
        return best

    def _aligned(self, wanted: Sequence[str], at: int) -> tuple[int, int, int]:
        """How many of the wanted words are around a place, from where to where; none if that is another matter."""
        slack = max(2, len(wanted) // 3)
        first, last = max(0, at - slack), at + len(wanted) + slack
        matcher = SequenceMatcher(None, wanted, self._terms[first:last], autojunk=False)
        blocks = [
            Match(block.a, first + block.b, block.size)
            for block in matcher.get_matching_blocks()
            if block.size
        ]
        alike = sum(block.size for block in blocks)
        if alike < _ALIKE * len(wanted) or not self._same_facts(wanted, blocks):
            return 0, 0, 0
        start, end = blocks[0].b, blocks[-1].b + blocks[-1].size
        return (alike, start, end) if self._in_order(start, end) else (0, 0, 0)

    def _same_facts(self, wanted: Sequence[str], blocks: Sequence[Match]) -> bool:
        """Whether what differs is no fact, also where the first or the last words of the turn were changed."""
        head, tail = blocks[0], blocks[-1]
        quoted = {block.a + n for block in blocks for n in range(block.size)}
        said = {block.b + n for block in blocks for n in range(block.size)}
        end = tail.b + tail.size
        first = max(0, head.b - head.a)
        last = min(len(self._terms), end + len(wanted) - tail.a - tail.size)
        turns = range(self._turns[head.b], self._turns[end - 1] + 1)
        differing = [wanted[place] for place in range(len(wanted)) if place not in quoted]
        differing += [
            self._terms[place]
            for place in range(first, last)
            if place not in said and self._turns[place] in turns
        ]
        return not any(map(_is_fact, differing))

    def _in_order(self, start: int, end: int) -> bool:
        """Whether a stretch is of one turn, or its words are known to follow each other."""
        if self._turns[start] == self._turns[end - 1]:
            return True
        words = self._words[self._owners[start] : self._owners[end - 1] + 1]
        times = [word.start for word in words if word.start is not None]
        return len(times) == len(words) and times == sorted(times)

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
        return Spoken(
            [word if word.speaker else replace(word, speaker=turn.speaker) for word in turn.words or ()]
            for turn in turns
        )
    return spoken_words(transcript.words) if transcript.words else spoken_text(transcript.text or "")


def spoken_words(words: Iterable[Word]) -> Spoken:
    """Words in order: those of one speaker in a row are a turn, and so are those of nobody known."""
    return Spoken(list(turn) for _, turn in groupby(words, key=lambda word: word.speaker))


def spoken_text(text: str) -> Spoken:
    """The words of a bare text, which have no times."""
    return Spoken([[Word(text=word) for word in text.split()]])
