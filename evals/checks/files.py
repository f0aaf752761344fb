"""Checks of the files that a job leaves behind."""

import io
import re
from collections.abc import Mapping
from typing import TypeAlias
from zipfile import BadZipFile

from docx import Document

from evals.checks.answers import normal
from evals.checks.check import Check
from evals.recordings import Recording
from evals.world.end_state import EndState

Word: TypeAlias = str | tuple[str, ...]
"""A word that a text must have, or several words: then one of them is enough."""

_ASSIGNED = re.compile(r"^\W*(?:\d+[.)]\W*)?(?P<who>[^\W\d_]+)\W*?:(?P<task>.*)$")
"""A line with a name, a colon and a task. It may have the mark of a list and Markdown's marks."""


def no_files(end: EndState) -> str:
    """Nothing was written."""
    return f"{', '.join(end.files)} was written" if end.files else ""


def file_tells(
    name: str, *words: Word, lacks: tuple[str, ...] = (), not_only: tuple[Recording, ...] = ()
) -> Check:
    """There is a new text file of this name with all these words, and none of `lacks`.

    It is not just what was said in the recordings of `not_only`.
    """

    def check(end: EndState) -> str:
        text = end.text(name)
        if text is None:
            return f"there is no file {name}"
        strange = [word for word in lacks if _has(text, word)]
        wrong = f"{name} has {', '.join(strange)}" if strange else ""
        return _missing(name, text, words) or wrong or _copied(name, text, not_only)

    return check


def file_begins(name: str, line: str) -> Check:
    """There is a new text file whose first line is this; Markdown, punctuation and case do not count."""

    def check(end: EndState) -> str:
        lines = _lines(end.text(name) or "")
        return "" if lines and normal(lines[0]) == normal(line) else f"{name} does not begin with {line}"

    return check


def file_assigns(name: str, tasks: Mapping[str, str]) -> Check:
    """There is a new text file with one line for each of these names and nothing else: the name, a colon, a task.

    `tasks` has a word of the task of each name.
    """

    def check(end: EndState) -> str:
        text = end.text(name)
        if text is None:
            return f"there is no file {name}"
        found = [_ASSIGNED.match(line) for line in _lines(text)]
        given = [(one["who"], one["task"]) if one else ("", "") for one in found]
        if sorted(who for who, _ in given) != sorted(tasks):
            return f"{name} does not have one line for each of: {', '.join(tasks)}"
        wrong = [who for who, task in given if not _has(task, tasks[who])]
        return f"{name} has another task for {', '.join(wrong)}" if wrong else ""

    return check


def document_tells(name: str, *words: Word, not_only: tuple[Recording, ...] = ()) -> Check:
    """There is a new Word document of this name with all these words.

    It is not just what was said in the recordings of `not_only`.
    """

    def check(end: EndState) -> str:
        if name not in end.files:
            return f"there is no file {name}"
        try:
            text = _document_text(end.files[name])
        except (BadZipFile, KeyError, ValueError) as error:
            return f"{name} is not a Word document: {error}"
        return _missing(name, text, words) or _copied(name, text, not_only)

    return check


def _document_text(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    rows = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join([*(part.text for part in document.paragraphs), *rows])


def _missing(name: str, text: str, words: tuple[Word, ...]) -> str:
    either = [(word,) if isinstance(word, str) else word for word in words]
    missing = [" or ".join(these) for these in either if not any(_has(text, one) for one in these)]
    return f"{name} does not have {', '.join(missing)}" if missing else ""


def _has(text: str, word: str) -> bool:
    """Whether a word of the text begins so: "password" is in "passwords", but "16" is not in "2016"."""
    return f" {normal(word)}" in f" {normal(text)}"


def _copied(name: str, text: str, recordings: tuple[Recording, ...]) -> str:
    """All that was said may be an annex of the text, but then it has more words of its own."""
    turns = [normal(turn.text) for recording in recordings for turn in recording.turns]
    has, most = normal(text), 2 * sum(len(turn.split()) for turn in turns)
    copied = turns and all(turn in has for turn in turns) and len(has.split()) < most
    return f"{name} is a copy of what was said" if copied else ""


def file_of_seconds(name: str, wanted_ms: list[int]) -> Check:
    """There is a new text file of this name that has these times and nothing else: one on a line, in whole seconds.

    A time may be cut or rounded.
    """

    def check(end: EndState) -> str:
        text = end.text(name)
        if text is None:
            return f"there is no file {name}"
        given = _lines(text)
        rounded = [{str(wanted // 1000), str(round(wanted / 1000))} for wanted in wanted_ms]
        fits = len(given) == len(rounded) and all(
            second in either for second, either in zip(given, rounded, strict=True)
        )
        wanted = [str(wanted // 1000) for wanted in wanted_ms]
        return "" if fits else f"{name} has the lines {given}, not {wanted}"

    return check


def _lines(text: str) -> list[str]:
    """The lines that are not empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def is_redacted_audio(name: str) -> Check:
    """There is a new file of this name, byte for byte the redacted audio that the service has for a new transcript."""

    def check(end: EndState) -> str:
        if name not in end.files:
            return f"there is no file {name}"
        made = [end.redacted_audio[one] for one in end.new if one in end.redacted_audio]
        return "" if end.files[name] in made else f"{name} is not the redacted audio of the service"

    return check
