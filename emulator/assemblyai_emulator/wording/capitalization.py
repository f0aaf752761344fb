"""Capitalization of the lower-case words that the decoder returns."""

import re
from collections.abc import Sequence

from assemblyai_emulator.wording.vocabulary import vocabulary

_DAYS = vocabulary("monday tuesday wednesday thursday friday saturday sunday")
_MONTHS = vocabulary("january february march april may june july august september october november december")
_AMBIGUOUS_MONTHS = frozenset({"may", "march"})
"""These are verbs too. They count as months only after one of the words in _BEFORE_DATES."""

_BEFORE_DATES = vocabulary(
    "in of by until till since last next this every early late mid during before after"
)
_I = frozenset({"i", "i'm", "i'll", "i've", "i'd"})
_TITLES = frozenset({"mr.", "mrs.", "ms.", "dr.", "prof.", "jr.", "inc.", "ltd.", "corp.", "co."})
_INITIALS = re.compile(r"(?:[a-z]\.)+(?:[a-z]|'s|s)?")
"""The decoder writes letters and initials with dots: "b.", "u.s.", "u.k.'s"."""

_MERIDIEMS = frozenset({"a.m.", "p.m."})


def sentence_case(texts: Sequence[str]) -> list[str]:
    """Capitalize the first letter of a sentence, "I", days, months, titles and initials."""
    before = ["", *texts]
    cased = [_word_case(text, previous) for previous, text in zip(before, texts, strict=False)]
    return [capitalized(cased[0]), *cased[1:]] if cased else []


def capitalized(text: str) -> str:
    """The text with its first letter in upper case and the rest unchanged."""
    return re.sub(r"[^\W\d_]", lambda letter: letter.group().upper(), text, count=1)


def _word_case(text: str, previous: str) -> str:
    if text in _MERIDIEMS:
        return text
    if text in _I or text in _TITLES or _is_calendar_name(text, previous):
        return capitalized(text)
    if _INITIALS.fullmatch(text):
        return re.sub(r"[a-z]\.", lambda letter: letter.group().upper(), text)
    return text


def _is_calendar_name(text: str, previous: str) -> bool:
    name = text.removesuffix("'s")
    if name in _AMBIGUOUS_MONTHS:
        return previous in _BEFORE_DATES
    return name in _MONTHS or name.removesuffix("s") in _DAYS
