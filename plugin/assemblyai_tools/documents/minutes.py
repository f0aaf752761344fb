"""Minutes: what a language model notes of recordings, and then what was said, as Markdown or as a Word document."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assemblyai_tools.documents.about import SILENCE, Facts
from assemblyai_tools.documents.markdown import escaped, paragraph
from assemblyai_tools.documents.recording import Row
from assemblyai_tools.documents.word import WordDocument
from assemblyai_tools.llm.minutes import Action, Noted
from assemblyai_tools.text import flat

_WRITTEN_BY = (
    "A language model wrote what stands before the transcript. Check it there before you rely on it."
)

_COLUMNS = ("Action", "Owner", "Due")

_NONE = "None were found."

_MARKER = re.compile(r"^(?:[-*\u2022]|\d{1,3}[.)])\s+")
"""What a model writes before an item of a list."""


@dataclass(frozen=True, slots=True)
class Speech:
    """What was said in one recording, as it is called."""

    title: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Minutes:
    """All that stands in minutes."""

    title: str
    facts: Facts
    noted: Noted
    speech: Sequence[Speech]

    @property
    def about(self) -> Facts:
        """Date and people, as far as they were said, then what is known of the recordings."""
        said = (("Date", self.noted.date or ""), ("People", ", ".join(self.noted.people)))
        return [(name, flat(fact)) for name, fact in (*said, *self.facts) if fact]


def noted_text(noted: Noted) -> str:
    """What the model noted, as a text."""
    parts = [noted.summary or ""] if noted.is_one_text else _text_parts(noted)
    return "\n\n".join(part for part in parts if part)


def _text_parts(noted: Noted) -> list[str]:
    parts = [
        f"Date: {noted.date}" if noted.date else "",
        _listed("People", noted.people) if noted.people else "",
    ]
    if noted.summary is not None:
        parts.append(f"Summary:\n{noted.summary}")
    if noted.decisions is not None:
        parts.append(_listed("Decisions", noted.decisions))
    if noted.actions is not None:
        parts.append(_listed("Action items", [*map(_told, noted.actions)]))
    return parts


def _listed(name: str, items: Sequence[str]) -> str:
    return "\n".join([f"{name}:", *(f"- {item}" for item in items or [_NONE])])


def _told(action: Action) -> str:
    more = ", ".join(filter(None, [action.owner, action.due and f"due: {action.due}"]))
    return f"{action.what} ({more})" if more else action.what


def _lines(text: str) -> list[tuple[bool, str]]:
    """The lines of a model's text: whether each is an item of a list, and what it says without formatting."""
    plain = (flat(line.replace("**", "")) for line in text.splitlines())
    return [(bool(_MARKER.match(line)), _MARKER.sub("", line)) for line in plain if line]


def _cells(actions: Sequence[Action]) -> list[tuple[str, str, str]]:
    return [(flat(one.what), flat(one.owner or ""), flat(one.due or "")) for one in actions]


def markdown_minutes(minutes: Minutes) -> bytes:
    """The minutes as a Markdown page in UTF-8."""
    noted = minutes.noted
    blocks = [f"# {escaped(flat(minutes.title))}"]
    blocks += ["\n".join(f"- {name}: {escaped(fact)}" for name, fact in minutes.about), f"*{_WRITTEN_BY}*"]
    if noted.summary is not None:
        blocks += [
            "## Summary",
            *((f"- {escaped(line)}" if item else escaped(line)) for item, line in _lines(noted.summary)),
        ]
    if noted.decisions is not None:
        items = "\n".join(f"- {escaped(flat(one))}" for one in noted.decisions)
        blocks += ["## Decisions", items or _NONE]
    if noted.actions is not None:
        rows = [
            _COLUMNS,
            ("---",) * len(_COLUMNS),
            *(tuple(map(escaped, row)) for row in _cells(noted.actions)),
        ]
        table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
        blocks += ["## Action items", table if noted.actions else _NONE]
    blocks.append("## Transcript")
    for one in minutes.speech:
        blocks += [f"### {escaped(flat(one.title))}"] if len(minutes.speech) > 1 else []
        blocks += [*map(paragraph, one.rows)] or [SILENCE]
    return ("\n\n".join(block for block in blocks if block) + "\n").encode(errors="replace")


def word_minutes(minutes: Minutes) -> bytes:
    """The minutes as a Word document. Needs python-docx."""
    noted = minutes.noted
    document = WordDocument(minutes.title)
    for name, fact in minutes.about:
        document.add_item(fact, head=f"{name}: ")
    document.add_paragraph(_WRITTEN_BY)
    if noted.summary is not None:
        document.add_heading("Summary")
        for item, line in _lines(noted.summary):
            (document.add_item if item else document.add_paragraph)(line)
    if noted.decisions is not None:
        document.add_heading("Decisions")
        for one in noted.decisions:
            document.add_item(flat(one))
        if not noted.decisions:
            document.add_paragraph(_NONE)
    if noted.actions is not None:
        document.add_heading("Action items")
        if noted.actions:
            document.add_table(_COLUMNS, _cells(noted.actions))
        else:
            document.add_paragraph(_NONE)
    document.add_heading("Transcript")
    _add_speech(document, minutes.speech)
    return document.content()


def _add_speech(document: WordDocument, speech: Sequence[Speech]) -> None:
    for one in speech:
        if len(speech) > 1:
            document.add_heading(one.title, level=2)
        for row in one.rows:
            document.add_paragraph(row.text, head=row.head)
        if not one.rows:
            document.add_paragraph(SILENCE)


WRITERS: Mapping[str, Callable[[Minutes], bytes]] = {"md": markdown_minutes, "docx": word_minutes}
"""What writes minutes, by the ending of the file."""
