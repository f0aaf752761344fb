"""A transcript as a Markdown page."""

from assemblyai_tools.documents.about import SILENCE
from assemblyai_tools.documents.markdown import escaped, paragraph
from assemblyai_tools.documents.recording import Recording
from assemblyai_tools.flow import Flow


def markdown(recording: Recording) -> Flow[bytes]:
    """The page in UTF-8: title, facts, and a paragraph for each turn or, without speakers, each paragraph."""
    rows = yield from recording.shown_rows("paragraph")
    title = yield from recording.title()
    facts = "\n".join(f"- {name}: {escaped(fact)}" for name, fact in recording.facts(rows))
    speech = "\n\n".join(map(paragraph, rows)) or SILENCE
    return f"# {escaped(title)}\n\n{facts}\n\n## Transcript\n\n{speech}\n".encode()
