"""One speaker's words as a line of text that patterns can read, and the way back to the words."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from assemblyai_emulator.findings.finding import Finding
from assemblyai_emulator.findings.numerals import HOMOPHONES, reading
from assemblyai_emulator.wording.pauses import gap_ms
from assemblyai_emulator.wording.phrases import plain
from assemblyai_emulator.wording.sentences import split_sentences
from assemblyai_emulator.wording.words import Word

# Stand between words: the end of a sentence, and a silence that nothing reaches across.
SENTENCE_END, LONG_SILENCE = "|", "||"
# One channel's caller waits this long at most for the other's "yes" between two groups of a number.
LONG_SILENCE_MS = 5000

# Any word, but no mark.
WORD = r"[^ |]+"
# What is said while thinking. Each pattern decides whether it reads on across it.
FILLER = r"(?:uh+|um+|uhm|erm?|h?mm+|ah)"
_CLOCK = {"a.m": "am", "p.m": "pm"}
_NUMBER = re.compile(r"\d[\d.,:/-]*(?:th)?|double|triple")


@dataclass(frozen=True, slots=True)
class Spoken:
    """The readings of the words with single spaces between them, marks included.

    `starts` are the words' places in the text, `indexes` their places among the transcript's words.
    """

    text: str
    starts: tuple[int, ...]
    indexes: tuple[int, ...]

    @property
    def readings(self) -> list[str]:
        """The words without the marks."""
        return [read for read in self.text.split() if read not in {SENTENCE_END, LONG_SILENCE}]

    def finding(self, kind: str, start: int, end: int) -> Finding:
        """What stands in the text from `start` to `end`."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return Finding(kind, self.indexes[first:last])

    def before(self, place: int, count: int) -> str:
        """The last `count` words before a place in the text, as far as no long silence parts them."""
        first = max(bisect_left(self.starts, place) - count, 0)
        return self.text[self.starts[first] : place].rpartition(LONG_SILENCE)[2]

    def find(self, kind: str, pattern: re.Pattern[str]) -> Iterator[Finding]:
        """Each match of whole words; a group named `hit` narrows it to what is meant."""
        group = "hit" if "hit" in pattern.groupindex else 0
        for match in pattern.finditer(self.text):
            yield self.finding(kind, *match.span(group))


def whole_words(pattern: str) -> re.Pattern[str]:
    """Compile a pattern that begins and ends between words."""
    return re.compile(rf"(?<![^ ])(?:{pattern})(?![^ ])")


def listen(words: Sequence[Word], *, across_sentences: bool = False) -> list[Spoken]:
    """One text for each voice, however the voices take turns.

    A digit after the end of a sentence belongs to a new thing, unless all of the next sentence is digits: who
    dictates a number pauses between its groups. `across_sentences` leaves sentence ends out, so that digits on
    both sides read as one number.
    """
    voices: dict[tuple[str | None, str | None], list[int]] = {}
    for index, word in enumerate(words):
        voices.setdefault((word.speaker, word.channel), []).append(index)
    return [_spoken(words, indexes, across_sentences) for indexes in voices.values()]


def _spoken(words: Sequence[Word], indexes: Sequence[int], across_sentences: bool) -> Spoken:
    own = [words[index] for index in indexes]
    marks = _marks(own, across_sentences)
    readings = _with_homophones([_reading(word.text) for word in own], either_side=across_sentences)
    pieces = [f"{read} {mark}" if mark else read for read, mark in zip(readings, marks, strict=True)]
    starts = accumulate((len(piece) + 1 for piece in pieces[:-1]), initial=0)
    return Spoken(" ".join(pieces), tuple(starts), tuple(indexes))


def _marks(words: Sequence[Word], across_sentences: bool) -> list[str]:
    """What follows each word; the last one ends a sentence."""
    marks: list[str] = []
    sentences = split_sentences(words)
    for sentence, following in zip(sentences, [*sentences[1:], []], strict=True):
        marks += [""] * (len(sentence) - 1)
        goes_on = _is_number(sentence[-1:]) and _is_number(following)
        marks.append("" if across_sentences or goes_on else SENTENCE_END)
    silences = [gap_ms(*pair) > LONG_SILENCE_MS for pair in pairwise(words)]
    return [LONG_SILENCE if silent else mark for mark, silent in zip(marks, [*silences, False], strict=True)]


def _is_number(sentence: Sequence[Word]) -> bool:
    return bool(sentence) and all(_NUMBER.fullmatch(_reading(word.text)) for word in sentence)


def _reading(text: str) -> str:
    # An empty reading would put a word and its neighbour in one place; a bar would look like a mark.
    bare = plain(text).replace("|", "/") or "-"
    return _CLOCK.get(bare) or reading(bare)


def _with_homophones(readings: Sequence[str], *, either_side: bool) -> list[str]:
    """Take "to", "for" and their like for digits between two digits, or beside one."""
    is_digits = [read.isdecimal() for read in readings]
    enough = any if either_side else all
    return [
        HOMOPHONES[read] if read in HOMOPHONES and enough((before, after)) else read
        for read, before, after in zip(readings, [False, *is_digits], [*is_digits[1:], False], strict=False)
    ]
