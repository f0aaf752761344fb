"""A transcript as a Markdown page."""

import re

from assemblyai_tools.exports.recording import Recording, Row
from assemblyai_tools.flow import Flow
from assemblyai_tools.viewer.about import SILENCE

_SPECIAL = re.compile(r"[\\`*_\[\]<>&~|$]|^[#+=-]|(?<=^\d)[.)]|(?<=^\d\d)[.)]")
"""What would be formatting, a link or HTML, in a text that stands alone on its line."""


def markdown(recording: Recording) -> Flow[bytes]:
    """The page in UTF-8: title, facts, and a paragraph for each turn or, without speakers, each paragraph."""
    rows = yield from recording.shown_rows("paragraph")
    title = yield from recording.title()
    facts = "\n".join(f"- {name}: {_escaped(fact)}" for name, fact in recording.facts(rows))
    speech = "\n\n".join(map(_paragraph, rows)) or SILENCE
    return f"# {_escaped(title)}\n\n{facts}\n\n## Transcript\n\n{speech}\n".encode()


def _paragraph(row: Row) -> str:
    text = _escaped(row.text)
    return f"**{_escaped(row.head.rstrip())}** {text}" if row.head else text


def _escaped(text: str) -> str:
    """The text as it was said: nothing in it is a heading, a link, a picture or HTML."""
    return _SPECIAL.sub(r"\\\g<0>", text)
