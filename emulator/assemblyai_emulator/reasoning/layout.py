"""Renders an extractive answer: a header that says what it is, then quotes and notes, within a size limit."""

from collections.abc import Sequence
from dataclasses import dataclass

from assemblyai_emulator.reasoning.answer_format import Form

HEADER = "Extractive offline answer: quotes, not reasoning."
EMPTY = "The transcript holds no words, so there is nothing to quote."
CUT_MARK = "…[max_output_size]"
"""The end of an answer that was cut. It names the parameter to raise."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The content of an answer: its findings as sentences, its quotes, and their shape."""

    findings: Sequence[str]
    quotes: Sequence[str]
    form: Form


def render(draft: Draft, size: int) -> str:
    """Header, findings, quotes and the form's note, one per line, in at most `size` words.

    An answer that had to be cut ends with CUT_MARK.
    """
    if draft.form.nothing:
        # A program takes each line for an item. What quotes cannot tell is nothing.
        items = draft.quotes if draft.form.note is None else ()
        return _cut(items or [draft.form.nothing], size)
    bullet = "- " if draft.form.bullets else ""
    notes = [draft.form.note] if draft.form.note else []
    return _cut([HEADER, *draft.findings, *(f"{bullet}{quote}" for quote in draft.quotes), *notes], size)


def word_count(text: str) -> int:
    """The number of words in a text, which the extractive reasoner counts as tokens."""
    return len(text.split())


def _cut(lines: Sequence[str], size: int) -> str:
    kept: list[str] = []
    room = size
    for line in lines:
        words = line.split()
        if len(words) > room:
            kept += [" ".join(words[:room])] if room else []
            return "\n".join(kept) + CUT_MARK
        kept.append(line)
        room -= len(words)
    return "\n".join(kept)
