"""A Word document, with the parts that transcripts and minutes have."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from assemblyai_tools.errors import MissingExtraError
from assemblyai_tools.lazy import is_installed
from assemblyai_tools.text.xml import xml_text

_DATE = datetime(1980, 1, 1, tzinfo=UTC)
"""The date of every document and of all that is in it, so that one transcript always makes the same file.

A transcript does not say when it was made; a ZIP file knows no earlier date than this one.
"""


def check_installed() -> None:
    """Raise MissingExtraError if python-docx is not installed, before anything is read."""
    if not is_installed("docx"):
        raise MissingExtraError.of("A Word document", needs="python-docx", extra="cli")


class WordDocument:
    """A document with a title. Its content is the same bytes whenever it has the same parts."""

    def __init__(self, title: str) -> None:
        from docx import Document  # noqa: PLC0415 - an optional package, which takes 0.1 s to import

        self._document = Document()
        facts = self._document.core_properties  # otherwise those of python-docx's template
        facts.title, facts.author, facts.comments = xml_text(title)[:255], "", ""
        facts.created = facts.modified = _DATE
        self._document.add_heading(xml_text(title), level=0)

    def add_heading(self, text: str, level: int = 1) -> None:
        self._document.add_heading(xml_text(text), level=level)

    def add_paragraph(self, text: str, *, head: str = "") -> None:
        """A paragraph that may begin with a few bold words."""
        self._add(text, head, None)

    def add_item(self, text: str, *, head: str = "") -> None:
        """An item of a list."""
        self._add(text, head, "List Bullet")

    def add_table(self, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A table with a bold head row."""
        table = self._document.add_table(rows=1, cols=len(columns), style="Table Grid")
        for cell, name in zip(table.rows[0].cells, columns, strict=True):
            cell.paragraphs[0].add_run(name).bold = True
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = xml_text(text)

    def content(self) -> bytes:
        file = BytesIO()
        self._document.save(file)
        return _without_clock(file)

    def _add(self, text: str, head: str, style: str | None) -> None:
        paragraph = self._document.add_paragraph(style=style)
        if head:
            paragraph.add_run(xml_text(head)).bold = True
        paragraph.add_run(xml_text(text))


def _without_clock(file: BytesIO) -> bytes:
    """The same ZIP file without the time at which it was written."""
    made = BytesIO()
    with ZipFile(file) as parts, ZipFile(made, "w", ZIP_DEFLATED) as fixed:
        for name in parts.namelist():
            fixed.writestr(ZipInfo(name, _DATE.timetuple()[:6]), parts.read(name), ZIP_DEFLATED)
    return made.getvalue()
