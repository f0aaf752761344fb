"""A transcript as a Word document."""

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from assemblyai_tools.errors import MissingExtraError
from assemblyai_tools.exports.recording import Recording
from assemblyai_tools.flow import Flow
from assemblyai_tools.lazy import is_installed
from assemblyai_tools.viewer.about import SILENCE

if TYPE_CHECKING:
    from docx.document import Document

_DATE = datetime(1980, 1, 1, tzinfo=UTC)
"""The date of every document and of all that is in it, so that one transcript always makes the same file.

A transcript does not say when it was made; a ZIP file knows no earlier date than this one.
"""


def check_installed() -> None:
    """Raise MissingExtraError if python-docx is not installed, before anything is read."""
    if not is_installed("docx"):
        raise MissingExtraError.of("A Word document", needs="python-docx", extra="cli")


def word_document(recording: Recording) -> Flow[bytes]:
    """The document: title, facts, and a paragraph for each turn or, without speakers, each paragraph."""
    from docx import Document  # noqa: PLC0415 - an optional package, which takes 0.1 s to import

    rows = yield from recording.shown_rows("paragraph")
    title = yield from recording.title()
    document = Document()
    _describe(document, title)
    document.add_heading(title, level=0)
    for name, fact in recording.facts(rows):
        _add_paragraph(document, f"{name}: ", fact, style="List Bullet")
    document.add_heading("Transcript", level=1)
    for row in rows:
        _add_paragraph(document, row.head, row.text)
    if not rows:
        document.add_paragraph(SILENCE)
    file = BytesIO()
    document.save(file)
    return _without_clock(file)


def _describe(document: "Document", title: str) -> None:
    """The document's properties, which are those of python-docx's template otherwise."""
    facts = document.core_properties
    facts.title, facts.author, facts.comments = title[:255], "", ""
    facts.created = facts.modified = _DATE


def _without_clock(file: BytesIO) -> bytes:
    """The same ZIP file without the time at which it was written."""
    made = BytesIO()
    with ZipFile(file) as parts, ZipFile(made, "w", ZIP_DEFLATED) as fixed:
        for name in parts.namelist():
            fixed.writestr(ZipInfo(name, _DATE.timetuple()[:6]), parts.read(name), ZIP_DEFLATED)
    return made.getvalue()


def _add_paragraph(document: "Document", head: str, text: str, style: str | None = None) -> None:
    paragraph = document.add_paragraph(style=style)
    if head:
        paragraph.add_run(head).bold = True
    paragraph.add_run(text)
