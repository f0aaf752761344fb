"""One speaker's words as a line of text for patterns to search, and the way back from a match to its words."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from assemblyai_emulator.findings.finding import Finding
from assemblyai_emulator.findings.numerals import HOMOPHONES, normalized
from assemblyai_emulator.wording.pauses import gap_ms
from assemblyai_emulator.wording.phrases import plain
from assemblyai_emulator.wording.sentences import split_sentences
from assemblyai_emulator.wording.words import Word

SENTENCE_END = "|"
"""The mark between two words that separates their sentences."""

LONG_SILENCE = "||"
"""The mark between two words with a long silence between them. No match reaches across it."""

LONG_SILENCE_MS = 5000
"""Milliseconds. A caller on one channel waits at most this long for a "yes" on the other between two groups of a
number."""

WORD = r"[^ |]+"
"""Any word, but no mark."""

FILLER = r"(?:uh+|um+|uhm|erm?|h?mm+|ah)"
"""What people say while they think. Each pattern decides whether it skips it."""

_HALF_DAYS = {"a.m": "am", "p.m": "pm"}
_NUMBER = re.compile(r"\d[\d.,:/-]*(?:th)?|double|triple")


@dataclass(frozen=True, slots=True)
class SpeakerText:
    """The normalized words with single spaces between them, marks included.

    `starts` holds the offset of each word in the text, `indexes` its index among the transcript's words.
    """

    text: str
    starts: tuple[int, ...]
    indexes: tuple[int, ...]

    @property
    def words(self) -> list[str]:
        """The normalized words without the marks."""
        return [piece for piece in self.text.split() if piece not in {SENTENCE_END, LONG_SILENCE}]

    def finding(self, kind: str, start: int, end: int) -> Finding:
        """The words from offset `start` to offset `end` of the text."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return Finding(kind, self.indexes[first:last])

    def before(self, offset: int, count: int) -> str:
        """The last `count` words before an offset in the text; fewer if a long silence comes between."""
        first = max(bisect_left(self.starts, offset) - count, 0)
        return self.text[self.starts[first] : offset].rpartition(LONG_SILENCE)[2]

    def find(self, kind: str, pattern: re.Pattern[str]) -> Iterator[Finding]:
        """Each match of the pattern; if the pattern has a group named `hit`, only the words of that group."""
        group = "hit" if "hit" in pattern.groupindex else 0
        for match in pattern.finditer(self.text):
            yield self.finding(kind, *match.span(group))


def whole_words(pattern: str) -> re.Pattern[str]:
    """Compile a pattern so that it matches whole words only."""
    return re.compile(rf"(?<![^ ])(?:{pattern})(?![^ ])")


def speaker_texts(words: Sequence[Word], *, across_sentences: bool = False) -> list[SpeakerText]:
    """One text for each speaker and channel, even if they take turns in the middle of a number.

    A digit after the end of a sentence starts something new, unless the whole next sentence is digits: people
    who dictate a number pause between its groups. `across_sentences` leaves sentence ends out, so that the
    digits on both sides read as one number.
    """
    speakers: dict[tuple[str | None, str | None], list[int]] = {}
    for index, word in enumerate(words):
        speakers.setdefault((word.speaker, word.channel), []).append(index)
    return [_speaker_text(words, indexes, across_sentences) for indexes in speakers.values()]


def _speaker_text(words: Sequence[Word], indexes: Sequence[int], across_sentences: bool) -> SpeakerText:
    own = [words[index] for index in indexes]
    marks = _marks(own, across_sentences)
    texts = _with_homophones([_normalized(word.text) for word in own], either_side=across_sentences)
    pieces = [f"{text} {mark}" if mark else text for text, mark in zip(texts, marks, strict=True)]
    starts = accumulate((len(piece) + 1 for piece in pieces[:-1]), initial=0)
    return SpeakerText(" ".join(pieces), tuple(starts), tuple(indexes))


def _marks(words: Sequence[Word], across_sentences: bool) -> list[str]:
    """The mark after each word, or "". The last word ends a sentence."""
    marks: list[str] = []
    sentences = split_sentences(words)
    for sentence, following in zip(sentences, [*sentences[1:], []], strict=True):
        marks += [""] * (len(sentence) - 1)
        goes_on = _is_number(sentence[-1:]) and _is_number(following)
        marks.append("" if across_sentences or goes_on else SENTENCE_END)
    silences = [gap_ms(*pair) > LONG_SILENCE_MS for pair in pairwise(words)]
    return [LONG_SILENCE if silent else mark for mark, silent in zip(marks, [*silences, False], strict=True)]


def _is_number(sentence: Sequence[Word]) -> bool:
    return bool(sentence) and all(_NUMBER.fullmatch(_normalized(word.text)) for word in sentence)


def _normalized(text: str) -> str:
    # An empty word would share its offset with its neighbour, and a bar would look like a mark.
    bare = plain(text).replace("|", "/") or "-"
    return _HALF_DAYS.get(bare) or normalized(bare)


def _with_homophones(texts: Sequence[str], *, either_side: bool) -> list[str]:
    """Replace "to", "for" and the like with digits between two digits or, with `either_side`, next to one."""
    is_digits = [text.isdecimal() for text in texts]
    enough = any if either_side else all
    return [
        HOMOPHONES[text] if text in HOMOPHONES and enough((before, after)) else text
        for text, before, after in zip(texts, [False, *is_digits], [*is_digits[1:], False], strict=False)
    ]
