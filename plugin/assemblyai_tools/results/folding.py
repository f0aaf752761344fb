"""Folds text into the terms by which words are compared: once for quotes, once for search.

In both, case, punctuation, white space, Unicode's composed and decomposed forms, invisible characters and thousands
separators do not count, and a term never has a space.
"""

import re
import unicodedata

from assemblyai_tools.text import clean

_APOSTROPHES = "'\u2018\u2019\u201b\u02bc`"
"""Characters that are written for an apostrophe."""

_ACUTE = "\u00b4"
"""An accent that is written for an apostrophe too, but would become a space with an accent on it in NFKC."""

_JOINERS = dict.fromkeys(map(ord, "\u200c\u200d"))
"""Invisible characters inside words, which not everyone writes."""

_MINUS = {0x2212: "-"}
"""A minus sign becomes the hyphen that models write."""

_INSIDE_NUMBERS = ".,:/"
"""Characters that belong to a number if they stand between two of its digits."""

SIGNS = "%$\u20ac\u00a3+#"
"""Signs that belong to the word right before them."""

_LEADERS = "$\u20ac\u00a3+#-."
"""Signs that may belong to the word right after them."""

_LEADING = re.compile(
    r"(?:(?<![\w%$\u20ac\u00a3#+-])[-+])?(?:(?<!\w)[$\u20ac\u00a3#]+-|[$\u20ac\u00a3#]*)(?:(?<![\w.])\.)?$"
)
"""The signs before a number that belong to it; not the hyphen in `2019-20`, which follows a word, and no dash."""

_LONGEST_LEAD = 5
"""Characters before a number that are searched for its signs."""

_GROUPED = re.compile(r"\D*[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?\D*")
"""A number with thousands separators."""

_GROUPING_APOSTROPHE = re.compile(r"(?<=\d)'(?=\d{3}(?!\d))")
"""A thousands separator, as in 5'000."""

_UNSOUGHT = re.compile(r"^[$\u20ac\u00a3#+-]+|(?<=\d)[$\u20ac\u00a3]+$")
"""Signs of a term that search ignores: those before it, and a currency after a number. A % counts."""

_UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x3040, 0x30FF),  # kana
    (0x3400, 0x9FFF),  # Han
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
"""Scripts without spaces between words: each character counts as a word."""

_FIRST_UNSPACED = chr(_UNSPACED[0][0])
"""The first character of these scripts."""


def terms(text: str) -> list[str]:
    """The terms of a text for comparing quotes: signs of numbers count ($5 is not 5%), apostrophes do not."""
    return _split(_folded(text, apostrophe=""))


def search_terms(text: str) -> list[str]:
    """The terms of a text for finding words: $5,000 is 5000, and all apostrophes are the same (well is not we'll)."""
    folded = _GROUPING_APOSTROPHE.sub("", _folded(text, apostrophe="'"))
    return [_UNSOUGHT.sub("", term) for term in _split(folded)]


def _folded(text: str, *, apostrophe: str) -> str:
    """The text in one case and one Unicode form, with this for every apostrophe."""
    visible = clean(text).replace(_ACUTE, "'").translate(_JOINERS)
    same = dict.fromkeys(map(ord, _APOSTROPHES), apostrophe)
    return unicodedata.normalize("NFKC", visible).casefold().translate(same | _MINUS)


def _split(folded: str) -> list[str]:
    found: list[str] = []
    within = False
    for place, char in enumerate(folded):
        if within and _continues(found[-1], char, folded[place + 1 : place + 2]):
            found[-1] += char
        elif char.isalnum():
            found.append(_signs_before(folded, place) + char)
            within = True
        else:
            within = False
    return [term.replace(",", "") if "," in term and _GROUPED.fullmatch(term) else term for term in found]


def _signs_before(folded: str, place: int) -> str:
    """The signs right before a word that belong to it: all before a number, but no hyphen before a letter."""
    if not place or folded[place - 1] not in _LEADERS:
        return ""
    lead: str = _LEADING.findall(folded[max(0, place - _LONGEST_LEAD) : place])[0]
    return lead.replace(".", "0.") if folded[place].isdigit() else lead.strip("-.")


def _continues(term: str, char: str, after: str) -> bool:
    """Whether a character belongs to the word before it."""
    if char.isalnum():
        return not _is_unspaced(char) and not _is_unspaced(term[0])
    if char in _INSIDE_NUMBERS:
        return term[-1].isdigit() and after.isdigit()
    if char == "'":
        return after.isalnum() and not is_unspaced(after)
    if char in SIGNS:
        return True
    if char == "-":  # as in a grade or a blood group; elsewhere it joins words or breaks one off
        return len(term) == 1 and term.isalpha() and not _is_unspaced(term) and not re.match(r"[\w-]", after)
    return unicodedata.category(char)[0] == "M"  # an accent, a vowel sign


def is_unspaced(text: str) -> bool:
    """Whether a text has characters of a script without spaces between words."""
    return any(_is_unspaced(char) for char in text)


def _is_unspaced(char: str) -> bool:
    return char >= _FIRST_UNSPACED and any(first <= ord(char) <= last for first, last in _UNSPACED)
