"""Checks of what the model said to the person."""

import re
import unicodedata

from evals.checks.check import Check
from evals.recordings import Recording
from evals.world.end_state import EndState

_QUOTE = re.compile(
    r"^[ *]*> *(?P<line>[^\"“”„«»\n]+)$"
    r"|[\"“”„«»](?P<double>[^\"“”„«»]+)[\"“”«»]"
    r"|(?<!\w)['\u2018](?P<single>.+?)['\u2019](?!\w)",
    re.MULTILINE,
)
"""A quote: a line of a quoted block without marks of its own, or between quotation marks."""

_NOT_SPOKEN = re.compile(r"\d+(?::\d\d)+(?:[.,]\d+)?|\bspeaker [a-z]\b|\b[a-z]\**:", re.IGNORECASE)
"""What stands in a quote and is not said: the time and the speaker's label."""

_SHORTEST = 4
"""Words that make a quote; less is a name or a term."""


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


def quotes(recording: Recording, words: str, *, request: str) -> Check:
    """The last answer has these words of the recording, and each of its quotes was said word for word.

    The person's own words in `request` may be quoted too.
    """

    def check(end: EndState) -> str:
        marked = (found[found.lastgroup or 0] for found in _QUOTE.finditer(end.answer))
        for quote in (normal(_NOT_SPOKEN.sub("", one)) for one in marked):
            if (
                len(quote.split()) >= _SHORTEST
                and not _has(recording.text, quote)
                and not _has(request, quote)
            ):
                return f"this was not said: {quote}"
        return "" if _has(end.answer, words) else f"the answer does not quote: {words}"

    return check


def _has(text: str, words: str) -> bool:
    return f" {normal(words)} " in f" {normal(text)} "
