"""The parts of a Markdown page that transcripts and minutes have."""

import re

from assemblyai_tools.documents.recording import Row

_SPECIAL = re.compile(r"[\\`*_\[\]<>&~|$]|^[#+=-]|(?<=^\d)[.)]|(?<=^\d\d)[.)]")
"""What would be formatting, a link or HTML, in a text that stands alone on its line."""


def paragraph(row: Row) -> str:
    """A stretch of speech, with its time and its speaker in bold."""
    text = escaped(row.text)
    return f"**{escaped(row.head.rstrip())}** {text}" if row.head else text


def escaped(text: str) -> str:
    """The text as it was said: nothing in it is a heading, a link, a picture or HTML."""
    return _SPECIAL.sub(r"\\\g<0>", text)
