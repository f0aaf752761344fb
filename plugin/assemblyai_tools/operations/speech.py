"""The spoken text of a transcript as lines with a time and a speaker, and pages of such lines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from assemblyai_tools.replies import Transcript, Word
from assemblyai_tools.shaping import clean, clock

_FULL_LINE = 240
"""Characters after which a line ends with its sentence."""

_LONGEST_LINE = 600
"""Characters after which a line ends in any case, for speech without punctuation."""


class Line(BaseModel):
    """A stretch of speech; times in milliseconds."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    text: str
    start: int | None = None
    end: int | None = None
    speaker: str | None = None

    def render(self) -> str:
        """The line with its clock time and speaker, where known, as in `[00:12] A: Good morning.`."""
        time = f"[{clock(self.start)}] " if self.start is not None else ""
        return f"{time}{self.speaker}: {self.text}" if self.speaker else f"{time}{self.text}"


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines, how many characters come after them, and the time in ms at which those begin."""

    lines: list[Line]
    left_out: int
    next_start: int | None


def lines_of(transcript: Transcript) -> list[Line]:
    """All lines: the utterances where there are speakers, the words otherwise, else the bare text."""
    if transcript.utterances:
        return [
            line
            for turn in transcript.utterances
            for line in _cut(turn.words)
            or [Line(text=clean(turn.text), start=turn.start, end=turn.end, speaker=turn.speaker)]
        ]
    if transcript.words:
        return _cut(transcript.words)
    return [Line(text=clean(transcript.text))] if transcript.text else []


def page(lines: Sequence[Line], start_at: int, budget: int) -> Page:
    """The lines still spoken at or after `start_at` ms, as many as fit the budget."""
    wanted = [line for line in lines if line.end is None or line.end > start_at]
    room = budget
    for index, line in enumerate(wanted):
        room -= len(line.render()) + 1
        if room < 0 and index == 0:  # only a reply without word times has a line this long
            cut = line.model_copy(update={"text": line.text[:budget]})
            return Page([cut], _characters(wanted) - len(cut.text), None)
        if room < 0:
            return Page(wanted[:index], _characters(wanted[index:]), line.start)
    return Page(wanted, 0, None)


def _characters(lines: Iterable[Line]) -> int:
    return sum(len(line.text) for line in lines)


def _cut(words: Iterable[Word] | None) -> list[Line]:
    lines: list[Line] = []
    run: list[Word] = []
    length = 0
    for word in words or ():
        if run and word.speaker != run[-1].speaker:
            lines.append(_line(run))
            run, length = [], 0
        run.append(word)
        length += len(word.text) + 1
        if length > _LONGEST_LINE or (length > _FULL_LINE and word.text.endswith((".", "?", "!"))):
            lines.append(_line(run))
            run, length = [], 0
    return [*lines, _line(run)] if run else lines


def _line(words: Sequence[Word]) -> Line:
    return Line(
        text=clean(" ".join(word.text for word in words)),
        start=next((word.start for word in words if word.start is not None), None),
        end=next((word.end for word in reversed(words) if word.end is not None), None),
        speaker=words[0].speaker,
    )
