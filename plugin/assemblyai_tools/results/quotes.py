"""Finds quotes in a transcript: whether the words were really said, and where.

Case, punctuation, apostrophes and white space do not count; numerals and their signs do, so 3.5 is not 35 and $5 is
not 5%. A verbatim quote lies within one turn: no one said the words of two speakers. What is found is shown in the
transcript's own words, never in the quote's.
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
"""Apostrophes are dropped; a minus sign becomes the hyphen that models write."""

_INSIDE_NUMBERS = ".,:/"
"""Characters that belong to a number if they stand between two of its digits."""

_SIGNS = "%$\u20ac\u00a3+#"
"""Signs that belong to the word right before them."""

_LEADERS = "$\u20ac\u00a3+#-."
"""Signs that may belong to the word right after them."""

_LEADING = re.compile(
    r"(?:(?<![\w%$\u20ac\u00a3#+-])[-+])?(?:(?<!\w)[$\u20ac\u00a3#]+-|[$\u20ac\u00a3#]*)(?:(?<![\w.])\.)?$"
)
"""The signs before a number that belong to it; not the hyphen in `2019-20`, which follows a word, and no dash."""

_LONGEST_LEAD = 5
"""Characters before a number that are searched for its signs."""

_GROUPED = re.compile(r"\D*[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?\D*")
"""A number with thousands separators."""

_DENYING = """
not no never none without nobody nothing nowhere neither nor cannot cant dont doesnt didnt isnt arent wasnt werent
hasnt havent hadnt wont wouldnt couldnt shouldnt mustnt mightnt neednt shant darent oughtnt aint
nicht nichts nie niemals niemand nein kein keine keinen keinem keiner keines ohne
nunca jam\u00e1s nada nadie sin ne pas jamais rien sans
"""
_NEGATIONS = frozenset(_DENYING.split())
"""Words that reverse what a sentence says, in English, German, Spanish and French, without their apostrophes."""

_UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x3040, 0x30FF),  # kana
    (0x3400, 0x9FFF),  # Han
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
"""Scripts without spaces between words: each character counts as a word."""

_FIRST_UNSPACED = chr(_UNSPACED[0][0])
"""The first character of these scripts."""

_FEWEST_WORDS = 4
"""Words of a quote that may have slips, at least: a shorter one with a slip could be another sentence."""

_MOST_WORDS = 120
"""Words of a quote that may have slips, at most: a longer one takes too long to compare."""

_LEAST_OVERLAP = 0.8
"""The share of a quote's words, 0 to 1, that must have been said in its order for it to be nearly said."""

_MOST_SEEDS = 3
"""Words of a quote with slips whose places are compared with it, at most: its rarest ones."""

_PLACES_PER_SEED = 40
"""Places of each of these words that are compared with the quote, at most."""


@dataclass(frozen=True, slots=True)
class FoundQuote:
    """What was said, in the transcript's words; `start` and `end` in milliseconds, if there are times."""

    text: str
    start: int | None
    end: int | None
    speaker: str | None
    verbatim: bool
    """Whether the quote has exactly these words; if not, it has nearly these."""
    times: int = 1
    """How often exactly these words were said; the times and the speaker are those of the first time."""


def terms(text: str) -> list[str]:
    """The words of a text in the form in which they are compared."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_FOLDED)
    found: list[str] = []
    within = False
    for place, char in enumerate(folded):
        if within and _continues(found[-1], char, folded[place + 1 : place + 2]):
            found[-1] += char
        elif char.isalnum():
            found.append(_signs_before(folded, place) + char)
            within = True
        else:
            within = False
    return [term.replace(",", "") if "," in term and _GROUPED.fullmatch(term) else term for term in found]


def _signs_before(folded: str, place: int) -> str:
    """The signs right before a word that belong to it: all before a number, but no hyphen before a letter."""
    if not place or folded[place - 1] not in _LEADERS:
        return ""
    lead: str = _LEADING.findall(folded[max(0, place - _LONGEST_LEAD) : place])[0]
    return lead.replace(".", "0.") if folded[place].isdigit() else lead.strip("-.")


def _continues(term: str, char: str, after: str) -> bool:
    """Whether a character belongs to the word before it."""
    if char.isalnum():
        return not _is_unspaced(char) and not _is_unspaced(term[0])
    if char in _INSIDE_NUMBERS:
        return term[-1].isdigit() and after.isdigit()
    if char in _SIGNS:
        return True
    if char == "-":  # as in a grade or a blood group; elsewhere it joins words or breaks one off
        return len(term) == 1 and term.isalpha() and not _is_unspaced(term) and not re.match(r"[\w-]", after)
    return unicodedata.category(char)[0] == "M"  # an accent, a vowel sign


def is_unspaced(text: str) -> bool:
    """Whether a text has characters of a script without spaces between words."""
    return any(_is_unspaced(char) for char in text)


def _is_unspaced(char: str) -> bool:
    return char >= _FIRST_UNSPACED and any(first <= ord(char) <= last for first, last in _UNSPACED)


def _is_fact(term: str) -> bool:
    """Whether another word in its place would say something else: a number, a word with a sign, a negation."""
    return term in _NEGATIONS or any(char.isnumeric() or char in _SIGNS or char == "-" for char in term)


class SpeechIndex:
    """The words of one transcript, turn by turn in the order they were said, indexed for search."""

    def __init__(self, turns: Iterable[Iterable[Word]]) -> None:
        self._words: list[Word] = []
        self._terms: list[str] = []
        """The words as they are compared; one word may be several terms, or none."""
        self._word_of: list[int] = []
        """The place of each term's word in `_words`."""
        self._turn_of: list[int] = []
        """The number of each term's turn."""
        self._places: dict[str, list[int]] = {}
        """The places of each term in `_terms`."""
        for turn, words in enumerate(turns):
            for word in words:
                self._add(word, turn)
        self.speakers = frozenset(flat(word.speaker).casefold() for word in self._words if word.speaker)
        """The speakers' names, in lower case."""

    def _add(self, word: Word, turn: int) -> None:
        for term in terms(word.text):
            self._places.setdefault(term, []).append(len(self._terms))
            self._terms.append(term)
            self._word_of.append(len(self._words))
            self._turn_of.append(turn)
        self._words.append(word)

    def find(self, quote: str) -> FoundQuote | None:
        """Where a quote was said: verbatim if it was, else nearly, else None."""
        wanted = terms(quote)
        exact = self._exact(wanted)
        if exact:
            return self._found_quote(exact[0], exact[0] + len(wanted), verbatim=True, times=len(exact))
        nearly = self._nearly(wanted)
        return self._found_quote(*nearly, verbatim=False) if nearly else None

    def _exact(self, wanted: Sequence[str]) -> list[int]:
        """Where the wanted terms begin, all in a row within one turn."""
        if not wanted:
            return []
        rarest = min(range(len(wanted)), key=lambda place: len(self._places.get(wanted[place], ())))
        starts = (place - rarest for place in self._places.get(wanted[rarest], ()))
        return [
            at
            for at in starts
            if at >= 0
            and self._terms[at : at + len(wanted)] == wanted
            and self._turn_of[at] == self._turn_of[at + len(wanted) - 1]
        ]

    def _nearly(self, wanted: Sequence[str]) -> tuple[int, int] | None:
        """The stretch with the most wanted terms in their order, and few others between them."""
        if not _FEWEST_WORDS <= len(wanted) <= _MOST_WORDS:
            return None
        best, most = None, 0
        for at in self._candidates(wanted):
            alike, *stretch = self._align(wanted, at)
            if alike > most:
                best, most = (stretch[0], stretch[1]), alike
        return best

    def _align(self, wanted: Sequence[str], at: int) -> tuple[int, int, int]:
        """How many wanted terms are around a place, and their stretch; all zeros if it says something else."""
        slack = max(2, len(wanted) // 3)
        first, last = max(0, at - slack), at + len(wanted) + slack
        matcher = SequenceMatcher(None, wanted, self._terms[first:last], autojunk=False)
        blocks = [
            Match(block.a, first + block.b, block.size)
            for block in matcher.get_matching_blocks()
            if block.size
        ]
        alike = sum(block.size for block in blocks)
        if alike < _LEAST_OVERLAP * len(wanted) or not self._same_facts(wanted, blocks):
            return 0, 0, 0
        start, end = blocks[0].b, blocks[-1].b + blocks[-1].size
        return (alike, start, end) if self._in_order(start, end) else (0, 0, 0)

    def _same_facts(self, wanted: Sequence[str], blocks: Sequence[Match]) -> bool:
        """Whether no fact differs, including terms that were changed at the start or the end of the turn."""
        head, tail = blocks[0], blocks[-1]
        quoted = {block.a + n for block in blocks for n in range(block.size)}
        said = {block.b + n for block in blocks for n in range(block.size)}
        end = tail.b + tail.size
        first = max(0, head.b - head.a)
        last = min(len(self._terms), end + len(wanted) - tail.a - tail.size)
        turns = range(self._turn_of[head.b], self._turn_of[end - 1] + 1)
        differing = [wanted[place] for place in range(len(wanted)) if place not in quoted]
        differing += [
            self._terms[place]
            for place in range(first, last)
            if place not in said and self._turn_of[place] in turns
        ]
        return not any(map(_is_fact, differing))

    def _in_order(self, start: int, end: int) -> bool:
        """Whether a stretch is within one turn, or its times show that its words follow each other."""
        if self._turn_of[start] == self._turn_of[end - 1]:
            return True
        words = self._words[self._word_of[start] : self._word_of[end - 1] + 1]
        times = [word.start for word in words if word.start is not None]
        return len(times) == len(words) and times == sorted(times)

    def _candidates(self, wanted: Sequence[str]) -> Iterator[int]:
        """Where the quote would begin, judged by each place of its rarest terms."""
        known = [place for place, term in enumerate(wanted) if term in self._places]
        seeds = sorted(known, key=lambda place: len(self._places[wanted[place]]))[:_MOST_SEEDS]
        starts = (at - seed for seed in seeds for at in self._places[wanted[seed]][:_PLACES_PER_SEED])
        return iter(sorted(set(starts)))

    def _found_quote(self, start: int, end: int, *, verbatim: bool, times: int = 1) -> FoundQuote:
        words = self._words[self._word_of[start] : self._word_of[end - 1] + 1]
        speakers = dict.fromkeys(word.speaker for word in words if word.speaker)
        return FoundQuote(
            text=flat(" ".join(word.text for word in words)),
            start=next((word.start for word in words if word.start is not None), None),
            end=next((word.end for word in reversed(words) if word.end is not None), None),
            speaker=flat(", ".join(speakers)) or None,
            verbatim=verbatim,
            times=times,
        )


def index_transcript(transcript: Transcript) -> SpeechIndex:
    """Index a transcript: its turns if they all have words, else its words in order, else its bare text."""
    turns = transcript.utterances or []
    if turns and all(turn.words for turn in turns):
        return SpeechIndex(
            [word if word.speaker else replace(word, speaker=turn.speaker) for word in turn.words or ()]
            for turn in turns
        )
    return index_words(transcript.words) if transcript.words else index_text(transcript.text or "")


def index_words(words: Iterable[Word]) -> SpeechIndex:
    """Index words: those of one speaker in a row are a turn, as are those without a speaker."""
    return SpeechIndex(list(turn) for _, turn in groupby(words, key=lambda word: word.speaker))


def index_text(text: str) -> SpeechIndex:
    """Index a bare text, whose words have no times."""
    return SpeechIndex([[Word(text=word) for word in text.split()]])
