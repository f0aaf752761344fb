"""Masks secrets in text that others read: a service, a proxy or a language model may echo them.

A secret is found however it is written: in any case, with anything but letters and digits in between, escaped, in
hexadecimal, in base64, and without its first or last characters. The letters and digits of a text are searched for a
few pieces of each form first, so that a text without a secret costs little: some milliseconds for a megabyte.
"""

import json
import re
import string
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self, cast

from assemblyai_tools.transport.key_forms import (
    ESCAPES,
    FORMS,
    HEXADECIMAL,
    PLAIN,
    SHORTEST_PIECE,
    Escape,
    Form,
    unescaped,
)

_MASK = "[api key]"
"""What is shown in place of a secret."""

_SHORTEST_SECRET = 8
"""Characters; a shorter key was made up for an emulator, and may be an ordinary word."""

_SHORTEST_HEAD = 8
"""Characters from the start of a key that are masked: services often show the first ones."""

_SHORTEST_WORDS = 12
"""Characters of a piece that are masked if the secret consists of words: a shorter piece may be a word of a text."""

_SEED = 8
"""Characters of the shortest piece that a text is searched for."""

_RUN_ON = re.compile(r"[^\s\"',;()<>\[\]{}\\]*")
"""What follows the start of a key without a break: the rest of it, or what stands in its place."""

_LAST = re.compile(r"[A-Za-z0-9+/_-]?(?:=|%3[Dd]){0,2}")
"""The last character in base64, which depends on what follows in its byte, and the padding."""

_NOTHING = re.compile("")

_KEPT = frozenset(string.ascii_letters + string.digits)
_DROPPED = bytes(set(range(256)) - {ord(char) for char in _KEPT})
_FOLDED = bytes.maketrans(string.ascii_uppercase.encode(), string.ascii_lowercase.encode())


class KeyMask:
    """Masks these secrets: `mask(text)`. It holds them, so it must not be kept for longer than they may be.

    A secret without a digit is taken for words, such as the offline emulator's key. It is masked only where it has
    its own separators, as is one of fewer than 16 characters.
    """

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = [one for one in dict.fromkeys(secrets) if len(one) >= _SHORTEST_SECRET]

    def with_secrets(self, secrets: Iterable[str]) -> "KeyMask":
        """A mask for some more secrets."""
        return KeyMask([*self._secrets, *secrets])

    def __call__(self, text: str) -> str:
        """The text with a mask in place of each secret."""
        for secret in self._secrets:
            text = text.replace(secret, _MASK)
        if not self._may_be_in(text):
            return text
        parts, end = list[str](), 0
        for start, stop in sorted(self._found_in(text)):
            if start >= end:
                parts += [text[end:start], _MASK]
            end = max(end, stop)
        return "".join([*parts, text[end:]])

    def data(self, value: Any) -> Any:
        """JSON values with a mask in place of each secret, in names too."""
        return self._masked(value) if self._may_be_in(json.dumps(value, ensure_ascii=False)) else value

    def body(self, raw: bytes) -> bytes:
        """The body of a reply with a mask in place of each secret. JSON stays JSON."""
        text = raw.decode(errors="surrogateescape")
        if not self._may_be_in(text):
            return raw
        try:
            masked = json.dumps(self._masked(json.loads(text)))
        except (ValueError, RecursionError):
            masked = self(text)
        return masked.encode(errors="surrogateescape")

    def _masked(self, value: Any) -> Any:
        if isinstance(value, str):
            return self(value)
        if isinstance(value, dict):
            named = cast("Mapping[Any, Any]", value)
            return {self._masked(name): self._masked(one) for name, one in named.items()}
        return (
            [self._masked(one) for one in cast("Sequence[Any]", value)] if isinstance(value, list) else value
        )

    def _may_be_in(self, text: str) -> bool:
        """Whether a secret may be in the text; false only if there is surely none."""
        if not self._secrets:
            return False
        plain = unescaped(text)
        return self._has_seed(text) or (plain != text and self._has_seed(plain))

    def _has_seed(self, text: str) -> bool:
        letters = _folded(text)
        return any(seed in letters for seed in self._seeds)

    def _found_in(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the secrets are: start and end in the text, some more than once."""
        for reading in _Reading.all_of(text):
            for spelling in self._spellings:
                for at, start, length in spelling.pieces_in(reading):
                    end = reading.ends[reading.letter_at[at + length - 1]]
                    rest = cast("re.Match[str]", spelling.after(start, length).match(text, end))
                    yield reading.starts[reading.letter_at[at]], rest.end()

    @cached_property
    def _spellings(self) -> Sequence["_Spelling"]:
        return [_Spelling.of(secret, form) for secret in self._secrets for form in FORMS]

    @cached_property
    def _seeds(self) -> Sequence[bytes]:
        seeds = {one.letters[seed].encode() for one in self._spellings for seed in one.seeds}
        return sorted(seeds, key=len, reverse=True)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text as it is, or without its escapes, and where each of its characters and letters comes from."""

    chars: str
    starts: Sequence[int]
    ends: Sequence[int]
    letters: str
    """Its letters and digits, in lower case."""
    letter_at: Sequence[int]
    """Where among the characters each of them is."""

    @classmethod
    def of(cls, chars: str, starts: Sequence[int], ends: Sequence[int]) -> Self:
        letter_at = [at for at, char in enumerate(chars) if char in _KEPT]
        return cls(chars, starts, ends, "".join(chars[at] for at in letter_at).lower(), letter_at)

    def between(self, first: int, stop: int) -> str:
        """The text from one letter to another, in lower case."""
        return self.chars[self.letter_at[first] : self.letter_at[stop - 1] + 1].lower()

    @classmethod
    def all_of(cls, text: str) -> Iterator[Self]:
        reading = cls.of(text, range(len(text)), range(1, len(text) + 1))
        yield reading
        for escape in ESCAPES:
            if escape.sign in reading.chars:
                reading = reading.without(escape)
        if reading.chars != text:
            yield reading

    def without(self, escape: Escape) -> Self:
        chars, starts, ends, done = list[str](), list[int](), list[int](), 0
        for found in escape.pattern.finditer(self.chars):
            first, stop = found.span()
            chars += [self.chars[done:first], escape.char(found)]
            starts += [*self.starts[done:first], self.starts[first]]
            ends += [*self.ends[done:first], self.ends[stop - 1]]
            done = stop
        chars.append(self.chars[done:])
        return self.of("".join(chars), [*starts, *self.starts[done:]], [*ends, *self.ends[done:]])


@dataclass(frozen=True, slots=True)
class _Spelling:
    """One form of one secret."""

    form: Form
    secret: str
    """In lower case."""
    letters: str
    """Of the form: its letters and digits, in lower case."""
    shortest: int
    """Letters of the shortest piece that is masked, beside a start of the key."""

    @classmethod
    def of(cls, secret: str, form: Form) -> Self:
        own = _letters(secret)
        letters = _letters(form.spell(secret))
        shortest = form.shortest(len(own))
        if form is PLAIN and _is_words(own):
            shortest = min(len(own), _SHORTEST_WORDS)
        return cls(form, secret.lower(), letters, shortest)

    @property
    def seeds(self) -> Iterator[slice]:
        """Some pieces, at least one of which is in any piece that is masked."""
        if len(self.letters) < self.shortest or self.shortest < _SEED:
            return
        length, shortest = len(self.letters), self.shortest
        if 2 * shortest - length >= _SEED:  # the middle, as no such piece is without it
            yield slice(length - shortest, shortest)
        else:
            size = max(shortest // 2, _SEED)
            for at in [*range(0, length - size, shortest - size + 1), length - size]:
                yield slice(at, at + size)
        if self.form is PLAIN:
            yield slice(0, _SHORTEST_HEAD)

    def after(self, start: int, length: int) -> re.Pattern[str]:
        """What belongs to a piece and follows its last letter."""
        is_end = start + length == len(self.letters)
        if self.form is PLAIN:
            return _NOTHING if is_end or start else _RUN_ON
        return _LAST if is_end and self.form is not HEXADECIMAL else _NOTHING

    def pieces_in(self, reading: _Reading) -> Iterator[tuple[int, int, int]]:
        """The pieces to mask: their first letter in the text, the same in this spelling, and how many letters."""
        for seed in self.seeds:
            at = reading.letters.find(self.letters[seed])
            while at >= 0:
                piece = self._piece_at(reading, at, seed)
                if piece:
                    yield piece
                at = reading.letters.find(self.letters[seed], at + 1)

    def _piece_at(self, reading: _Reading, at: int, seed: slice) -> tuple[int, int, int] | None:
        """The piece around a seed, if it is long enough, with any separators or with the secret's own."""
        is_words = _is_words(self.letters)
        if self.form is not PLAIN or (not is_words and len(self.letters) >= SHORTEST_PIECE):
            piece = self._extended(reading, at, seed, lambda _text, _own: True)
            if piece[2] >= self.shortest:
                return piece
        if self.form is not PLAIN:
            return None
        own = _Reading.of(self.secret, (), ())
        size = seed.stop - seed.start
        if reading.between(at, at + size) != own.between(seed.start, seed.stop):
            return None
        piece = self._extended(
            reading, at, seed, lambda i, j: reading.between(i, i + 2) == own.between(j, j + 2)
        )
        is_head = piece[1] == 0 and not is_words
        return piece if piece[2] >= (_SHORTEST_HEAD if is_head else self.shortest) else None

    def _extended(
        self, reading: _Reading, at: int, seed: slice, joins: Callable[[int, int], bool]
    ) -> tuple[int, int, int]:
        """The longest piece around a seed; `joins` says whether two neighbours, from such letters on, are joined."""
        text, letters = reading.letters, self.letters
        start, end, stop = seed.start, seed.stop, at + seed.stop - seed.start
        while start and at and letters[start - 1] == text[at - 1] and joins(at - 1, start - 1):
            start, at = start - 1, at - 1
        while (
            end < len(letters)
            and stop < len(text)
            and letters[end] == text[stop]
            and joins(stop - 1, end - 1)
        ):
            end, stop = end + 1, stop + 1
        return at, start, end - start


def _letters(text: str) -> str:
    return _folded(text).decode()


def _folded(text: str) -> bytes:
    """The letters and digits of a text, in lower case."""
    return text.encode("ascii", "ignore").translate(_FOLDED, _DROPPED)


def _is_words(secret: str) -> bool:
    return not any(char in string.digits for char in secret)
