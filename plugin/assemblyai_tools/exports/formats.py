"""The formats in which a transcript can be had as a file."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """One format; a format that is not text is bytes that a terminal cannot show."""

    name: str
    suffix: str
    """The end of its files' names, such as ".srt"."""
    is_text: bool
    says: str
    """What is in such a file, in a line."""


_ALL = (
    Format("text", ".txt", True, "What was said; a paragraph for each turn where speakers are told apart."),
    Format("srt", ".srt", True, "Captions for video players and editors (SRT)."),
    Format("vtt", ".vtt", True, "Captions for web pages (WebVTT)."),
    Format("ttml", ".ttml", True, "Captions for broadcasters and streaming services (TTML)."),
    Format("json", ".json", True, "The transcript as the service sends it, with all words and their times."),
    Format("md", ".md", True, "A Markdown page: title, facts, and what was said with times and speakers."),
    Format("csv", ".csv", True, "A table: a row for each turn or sentence, with its times in seconds."),
    Format("docx", ".docx", False, "A Word document: title, facts, and what was said, times, speakers."),
    Format("html", ".html", True, "A page to read, hear and search the transcript in a browser."),
)

FORMATS: Mapping[str, Format] = {one.name: one for one in _ALL}
"""Every format by its name."""
