"""Makes words of Whisper's tokens."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assemblyai_emulator.hearing.whisper.library import HeardWord
from assemblyai_emulator.wording.words import Word

_MEANINGFUL_SIGNS = frozenset("&%$€£¥+=@#°")
"""Signs that are spoken as words. A "word" of other signs is punctuation on its own, or a note of music."""


def words(heard: Iterable[HeardWord], *, spaced: bool, after_ms: int = 0) -> list[Word]:
    """Words in order, without overlaps, none before `after_ms`; times are in milliseconds.

    `spaced` languages have blanks between words: a token without one goes on with the word before it ("pre" "-paid",
    ".org"). In others it does so only within a word or a number in Latin letters.
    """
    found: list[Word] = []
    for word in _whole(heard, spaced=spaced):
        start = max(round(word.start * 1000), found[-1].end if found else after_ms)
        # Whisper gives some words no time at all.
        end = max(round(word.end * 1000), start + 1)
        confidence = round(min(max(word.probability, 0.0), 1.0), 5)
        found.append(Word(word.text, start, end, confidence))
    return found


def within(found: Sequence[Word], end_ms: int) -> list[Word]:
    """The words, clipped to the end of the audio. Words that Whisper places after it get its last milliseconds."""
    placed: list[Word] = []
    latest = end_ms
    for word in reversed(found):
        end = min(word.end, latest)
        latest = max(min(word.start, end - 1), 0)
        placed.append(replace(word, start=latest, end=end))
    return placed[::-1]


def _whole(heard: Iterable[HeardWord], *, spaced: bool) -> Iterator[HeardWord]:
    current: HeardWord | None = None
    for token in heard:
        if current is not None and _goes_on(current.text, token.text, spaced=spaced):
            current = _merged(current, token)
            continue
        if current is not None and _is_word(current.text):
            yield replace(current, text=current.text.strip())
        current = token
    if current is not None and _is_word(current.text):
        yield replace(current, text=current.text.strip())


def _goes_on(text: str, following: str, *, spaced: bool) -> bool:
    if not following or following[0].isspace():
        return False
    if spaced:
        return True
    return text[-1:].isascii() and text[-1:].isalnum() and following[0].isascii() and following[0].isalnum()


def _merged(word: HeardWord, token: HeardWord) -> HeardWord:
    # The mean of both, as Whisper's own words have the mean of their tokens.
    probability = (word.probability + token.probability) / 2
    return HeardWord(word.text + token.text, word.start, token.end, probability)


def _is_word(text: str) -> bool:
    return any(character.isalnum() or character in _MEANINGFUL_SIGNS for character in text)
