"""Checks of what the model said to the person."""

import re
import unicodedata

from evals.checks.check import Check
from evals.world.end_state import EndState

_QUOTED_LINE = re.compile(r"^[ \t]*>(.*)$", re.MULTILINE)
"""A line that begins with >, as Markdown marks a quote."""


def normal(text: str) -> str:
    """The words alone: no case, no punctuation, one space between two."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return " ".join(re.findall(r"[^\W_]+(?:'[^\W_]+)*", plain))


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


def is_only(word: str) -> Check:
    """The last answer is this word and nothing else; Markdown, quotation marks and a period do not count."""

    def check(end: EndState) -> str:
        return "" if end.answer.strip("*_`\"'. \n") == word else f"the answer is not {word} alone"

    return check


def begins_with(words: str) -> Check:
    """The last answer begins with these words; Markdown, punctuation and case do not count."""

    def check(end: EndState) -> str:
        return (
            ""
            if f"{normal(end.answer)} ".startswith(f"{normal(words)} ")
            else f"the answer does not begin with {words}"
        )

    return check


def quotes(sentence: str) -> Check:
    """The last answer has one line that begins with >, and it is this sentence and nothing else.

    Markdown, punctuation and case do not count.
    """

    def check(end: EndState) -> str:
        lines = [normal(line) for line in _QUOTED_LINE.findall(end.answer)]
        quoted = [line for line in lines if line]
        return "" if quoted == [normal(sentence)] else f"the lines with > are {quoted}, not: {sentence}"

    return check
