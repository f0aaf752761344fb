"""Masks secrets in text that others read: a service, a proxy or a language model may echo them.

A secret that looks random is found however it is written: in any case, with anything but letters and digits in
between, escaped, in hexadecimal, in base64, and without its first or last characters.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from assemblyai_tools.transport.key_search import LONGEST_SECRET, Finder, finders_of, is_random_key
from assemblyai_tools.transport.readings import Reading

_MASK = "[api key]"
"""What is shown in place of a secret."""

_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
"""A string in JSON."""

_UP_TO_STRING = re.compile(r'[^"]*+(?:"(?:[^"\\]++|\\.)*+"[^"]*+)*+', re.DOTALL)
"""JSON up to a string that is not complete, or to the end."""

_COLON = re.compile(r"\s*+:")
"""What follows a name in JSON."""

_ESCAPE = 6
"""Characters of the longest escape in JSON."""


class KeyMask:
    """Masks these secrets: `mask(text)`. It holds them, so it must not be kept for longer than they may be.

    A secret of fewer than 16 letters and digits, or of letters or digits only, may be an ordinary word or number,
    such as the offline emulator's key. It is masked only as a whole: as it is, escaped, in hexadecimal and in base64.
    So is one that mostly repeats itself. One of more than 512 characters is masked as it is only.
    """

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = list(dict.fromkeys(secrets))

    def with_secrets(self, secrets: Iterable[str]) -> "KeyMask":
        """A mask for some more secrets."""
        return KeyMask([*self._secrets, *secrets])

    def __call__(self, text: str) -> str:
        """The text with a mask in place of each secret."""
        for secret in self._secrets:
            if len(secret) <= LONGEST_SECRET and is_random_key(secret):
                text = text.replace(secret, _MASK)  # most are as they are, and this is quick
        return _replaced(text, self._found_in(text))

    def data(self, value: Any) -> Any:
        """JSON values with a mask in place of each secret, in names too."""
        text = json.dumps(value, ensure_ascii=False)
        found = self._found_in(text)
        return json.loads(_replaced_in_json(text, found)) if found else value

    def body(self, raw: bytes) -> bytes:
        """The body of a reply with a mask in place of each secret. JSON stays JSON, and keeps all its members."""
        text = raw.decode(errors="surrogateescape")
        found = self._found_in(text)
        if not found:
            return raw
        masked = _replaced_in_json(text, found) if _is_json(text) else _replaced(text, found)
        return masked.encode(errors="surrogateescape")

    @cached_property
    def _finders(self) -> Sequence[Finder]:
        return [finder for secret in self._secrets for finder in finders_of(secret)]

    def _found_in(self, text: str) -> Sequence[tuple[int, int]]:
        """Where the secrets are: starts and ends, in order and apart."""
        if not self._finders:
            return []
        found = list(self._found_by_all(Reading(text)))
        reading = Reading.without_escapes(text)
        if reading.chars != text:
            found += [reading.in_text(*span) for span in self._found_by_all(reading)]
        return list(_apart(sorted(found)))

    def _found_by_all(self, reading: Reading) -> Iterator[tuple[int, int]]:
        for finder in self._finders:
            yield from finder.find(reading)


def _apart(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans, those that overlap as one."""
    first = end = 0
    for start, stop in spans:
        if start >= end:
            if end:
                yield first, end
            first = start
        end = max(end, stop)
    if end:
        yield first, end


def _replaced(text: str, spans: Iterable[tuple[int, int]]) -> str:
    parts, done = list[str](), 0
    for start, stop in spans:
        parts += text[done:start], _MASK
        done = stop
    return "".join([*parts, text[done:]])


def _is_json(text: str) -> bool:
    try:
        # Any number will do, whatever its size.
        json.loads(text.removeprefix("\ufeff"), parse_int=len, parse_float=len)
    except (ValueError, RecursionError):
        return False
    return True


def _replaced_in_json(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """JSON with a mask in place of each span, within its strings only; names stay apart."""
    names, parts, done = _Names(text), list[str](), 0
    for first, last, inside in _strings_with(text, spans):
        shown = _replaced(text[first:last], _apart(inside))
        parts += text[done:first], names.free(shown) if _COLON.match(text, last + 1) else shown
        done = last
    return "".join([*parts, text[done:]])


def _strings_with(
    text: str, spans: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, Sequence[tuple[int, int]]]]:
    """The strings in JSON that spans touch: start and end, without the quotes, and the parts of the spans in it."""
    done = number = 0
    while number < len(spans):
        start, stop = spans[number]
        done = _end(_UP_TO_STRING, text, done, max(start, done))
        quote = text.find('"', done, stop)
        if quote < 0:
            number += 1
            continue
        first, last = quote + 1, _end(_STRING, text, quote, len(text)) - 1
        inside = list[tuple[int, int]]()
        while number < len(spans) and spans[number][0] < last:
            start, stop = max(spans[number][0], first), min(spans[number][1], last)
            if start < stop:
                inside.append((_escape_around(text, start)[0] - first, _escape_around(text, stop)[1] - first))
            if spans[number][1] > last:
                break
            number += 1
        if inside:
            yield first, last, inside
        done = last + 1


def _end(pattern: re.Pattern[str], text: str, start: int, stop: int) -> int:
    found = pattern.match(text, start, stop)
    return found.end() if found else start


def _escape_around(text: str, at: int) -> tuple[int, int]:
    """Start and end of the JSON escape in whose middle a place is; the place itself, if it is in none."""
    start = text.rfind("\\", max(at - _ESCAPE + 1, 0), at)
    if start < 0 or _is_escaped(text, start):
        return at, at
    end = start + (_ESCAPE if text[start + 1] == "u" else 2)
    return (start, end) if at < end else (at, at)


def _is_escaped(text: str, at: int) -> bool:
    run = at
    while run and text[run - 1] == "\\":
        run -= 1
    return (at - run) % 2 == 1


class _Names:
    """The names of members that have been masked: no two are the same."""

    def __init__(self, text: str) -> None:
        self._last = dict[str, int]()
        literals = _STRING.findall(text) if _MASK in text else []
        self._taken = {literal[1:-1] for literal in literals if _MASK in literal}

    def free(self, name: str) -> str:
        """The name itself, or with a number that makes it another one."""
        number = self._last.get(name, 0) + 1
        shown = name if number == 1 else f"{name} {number}"
        while shown in self._taken:
            number += 1
            shown = f"{name} {number}"
        self._last[name] = number
        self._taken.add(shown)
        return shown
