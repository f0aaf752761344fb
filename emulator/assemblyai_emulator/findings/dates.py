"""Dates, months and years, dates of birth, expiry dates, clock times, and spans of time."""

import re
from collections.abc import Iterator, Sequence

from assemblyai_emulator.findings.amounts import NUMBER
from assemblyai_emulator.findings.finding import Finding
from assemblyai_emulator.findings.numbers import RUN
from assemblyai_emulator.findings.speaker_text import WORD, SpeakerText, whole_words
from assemblyai_emulator.wording.vocabulary import vocabulary

_MONTHS = "january|february|april|june|july|august|september|october|november|december"
_MONTH = rf"(?:{_MONTHS})"
_ANY_MONTH = rf"(?:{_MONTHS}|march|may)"
"""March and may are also verbs: they are months only next to another part of a date."""

_ORDINAL = r"(?:(?:20|30) )?\d{1,2}th"
_DAY = r"(?:(?:20|30) [1-9]|[12]?\d|3[01])"
_YEAR = (
    r"(?:(?:19|20) (?:[2-9]0(?: [1-9])?|1\d|0 \d)"
    r"|2 thousand(?: and)?(?: (?:[2-9]0(?: [1-9])?|\d{1,2}))?|(?:19|20)\d\d)"
)
_SHORT_YEAR = r"(?:(?:[2-9]0 [1-9]|[0o]h? \d|\d\d)(?! \d))"
"""A year without its century ("eighty two"). It counts only where a date is expected."""

_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?(?:'s)?"
_DATE = (
    rf"(?:the )?{_ORDINAL}(?: day)? of {_ANY_MONTH}(?: {_YEAR})?",
    rf"{_ANY_MONTH} (?:the )?{_ORDINAL}(?: {_YEAR})?",
    rf"{_ANY_MONTH} {_DAY} {_YEAR}",
    rf"{_MONTH} {_DAY}(?! \d)",
    r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})",
    r"\d{4}-\d{1,2}-\d{1,2}",
)
_INTERVAL = (
    rf"{_ANY_MONTH}(?: of)? {_YEAR}",
    _MONTH,
    rf"(?:in|of|by|until|till|since|last|next|this|every|during|before|after) (?P<hit>{_ANY_MONTH})",
    rf"(?:in|since|during|year|from|until|by|before|after) (?P<hit>{_YEAR})(?! \d)",
)
_HOUR, _MINUTE = r"(?:1[0-2]|[1-9])", r"(?:[2-5]0(?: [1-9])?|1\d|0 [1-9]|oh [1-9])"
_HALF_DAY = r"(?:am|pm|a m|p m|o'clock|in the (?:morning|afternoon|evening)|at night)"
_TIME = (
    rf"{_HOUR}(?: {_MINUTE})?(?: {_HALF_DAY})+",
    rf"(?:half|quarter|\d{{1,2}}) (?:minutes )?past {_HOUR}",
    rf"(?:quarter|\d{{1,2}} minutes) (?:to|before|after) {_HOUR}",
    rf"at (?P<hit>{_HOUR} {_MINUTE})(?! \d)",
    r"\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]m)?",
    r"noon|midnight",
)
_DURATION = (
    rf"(?:{NUMBER}|half an?|an?)(?: and a half)? (?:second|minute|hour|day|week|month|year)s?(?! old)",
)
_BIRTH = (
    rf"(?:the )?{_ORDINAL}(?: day)? of {_ANY_MONTH} {_SHORT_YEAR}",
    rf"{_ANY_MONTH} (?:the )?(?:{_ORDINAL}|{_DAY}) {_SHORT_YEAR}",
)
_BORN = r"born(?: on| in)?|date of birth|birth ?date|birthday|dob|d o b"
_EXPIRES = r"expires?|expiry|expiration|expiring|valid (?:through|thru|until)"
_CARD_WINDOW = 40
"""Words. How far back a card may have been mentioned for an expiry date to be the card's."""

_CARDS = {"card", "cards", "visa", "mastercard", "amex"}
_MONTH_AND_YEAR = re.compile(r"(?:(?:0 |oh )?[1-9]|1[0-2]|0[1-9])(?: 20)? (?:[2-9]0(?: [1-9])?|\d\d)")
"""Right after "expires" this is a card's expiry date, unless one of `_OTHERS` was just mentioned."""

_OTHERS_WINDOW = 8
"""Words. How far back something else that expires may have been mentioned for the date to be its own."""

_OTHERS = vocabulary(
    "offer coupon deal discount sale lease contract policy insurance license licence passport permit membership "
    "subscription warranty password link token certificate trial milk food"
)
"""Things other than a card that expire."""


def _any_of(patterns: Sequence[str]) -> re.Pattern[str]:
    return whole_words("|".join(patterns))


def _after(cue: str) -> re.Pattern[str]:
    """A date, or digits that may be one, a few words after the cue, perhaps in the next sentence."""
    dates = "|".join((*_BIRTH, *_DATE, rf"{_ANY_MONTH}(?: of)? {_YEAR}", _YEAR, RUN))
    return whole_words(rf"(?:{cue})(?: {WORD}| \|){{0,5}}? (?P<hit>{dates})")


_PATTERNS = [
    ("date", _any_of((*_DATE, _WEEKDAY))),
    *(("date_interval", _any_of((pattern,))) for pattern in _INTERVAL),
    *(("time", _any_of((pattern,))) for pattern in _TIME),
    ("duration", _any_of(_DURATION)),
    ("date_of_birth", _after(_BORN)),
]
_EXPIRY = _after(_EXPIRES)

KINDS = ("date_of_birth", "credit_card_expiration", "date", "date_interval", "time", "duration")


def find(speakers: Sequence[SpeakerText]) -> Iterator[Finding]:
    """As in the API, a month or a year by itself is an interval, and a weekday is a date."""
    for speaker in speakers:
        for kind, pattern in _PATTERNS:
            yield from speaker.find(kind, pattern)
        yield from _expiries(speaker)


def _expiries(speaker: SpeakerText) -> Iterator[Finding]:
    for match in _EXPIRY.finditer(speaker.text):
        if _is_cards_expiry(speaker, match):
            yield speaker.finding("credit_card_expiration", *match.span("hit"))


def _is_cards_expiry(speaker: SpeakerText, expiry: re.Match[str]) -> bool:
    if _CARDS.intersection(speaker.before(expiry.end(), _CARD_WINDOW).split()):
        return True
    others = _OTHERS.intersection(speaker.before(expiry.start("hit"), _OTHERS_WINDOW).split())
    return not others and bool(_MONTH_AND_YEAR.fullmatch(expiry["hit"]))
