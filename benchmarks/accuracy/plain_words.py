"""Text as plain words: what remains of it when only what was said shall count."""

import re
import unicodedata
from importlib import import_module
from typing import Any

_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_APOSTROPHES = str.maketrans("\u2019\u2018\u02bc", "'''")


def plain(text: str, language: str) -> str:
    """Lower case, without accents and punctuation, numbers in words, hyphenated words in parts.

    Accents do not count because the Spanish reference has none, and numbers are spelled because references have
    them both ways. Other spellings ("voice mail", "voicemail") are not mended: they count as wrong words.
    """
    # By name: only this bench needs it, and it has no types.
    num2words: Any = import_module("num2words").num2words
    spelled = _NUMBER.sub(lambda number: f" {num2words(int(number[0]), lang=language)} ", text)
    letters = unicodedata.normalize("NFKD", spelled.translate(_APOSTROPHES)).casefold()
    return " ".join(_WORD.findall("".join(letter for letter in letters if not unicodedata.combining(letter))))
