"""Finds quotes in a transcript: whether the words were really said, and where.

Case, punctuation, apostrophes and white space do not count; numerals and their signs do, so 3.5 is not 35 and $5 is
not 5%. A verbatim quote lies within one turn: no one said the words of two speakers. What is found is shown in the
transcript's own words, never in the quote's.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher

from assemblyai_tools.api.transcript import Transcript, Word
from assemblyai_tools.results.folding import SIGNS, terms
from assemblyai_tools.results.term_index import TermIndex
from assemblyai_tools.results.turns import text_turns, transcript_turns, word_turns
from assemblyai_tools.text import flat

_DENYING = """
not no never none without nobody nothing nowhere neither nor cannot cant dont doesnt didnt isnt arent wasnt werent
hasnt havent hadnt wont wouldnt couldnt shouldnt mustnt mightnt neednt shant darent oughtnt aint
nicht nichts nie niemals niemand nein kein keine keinen keinem keiner keines ohne
nunca jam\u00e1s nada nadie sin ne pas jamais rien sans
"""
_NEGATIONS = frozenset(_DENYING.split())
"""Words that reverse what a sentence says, in English, German, Spanish and French, without their apostrophes."""

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


def _is_fact(term: str) -> bool:
    """Whether another word in its place would say something else: a number, a word with a sign, a negation."""
    return term in _NEGATIONS or any(char.isnumeric() or char in SIGNS or char == "-" for char in term)


class SpeechIndex(TermIndex):
    """The words of one transcript, indexed for finding quotes."""

    def __init__(self, turns: Iterable[Iterable[Word]]) -> None:
        super().__init__(turns, terms)
        self.speakers = frozenset(flat(word.speaker).casefold() for word in self.words if word.speaker)
        """The speakers' names, in lower case."""

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
        return [at for at in self.rows(wanted) if len(self.turns(at, at + len(wanted))) == 1]

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
        matcher = SequenceMatcher(None, wanted, self.terms[first:last], autojunk=False)
        blocks = [
            Match(block.a, first + block.b, block.size)
            for block in matcher.get_matching_blocks()
            if block.size
        ]
        alike = sum(block.size for block in blocks)
        if alike < _LEAST_OVERLAP * len(wanted) or not self._same_facts(wanted, blocks):
            return 0, 0, 0
        start, end = blocks[0].b, blocks[-1].b + blocks[-1].size
        return (alike, start, end) if self.in_order(start, end) else (0, 0, 0)

    def _same_facts(self, wanted: Sequence[str], blocks: Sequence[Match]) -> bool:
        """Whether no fact differs, including terms that were changed at the start or the end of the turn."""
        head, tail = blocks[0], blocks[-1]
        quoted = {block.a + n for block in blocks for n in range(block.size)}
        said = {block.b + n for block in blocks for n in range(block.size)}
        end = tail.b + tail.size
        first = max(0, head.b - head.a)
        last = min(len(self.terms), end + len(wanted) - tail.a - tail.size)
        turns = self.turns(head.b, end)
        differing = [wanted[place] for place in range(len(wanted)) if place not in quoted]
        differing += [
            self.terms[place]
            for place in range(first, last)
            if place not in said and self.turn_of(place) in turns
        ]
        return not any(map(_is_fact, differing))

    def _candidates(self, wanted: Sequence[str]) -> Iterator[int]:
        """Where the quote would begin, judged by each place of its rarest terms."""
        known = [place for place, term in enumerate(wanted) if term in self.places]
        seeds = sorted(known, key=lambda place: len(self.places[wanted[place]]))[:_MOST_SEEDS]
        starts = (at - seed for seed in seeds for at in self.places[wanted[seed]][:_PLACES_PER_SEED])
        return iter(sorted(set(starts)))

    def _found_quote(self, start: int, end: int, *, verbatim: bool, times: int = 1) -> FoundQuote:
        words = self.stretch(start, end)
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
    return SpeechIndex(transcript_turns(transcript))


def index_words(words: Iterable[Word]) -> SpeechIndex:
    """Index words: those of one speaker in a row are a turn, as are those without a speaker."""
    return SpeechIndex(word_turns(words))


def index_text(text: str) -> SpeechIndex:
    """Index a bare text, whose words have no times."""
    return SpeechIndex(text_turns(text))
