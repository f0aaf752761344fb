"""Word documents for the checks."""

import io

from docx import Document


def document(*texts, cell=""):
    """A document with these paragraphs, and a table with one cell."""
    made, file = Document(), io.BytesIO()
    for text in texts:
        made.add_paragraph(text)
    made.add_table(1, 1).cell(0, 0).text = cell
    made.save(file)
    return file.getvalue()
