"""Checks of what the model said to the person."""

import re
import unicodedata

from evals.checks.check import Check
from evals.recordings import Recording
from evals.world.end_state import EndState

_QUOTED = re.compile(r"[\"“„«]([^\"“”„«»]+)[\"”“»]|^ *> *(.+)$", re.MULTILINE)
"""A quote: between quotation marks, or a line of a quoted block."""

_SHORTEST = 4
"""Words that make a quote; less is a name or a term."""


def normal(text: str) -> str:
    """The words alone: no case, no punctuation, one space between two."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.findall(r"[\w']+", plain))


def tells(*alternatives: str) -> Check:
    """The last answer has one of these, case aside."""

    def check(end: EndState) -> str:
        said = end.answer.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
        found = any(one.casefold() in said for one in alternatives)
        return "" if found else f"the answer has none of: {', '.join(alternatives)}"

    return check


def matches(pattern: str, what: str) -> Check:
    """The last answer matches a regular expression."""

    def check(end: EndState) -> str:
        return "" if re.search(pattern, end.answer) else f"the answer does not have {what}"

    return check


def quotes_verified(recording: Recording) -> Check:
    """The last answer quotes, and each quote is in the recording word for word."""

    def check(end: EndState) -> str:
        quotes = ["".join(found) for found in _QUOTED.findall(end.answer)]
        quotes = [one for one in map(normal, quotes) if len(one.split()) >= _SHORTEST]
        if not quotes:
            return "the answer has no quote"
        wrong = [one for one in quotes if one not in normal(recording.text)]
        return f"this was not said: {wrong[0]}" if wrong else ""

    return check
