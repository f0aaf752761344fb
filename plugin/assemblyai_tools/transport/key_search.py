"""Finds a secret in a reading of a text. The work grows with the text, whatever the secret and the text are.

Bytes are searched for a few pieces of each form; only around these is looked at letter by letter, and once.
"""

import heapq
import json
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Protocol

from assemblyai_tools.transport.key_forms import (
    FORMS,
    HEXADECIMAL,
    PLAIN,
    SHORTEST_PIECE,
    Form,
    folded,
)
from assemblyai_tools.transport.readings import Reading

SHORTEST_SECRET = 8
"""Characters; a shorter key was made up for an emulator, and may be an ordinary word."""

LONGEST_SECRET = 512
"""Characters; the service has no longer keys, so of a longer one only its start is masked, as it is."""

_HEAD = 8
"""Letters and digits from the start of a key that are masked: services often show the first ones."""

_SEED = 8
"""Characters of the shortest piece that a text is searched for."""

_RUN_ON = re.compile(r"[^\s\"',;()<>\[\]{}\\]*+")
"""What follows the start of a key without a break: the rest of it, or what stands in its place."""

_LAST = re.compile(r"[A-Za-z0-9+/_-]?(?:=|%3[Dd]){0,2}")
"""The last character in base64, which depends on what follows in its byte, and the padding."""

_WORD = re.compile(r"[^\W_]*+")
"""Letters and digits."""

_NOTHING = re.compile("")


class Finder(Protocol):
    """Finds one form of one secret."""

    def find(self, reading: Reading) -> Iterator[tuple[int, int]]:
        """Start and end, among the characters of the reading, of what is to be masked."""
        ...


def finders_of(secret: str) -> Iterator[Finder]:
    """What finds a secret: in any form and in pieces if it looks random, and else as a whole only."""
    if len(secret) < SHORTEST_SECRET:
        return
    if len(secret) > LONGEST_SECRET:
        yield Exact(secret[:LONGEST_SECRET], runs_on=True)
        return
    letters = folded(secret)
    is_random = is_random_key(secret)
    for written in dict.fromkeys([secret, json.dumps(secret)[1:-1]]):
        yield Exact(written, is_word=not is_random)
    if is_random:
        yield Head(secret)
    for form in FORMS:
        spelled = folded(form.spell(secret))
        shortest = form.shortest(len(letters)) if is_random else len(spelled)
        if (is_random or form is not PLAIN) and min(len(spelled), shortest) >= _SEED:
            yield Pieces(form, spelled, min(shortest, len(spelled)))


def is_random_key(secret: str) -> bool:
    """Whether no piece of it can be ordinary text or a number: it has letters and digits, and hardly repeats itself."""
    letters = folded(secret)
    if len(letters) < SHORTEST_PIECE or letters.isalpha() or letters.isdigit():
        return False
    places = len(letters) - _SEED + 1
    return 2 * len({letters[at : at + _SEED] for at in range(places)}) > places


class Exact:
    """Finds a text as it is: only as a whole word, if so, and with what runs on after it, if so."""

    def __init__(self, text: str, *, is_word: bool = False, runs_on: bool = False) -> None:
        self._text = text
        self._is_word = is_word
        self._after = _RUN_ON if runs_on else _NOTHING

    def find(self, reading: Reading) -> Iterator[tuple[int, int]]:
        """See Finder."""
        chars = reading.chars
        at = chars.find(self._text)
        while at >= 0:
            stop = at + len(self._text)
            if self._is_word and not self._stands_alone(chars, at, stop):
                stop = max(at + 1, _end(_WORD, chars, at))  # as no other word starts within this one
            else:
                stop = _end(self._after, chars, stop)
                yield at, stop
            at = chars.find(self._text, stop)

    def _stands_alone(self, chars: str, at: int, stop: int) -> bool:
        before, own, after = chars[max(at - 2, 0) : at], self._text, chars[stop : stop + 1]
        is_start = not (before[-1:].isalnum() and own[0].isalnum()) or before[0] == "\\"  # such as \n
        return is_start and not (after.isalnum() and own[-1].isalnum())


class Head:
    """Finds the start of a key, with its own separators, and what stands in place of the rest."""

    def __init__(self, secret: str) -> None:
        own = Reading(secret)
        self._key = secret[own.at(0) :].lower()
        self._letters = own.letters[:_HEAD]
        self._width = own.at(_HEAD - 1) + 1 - own.at(0)

    def find(self, reading: Reading) -> Iterator[tuple[int, int]]:
        """See Finder."""
        chars, done = reading.chars, 0
        for place in _places(reading.letters, self._letters):
            at = reading.at(place)
            stop = at + self._width
            if at >= done and chars[at:stop].lower() == self._key[: self._width]:
                done = self._end(chars, at, stop)
                yield at, done

    def _end(self, chars: str, at: int, stop: int) -> int:
        whole = at + len(self._key)
        if chars[at:whole].lower() == self._key:
            return whole
        for own, char in zip(self._key[stop - at :], chars[stop:whole], strict=False):
            if own != char.lower():
                break
            stop += 1
        return _end(_RUN_ON, chars, stop)


class Pieces:
    """Finds pieces of one form of a key, in any case and with anything but letters and digits in between."""

    def __init__(self, form: Form, letters: bytes, shortest: int) -> None:
        self._letters = letters
        self._shortest = shortest
        self._after = _NOTHING if form in (PLAIN, HEXADECIMAL) else _LAST
        length = len(letters)
        if 2 * shortest - length >= _SEED:  # the middle, as no such piece is without it
            self._size = 2 * shortest - length
            starts: Sequence[int] = [length - shortest]
        else:
            self._size = max(shortest // 2, _SEED)
            starts = [*range(0, length - self._size, shortest - self._size + 1), length - self._size]
        self._seeds = dict.fromkeys(letters[at : at + self._size] for at in starts)

    @cached_property
    def _pieces(self) -> frozenset[bytes]:
        """All the shortest pieces; longer ones consist of them."""
        last = len(self._letters) - self._shortest
        return frozenset(self._letters[at : at + self._shortest] for at in range(last + 1))

    def find(self, reading: Reading) -> Iterator[tuple[int, int]]:
        """See Finder."""
        letters, chars, shortest = reading.letters, reading.chars, self._shortest
        for first, end in self._runs(letters):
            start, stop = reading.at(first), reading.at(end - 1) + 1
            if letters[end - shortest : end] == self._letters[-shortest:]:
                stop = _end(self._after, chars, stop)
            yield start, stop

    def candidates(self, letters: bytes) -> Iterator[range]:
        """Where a piece may begin: before each seed. No place is there twice."""
        done = 0
        for at in heapq.merge(*(_places(letters, seed) for seed in self._seeds)):
            yield range(max(done, at + self._size - self._shortest), at + 1)
            done = at + 1

    def _runs(self, letters: bytes) -> Iterator[tuple[int, int]]:
        """First letter and end of the pieces, those that overlap together."""
        first = end = 0
        for places in self.candidates(letters):
            for at in places:
                if at + self._shortest <= end or letters[at : at + self._shortest] not in self._pieces:
                    continue
                if at >= end:
                    if end:
                        yield first, end
                    first = at
                is_whole = letters.startswith(self._letters, at)  # then there is nothing to look up within it
                end = at + (len(self._letters) if is_whole else self._shortest)
        if end:
            yield first, end


def _places(letters: bytes, seed: bytes) -> Iterator[int]:
    at = letters.find(seed)
    while at >= 0:
        yield at
        at = letters.find(seed, at + 1)


def _end(pattern: re.Pattern[str], chars: str, at: int) -> int:
    found = pattern.match(chars, at)
    return found.end() if found else at
