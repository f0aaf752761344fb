"""A transcript as a Word document."""

from assemblyai_tools.documents.about import SILENCE
from assemblyai_tools.documents.recording import Recording
from assemblyai_tools.documents.word import WordDocument
from assemblyai_tools.flow import Flow


def word_document(recording: Recording) -> Flow[bytes]:
    """The document: title, facts, and a paragraph for each turn or, without speakers, each paragraph."""
    rows = yield from recording.shown_rows("paragraph")
    title = yield from recording.title()
    document = WordDocument(title)
    for name, fact in recording.facts(rows):
        document.add_item(fact, head=f"{name}: ")
    document.add_heading("Transcript")
    for row in rows:
        document.add_paragraph(row.text, head=row.head)
    if not rows:
        document.add_paragraph(SILENCE)
    return document.content()
