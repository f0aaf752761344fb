"""Checks of the files that a job leaves behind."""

import io
import re
from zipfile import BadZipFile

from docx import Document

from evals.checks.answers import normal
from evals.checks.check import Check
from evals.world.end_state import EndState

_AUDIO = (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"RIFF")
"""How MP3 and WAV files begin."""


def no_files(end: EndState) -> str:
    """Nothing was written."""
    return f"{', '.join(end.files)} was written" if end.files else ""


def file_tells(name: str, *words: str) -> Check:
    """There is a new text file of this name with all these words."""

    def check(end: EndState) -> str:
        text = end.text(name)
        if text is None:
            return f"there is no file {name}"
        missing = [word for word in words if normal(word) not in normal(text)]
        return f"{name} does not have {', '.join(missing)}" if missing else ""

    return check


def document_tells(name: str, *words: str) -> Check:
    """There is a new Word document of this name with all these words."""

    def check(end: EndState) -> str:
        if name not in end.files:
            return f"there is no file {name}"
        try:
            document = Document(io.BytesIO(end.files[name]))
        except (BadZipFile, KeyError, ValueError) as error:
            return f"{name} is not a Word document: {error}"
        rows = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        text = normal(" ".join([*(part.text for part in document.paragraphs), *rows]))
        missing = [word for word in words if normal(word) not in text]
        return f"{name} does not have {', '.join(missing)}" if missing else ""

    return check


def file_of_seconds(name: str, wanted_ms: list[int]) -> Check:
    """There is a new text file of this name whose numbers are these times, in whole seconds, rounded up or down."""

    def check(end: EndState) -> str:
        text = end.text(name)
        if text is None:
            return f"there is no file {name}"
        given = [int(number) for number in re.findall(r"\d+", text)]
        fits = len(given) == len(wanted_ms) and all(
            abs(second * 1000 - wanted) <= 1000  # noqa: PLR2004 - a second has 1000 ms
            for second, wanted in zip(given, wanted_ms, strict=True)
        )
        return (
            "" if fits else f"{name} has the seconds {given}, not {[wanted // 1000 for wanted in wanted_ms]}"
        )

    return check


def is_audio(name: str) -> Check:
    """There is a new file of this name that is MP3 or WAV."""

    def check(end: EndState) -> str:
        if name not in end.files:
            return f"there is no file {name}"
        return "" if end.files[name].startswith(_AUDIO) else f"{name} is not audio"

    return check
