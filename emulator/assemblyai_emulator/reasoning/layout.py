"""The text of an extractive answer: a first line that says what it is, then quotes and notes, within a size."""

from collections.abc import Sequence
from dataclasses import dataclass

from assemblyai_emulator.reasoning.answer_format import Form

HEADER = "Extractive offline answer: quotes, not reasoning."
EMPTY = "The transcript holds no words, so there is nothing to quote."
CUT_MARK = "…[max_output_size]"


@dataclass(frozen=True, slots=True)
class Draft:
    """What an answer has to say: its findings in plain sentences, its quotes, and the shape they take."""

    findings: Sequence[str]
    quotes: Sequence[str]
    form: Form


def laid_out(draft: Draft, size: int) -> str:
    """Header, findings, quotes and the form's note, a line each, in at most `size` words.

    An answer that had to be cut ends with a mark that names max_output_size.
    """
    mark = "- " if draft.form.bullets else ""
    notes = [draft.form.note] if draft.form.note else []
    return _fitted([HEADER, *draft.findings, *(f"{mark}{quote}" for quote in draft.quotes), *notes], size)


def word_count(text: str) -> int:
    """The words of a text: what the extractive reasoner counts as tokens."""
    return len(text.split())


def _fitted(lines: Sequence[str], size: int) -> str:
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
