"""The words of a transcript as tokens: each with a time, and with the text's own spacing."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from assemblyai_tools.api.transcript import Transcript, Utterance, Word
from assemblyai_tools.captions.times import Stretch, filled
from assemblyai_tools.results.folding import is_unspaced
from assemblyai_tools.text import flat

_VISIBLE = re.compile(r"\S")

_FAR = 40
"""Characters within which a word is looked for, if other text than a space stands before it."""

_CLOSING = "Pe", "Pf", "Po"
"""Unicode's categories of punctuation with which no line of an unspaced script begins, and of most other signs."""


@dataclass(frozen=True, slots=True)
class Token:
    """What is never broken: a word; times in milliseconds."""

    text: str
    start: int
    end: int
    spaced: bool = True
    """Whether a space stands before it, if it does not begin a line."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says without a break."""

    speaker: str | None
    tokens: Sequence[Token]


class _Piece(NamedTuple):
    """A word, or a part of one that has spaces in it, or that has none and is longer than a line."""

    text: str
    speaker: str | None
    spaced: bool
    start: int | None
    end: int | None


class _Timed(NamedTuple):
    """The pieces of a turn, and the start and the end of each in milliseconds: of none of them, if none is known."""

    pieces: Sequence[_Piece]
    times: Sequence[tuple[int, int]]


def width(text: str) -> int:
    """How many characters a reader counts: accents and vowel signs that stand on others are not counted."""
    if text.isascii():
        return len(text)
    return sum(unicodedata.category(char)[0] != "M" for char in text)


def is_mostly_unspaced(transcript: Transcript) -> bool:
    """Whether most letters are of scripts without spaces between words."""
    letters = [char for char in transcript.text or "" if char.isalpha()]
    return 2 * sum(map(is_unspaced, letters)) > len(letters)


def turns_of(transcript: Transcript, longest: int) -> list[Turn]:
    """The turns in the order in which they begin; none if nothing has a time.

    A turn without times is between the one before it and the one after it. A word of a script without spaces that is
    longer than `longest` characters becomes several tokens.
    """
    latest = _latest(transcript)
    given: list[_Timed] = []
    for speaker, words, text, span in _stretches(transcript):
        pieces = list(_pieces(words, speaker, _Spacing(text), longest))
        if pieces:
            given.append(_Timed(pieces, _times(pieces, span, latest)))
    turns: list[Turn] = []
    for timed in _all_timed(given, latest):
        pairs = zip(timed.pieces, timed.times, strict=True)
        for name, group in groupby(pairs, key=lambda pair: pair[0].speaker):
            turns.append(Turn(name, [Token(one.text, *times, one.spaced) for one, times in group]))
    return sorted(turns, key=lambda turn: turn.tokens[0].start)


def _latest(transcript: Transcript) -> int | None:
    """When the recording ends, in milliseconds; None if that is not known, or if most words are said to come later."""
    if not transcript.audio_duration:
        return None
    end = round((transcript.audio_duration + 1) * 1000)  # the API gives whole seconds
    starts = [
        word.start for _, words, _, _ in _stretches(transcript) for word in words if word.start is not None
    ]
    return end if 2 * sum(start <= end for start in starts) >= len(starts) else None


def _times(
    pieces: Sequence[_Piece], span: tuple[int | None, int | None], latest: int | None
) -> list[tuple[int, int]]:
    return filled([Stretch(one.start, one.end, width(one.text)) for one in pieces], span, latest)


def _all_timed(given: Sequence[_Timed], latest: int | None) -> Iterator[_Timed]:
    """The stretches: those in a row that have no times share the time from the one before to the one after them.

    Nothing if none has times.
    """
    if not any(one.times for one in given):
        return
    before = 0
    for has_times, group in groupby(enumerate(given), key=lambda pair: bool(pair[1].times)):
        row = list(group)
        if has_times:
            yield from (one for _, one in row)
            before = row[-1][1].times[-1][1]
            continue
        following = row[-1][0] + 1
        after = given[following].times[0][0] if following < len(given) else latest
        pieces = [piece for _, one in row for piece in one.pieces]
        # Where the one after begins first, as on two channels, they are between its beginning and the end before.
        low, high = sorted((before, before if after is None else after))
        yield _Timed(
            pieces, _times([one._replace(start=None, end=None) for one in pieces], (low, high), None)
        )


def _stretches(
    transcript: Transcript,
) -> Iterator[tuple[str | None, Sequence[Word], str, tuple[int | None, int | None]]]:
    """Speaker, words, text and times of each turn, or of everything if there are no turns."""
    for turn in transcript.utterances or ():
        yield turn.speaker, _words(turn), turn.text, (turn.start, turn.end)
    if not transcript.utterances:
        yield None, transcript.words or (), transcript.text or "", (None, None)


def _words(turn: Utterance) -> Sequence[Word]:
    return turn.words or [Word(text=word) for word in turn.text.split()]


class _Spacing:
    """Tells from the text whether a space stands before a word; one call for each word, in order."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._last = ""

    def is_before(self, word: str) -> bool:
        last, self._last = self._last, word[-1]
        seen = _VISIBLE.search(self._text, self._at)
        place = self._text.find(word, seen.start(), seen.start() + len(word) + _FAR) if seen else -1
        if place < 0:  # the text has other words: the script decides
            return not (is_unspaced(last) and is_unspaced(word[0]))
        begun, self._at = self._at, place + len(word)
        return not begun or self._text[place - 1].isspace()


def _pieces(words: Iterable[Word], speaker: str | None, spacing: _Spacing, longest: int) -> Iterator[_Piece]:
    for word in words:
        said_by = speaker or word.speaker
        chunks = [
            (chunk, spacing.is_before(part) if not place else False)
            for part in flat(word.text).split()
            for place, chunk in enumerate(_chunks(part, longest))
        ]
        last = len(chunks) - 1
        for place, (text, spaced) in enumerate(chunks):
            start, end = None if place else word.start, word.end if place == last else None
            yield _Piece(text, said_by, spaced, start, end)


def _chunks(text: str, longest: int) -> list[str]:
    """The text, cut to this length if it is of an unspaced script; signs stay with the character before them."""
    if len(text) <= longest or not is_unspaced(text):
        return [text]
    chunks = [""]
    for char in text:
        kind = unicodedata.category(char)
        joins = kind[0] == "M" or kind in _CLOSING or not is_unspaced(char)
        if width(chunks[-1]) >= longest and not joins:
            chunks.append("")
        chunks[-1] += char
    return chunks
