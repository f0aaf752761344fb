"""Converts number words to digits: the decoder writes "five five five", never "555"."""

import re
from collections.abc import Sequence

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth"
)
_TENS_ORDINALS = "twentieth thirtieth"

_CARDINALS = {
    **{word: str(number) for number, word in enumerate(_SMALL.split())},
    **{word: str(number) for number, word in zip(range(20, 100, 10), _TENS.split(), strict=True)},
}
_CARDINALS_OF_TENS = frozenset(_CARDINALS[word] for word in _TENS.split())
_ORDINALS = {
    **{word: f"{number}th" for number, word in enumerate(_SMALL_ORDINALS.split(), start=1)},
    **{word: f"{number}th" for number, word in zip((20, 30), _TENS_ORDINALS.split(), strict=True)},
}
HOMOPHONES = {"to": "2", "too": "2", "for": "4", "fore": "4", "ate": "8", "won": "1", "oh": "0", "o": "0"}
"""Words that the decoder often writes for a digit. Next to digits they count as digits."""

_TWICE = {"double": 2, "triple": 3}
_POWERS = {"hundred": "00", "thousand": "000"}
_WRITTEN_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")


def normalized(plain: str) -> str:
    """Digits for a number word ("fifty" 50, "twenty-one" 21), digits and "th" for an ordinal, else the word."""
    if written := _WRITTEN_ORDINAL.fullmatch(plain):
        return f"{written[1]}th"
    tens, _, unit = plain.partition("-")
    if unit and tens in _TENS.split():
        return _compound(tens, unit) or plain
    return _CARDINALS.get(plain) or _ORDINALS.get(plain) or plain


def digits(words: Sequence[str]) -> str:
    """The digits that normalized words spell: "20 5" is 25, "double 5" 55, "8 hundred" 800."""
    spelled = ""
    times, tens = 1, False
    for text in words:
        if text in _TWICE:
            times = _TWICE[text]
            continue
        own = _POWERS.get(text) or re.sub(r"\D", "", text)
        spelled = f"{spelled[:-1]}{own}" if tens and _is_unit(own) else spelled + own * times
        times, tens = 1, own in _CARDINALS_OF_TENS
    return spelled


def _compound(tens: str, unit: str) -> str | None:
    own = _CARDINALS.get(unit) or _ORDINALS.get(unit)
    return f"{_CARDINALS[tens][0]}{own}" if own and _is_unit(own.removesuffix("th")) else None


def _is_unit(own: str) -> bool:
    return len(own) == 1 and own != "0"
