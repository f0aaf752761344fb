"""What Unicode says about writing systems: where sentences and clauses end, and which scripts put no spaces.

Only this module and plain_text use regex, which ships no types.
"""

import importlib
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

regex: Any = importlib.import_module("regex")

_CLOSING = r"\p{Sentence_Break=Close}*"
"""Quotation marks and brackets, which may follow the mark that ends a sentence."""

_SENTENCE_END = regex.compile(rf"(?:[\p{{Sentence_Terminal}}…\u037e]|(?<=\p{{Greek}});){_CLOSING}\Z")
"""In Greek the semicolon is the question mark."""

_CLAUSE_END = regex.compile(rf"[\p{{Terminal_Punctuation}}…]{_CLOSING}\Z")

_UNSPACED = r"[[\p{LB=ID}\p{LB=CJ}\p{LB=NS}\p{LB=SA}]&&[\p{L}\p{M}]]"
"""Letters between which a line may break without a space: Chinese, Japanese, Thai, Lao, Khmer, Burmese and others."""

_WIDE = r"[[\p{EA=W}\p{EA=F}]&&\p{P}]"
"""Punctuation that has its space inside, such as the ideographic full stop."""

_HAS_UNSPACED = regex.compile(rf"(?V1){_UNSPACED}")
_EDGE = rf"{_UNSPACED}|{_WIDE}|\p{{L}}|\p{{N}}"
_FIRST = regex.compile(rf"(?V1){_EDGE}")
_LAST = regex.compile(rf"(?V1)(?r){_EDGE}")
_JOINS = regex.compile(rf"(?V1){_UNSPACED}|{_WIDE}")
_SPACED_LETTER = regex.compile(rf"(?V1)(?!{_UNSPACED})\p{{L}}")

_AROUND = r"[\p{Terminal_Punctuation}\p{Sentence_Break=Close}…¿¡]*"
_BEFORE = regex.compile(_AROUND)
_AFTER = regex.compile(rf"{_AROUND}\Z", regex.REVERSE)

_CLUSTER = regex.compile(r"\X")
_FOLLOWS = regex.compile(r"(?V1)[\p{P}--[\p{Ps}\p{Pi}]]|\p{LB=CJ}|\p{LB=NS}")
"""No word begins with these: punctuation that closes, small kana, the prolonged sound mark."""

_LEADS = regex.compile(r"(?V1)(?:[\p{Ps}\p{Pi}]|\p{Logical_Order_Exception})\Z")
"""No word ends with these: opening brackets, and Thai or Lao vowels that are written before their consonant."""

_ENDS_WIDE = regex.compile(rf"(?V1){_WIDE}\Z")


def ends_sentence(text: str) -> bool:
    """Whether the text ends with a mark that ends a sentence, in any script: "why?", "はい。", "क्यों।"."""
    return _SENTENCE_END.search(text) is not None


def ends_clause(text: str) -> bool:
    """Whether the text ends with a mark that ends a sentence or a clause, such as a comma."""
    return _CLAUSE_END.search(text) is not None


def is_unspaced(text: str) -> bool:
    """Whether the text has letters of a script that puts no spaces between words."""
    return not text.isascii() and _HAS_UNSPACED.search(text) is not None


def space_between(before: str, after: str) -> str:
    """What stands between two words: a space, or nothing in scripts without spaces.

    Between such a script and letters of another one there is a space, so that a foreign word stays a word.
    """
    if before.isascii() and after.isascii():
        return " "
    last, first = _LAST.search(before), _FIRST.search(after)
    if last is None or first is None:
        return " "
    edges = (last.group(), first.group())
    if any(_SPACED_LETTER.match(edge) for edge in edges):
        return " "
    return "" if any(_JOINS.match(edge) for edge in edges) else " "


def join(texts: Sequence[str]) -> str:
    """The texts of words as one text."""
    if all(text.isascii() for text in texts):
        return " ".join(texts)
    parts = [*texts[:1]]
    for before, after in pairwise(texts):
        parts += (space_between(before, after), after)
    return "".join(parts)


def cut(text: str) -> list[str]:
    """The words of a text. A script without spaces is cut into its characters, with the punctuation they carry.

    Where its words begin would take a dictionary for each language. Speech recognizers write such scripts in pieces
    of one or two characters too.
    """
    return [
        word for chunk in text.split() for word in (_characters(chunk) if is_unspaced(chunk) else [chunk])
    ]


def characters(text: str) -> list[str]:
    """The parts of a word that a search compares: the characters of an unspaced script, else the whole word."""
    return list(_CLUSTER.findall(text)) if is_unspaced(text) else [text]


def punctuation_around(text: str) -> tuple[str, str]:
    """The punctuation before and after a word, in any script. Both are the whole text if it is nothing else."""
    before, after = _BEFORE.match(text), _AFTER.search(text)
    return before.group(), after.group()


def _characters(chunk: str) -> list[str]:
    words: list[str] = []
    for cluster in _CLUSTER.findall(chunk):
        if words and _belongs(words[-1], cluster):
            words[-1] += cluster
        else:
            words.append(cluster)
    return words


def _belongs(word: str, cluster: str) -> bool:
    """Whether a character belongs to the word before it."""
    if _FOLLOWS.match(cluster) or _LEADS.search(word):
        return True
    return not (is_unspaced(word) or is_unspaced(cluster) or _ENDS_WIDE.search(word))
