"""A completed transcript, read once for all documents that are made of it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from assemblyai_tools.api.passages import Kind, read_passages
from assemblyai_tools.api.transcript import Transcript, renamed
from assemblyai_tools.api.transcripts import speaker_names
from assemblyai_tools.documents.about import Facts, facts_of, reader_name, title_of
from assemblyai_tools.flow import Flow
from assemblyai_tools.results.speech import Line, Timed, line_of
from assemblyai_tools.text import clock_time, flat


class Row(Line):
    """A stretch of speech: the service's own turn, sentence or paragraph; times in milliseconds."""

    confidence: float | None = None
    """Between 0 and 1."""

    @property
    def said_by(self) -> str:
        """Its speaker for the start of a line, as in `Ada: `; empty if nobody is known."""
        return f"{self.speaker}: " if self.speaker else ""

    @property
    def head(self) -> str:
        """Its clock time and its speaker for the start of a line, as in `[00:12] Ada: `, as far as they are known."""
        return f"[{clock_time(self.start)}] {self.said_by}" if self.start is not None else self.said_by


class Said(Timed, Protocol):
    """A turn, a sentence or a paragraph of the service."""

    @property
    def text(self) -> str: ...
    @property
    def confidence(self) -> float | None: ...


class Recording:
    """A transcript for the documents of one call. What several of them need is asked for once."""

    def __init__(self, transcript: Transcript) -> None:
        self.transcript = transcript
        self._names: Mapping[str, str] | None = None
        self._passages: dict[Kind, Sequence[Row]] = {}

    def rows(self, kind: Kind) -> Flow[Sequence[Row]]:
        """What was said: turns if speakers or channels are told apart, else passages of this kind; none for silence.

        The speakers have their names, or their labels.
        """
        if self.transcript.utterances:
            names = yield from self._speaker_names()
            return _rows(renamed(turn, names) for turn in self.transcript.utterances)
        if kind not in self._passages:
            silent = not flat(self.transcript.text or "")
            found = () if silent else (yield from read_passages(kind, self.transcript.id))
            self._passages[kind] = _rows(found)
        return self._passages[kind]

    def shown_rows(self, kind: Kind) -> Flow[Sequence[Row]]:
        """The same for a reader: a speaker without a name is "Speaker A"."""
        rows = yield from self.rows(kind)
        names = yield from self._speaker_names()
        given = set(map(flat, names.values()))
        return [
            row.model_copy(update={"speaker": reader_name(row.speaker)})
            if row.speaker and row.speaker not in given
            else row
            for row in rows
        ]

    def title(self) -> Flow[str]:
        """What it is called; see title_of."""
        return title_of(self.transcript)

    def facts(self, rows: Iterable[Row]) -> Facts:
        """What a reader may want to know first; `rows` as `shown_rows` gave them."""
        return facts_of(self.transcript, dict.fromkeys(row.speaker for row in rows if row.speaker))

    def _speaker_names(self) -> Flow[Mapping[str, str]]:
        if self._names is None:
            self._names = yield from speaker_names(self.transcript.id)
        return self._names


def _rows(said: Iterable[Said]) -> list[Row]:
    return [
        Row(**line_of(one, one.text).model_dump(), confidence=one.confidence)
        for one in said
        if flat(one.text)
    ]
