"""Checks of an answer that says what is not so, or what could not be done."""

import re

from evals.checks.check import Check
from evals.world.end_state import EndState

_NOT = r"(?:\b(?:not|cannot|unable to|failed to|never|no longer)|n't) (?:\w+ ){0,3}"
"""What stands before a word that is denied: "could not be ", "isn't ", "was unable to "."""


def denies(*words: str) -> Check:
    """The last answer denies one of these: "could not be found". They may be the beginnings of words."""
    denied = re.compile(f"{_NOT}(?:{'|'.join(map(re.escape, words))})")

    def check(end: EndState) -> str:
        said = end.answer.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
        return "" if denied.search(said) else f"the answer does not deny: {', '.join(words)}"

    return check


def says(what: str, *ways: Check) -> Check:
    """The answer says `what` in one of these ways."""

    def check(end: EndState) -> str:
        return "" if any(not way(end) for way in ways) else f"the answer does not say {what}"

    return check
