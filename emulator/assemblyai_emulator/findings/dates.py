"""Dates, months and years, dates of birth, expiry dates, clock times, and spans of time."""

import re
from collections.abc import Iterator, Sequence

from assemblyai_emulator.findings.amounts import NUMBER
from assemblyai_emulator.findings.finding import Finding
from assemblyai_emulator.findings.numbers import RUN
from assemblyai_emulator.findings.spoken import WORD, Spoken, whole_words
from assemblyai_emulator.wording.vocabulary import vocabulary

_MONTHS = "january|february|april|june|july|august|september|october|november|december"
_MONTH = rf"(?:{_MONTHS})"
# March and may are verbs as well: months only where something beside them dates.
_ANY_MONTH = rf"(?:{_MONTHS}|march|may)"
_ORDINAL = r"(?:(?:20|30) )?\d{1,2}th"
_DAY = r"(?:(?:20|30) [1-9]|[12]?\d|3[01])"
_YEAR = (
    r"(?:(?:19|20) (?:[2-9]0(?: [1-9])?|1\d|0 \d)"
    r"|2 thousand(?: and)?(?: (?:[2-9]0(?: [1-9])?|\d{1,2}))?|(?:19|20)\d\d)"
)
# "Eighty two": without its century a year is one only where a date must be meant.
_SHORT_YEAR = r"(?:(?:[2-9]0 [1-9]|[0o]h? \d|\d\d)(?! \d))"
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
# A card's expiry, not an offer's: the card was spoken of this many words ago at most.
_CARD_WORDS = 40
_CARDS = {"card", "cards", "visa", "mastercard", "amex"}
# A month and a year right after the cue are a card's, unless one of these was just spoken of.
_MONTH_AND_YEAR = re.compile(r"(?:(?:0 |oh )?[1-9]|1[0-2]|0[1-9])(?: 20)? (?:[2-9]0(?: [1-9])?|\d\d)")
_OTHERS_WORDS = 8
_OTHERS = vocabulary(
    "offer coupon deal discount sale lease contract policy insurance license licence passport permit membership "
    "subscription warranty password link token certificate trial milk food"
)


def _any_of(patterns: Sequence[str]) -> re.Pattern[str]:
    return whole_words("|".join(patterns))


def _after(cue: str) -> re.Pattern[str]:
    """A date, or digits that may be one, a few words after the cue; the next sentence may have it."""
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


def find(voices: Sequence[Spoken]) -> Iterator[Finding]:
    """A month alone and a year are intervals, as the API has it; a weekday is a date."""
    for spoken in voices:
        for kind, pattern in _PATTERNS:
            yield from spoken.find(kind, pattern)
        yield from _expiries(spoken)


def _expiries(spoken: Spoken) -> Iterator[Finding]:
    for match in _EXPIRY.finditer(spoken.text):
        if _is_cards(spoken, match):
            yield spoken.finding("credit_card_expiration", *match.span("hit"))


def _is_cards(spoken: Spoken, expiry: re.Match[str]) -> bool:
    if _CARDS.intersection(spoken.before(expiry.end(), _CARD_WORDS).split()):
        return True
    others = _OTHERS.intersection(spoken.before(expiry.start("hit"), _OTHERS_WORDS).split())
    return not others and bool(_MONTH_AND_YEAR.fullmatch(expiry["hit"]))
