"""What was said as lines with a time and a speaker, and pages of such lines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from assemblyai_tools.api.transcript import Transcript, Word
from assemblyai_tools.errors import InvalidArgumentsError
from assemblyai_tools.text import clock_time, flat, shorten
from assemblyai_tools.text.shown import Shown

_FULL_LINE = 240
"""Characters after which a line ends with the sentence."""

_LONGEST_LINE = 600
"""Characters after which a line ends in any case, for speech without punctuation."""

_LONGEST_SPEAKER = 100
"""Characters of a speaker's name that are shown."""


class Line(Shown):
    """A stretch of speech; times in milliseconds."""

    text: str
    start: int | None = None
    end: int | None = None
    speaker: str | None = None

    def render(self) -> str:
        """The line with its clock time and speaker, if known, as in `[00:12] A: Good morning.`."""
        time = f"[{clock_time(self.start)}] " if self.start is not None else ""
        return f"{time}{self.speaker}: {self.text}" if self.speaker else f"{time}{self.text}"


class Timed(Protocol):
    """Anything with a speaker and times in milliseconds."""

    @property
    def start(self) -> int | None: ...
    @property
    def end(self) -> int | None: ...
    @property
    def speaker(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines of speech, and what is left after them."""

    lines: list[Line]
    characters: int
    """Length of the lines as text, each with a line break."""
    left_out: int
    """Characters of speech after these lines."""
    next_start: int | None
    """Time in milliseconds at which the rest begins, if there is a rest with times."""


Placed: TypeAlias = tuple[int | None, Line]
"""A line and the time in milliseconds that places it on a page; None if no line has a time."""


def check_readable(transcript: Transcript) -> None:
    """Raise InvalidArgumentsError for a transcript that has no speech to show, or none yet."""
    if transcript.deleted or transcript.status == "error":
        state, step = ("is deleted" if transcript.deleted else "failed"), "There is nothing to read of it."
    elif transcript.status != "completed":
        state = f"is {transcript.status}"
        step = f"Wait for it: call get_transcript with transcript_id={transcript.id} and wait_seconds=45."
    else:
        return
    raise InvalidArgumentsError(
        f"Transcript {transcript.id} {state}; only completed ones can be read.", next_step=step
    )


def lines_of(transcript: Transcript) -> list[Line]:
    """All lines: of the utterances if there are any, else of the words, else of the bare text."""
    if transcript.utterances:
        return [
            line
            for turn in transcript.utterances
            for line in _split(turn.words, turn.speaker) or [line_of(turn, turn.text)]
        ]
    if transcript.words:
        return _split(transcript.words)
    return [Line(text=flat(transcript.text))] if transcript.text else []


def spoken_text(transcript: Transcript) -> str:
    """All lines with their clock times and speakers, as a model reads them; empty if nothing was said."""
    return "\n".join(line.render() for line in lines_of(transcript))


def line_of(source: Timed, text: str) -> Line:
    """A line with the times and the speaker of an utterance, a sentence or a sentiment."""
    return Line(text=flat(text), start=source.start, end=source.end, speaker=_label(source.speaker))


def page(lines: Iterable[Line], start_at: int, budget: int, *, force: bool = True) -> Page:
    """The lines from `start_at` milliseconds on, as many as fit into `budget` characters.

    A page ends only where the next line starts at a later time: that time leads to the next page, so no line is lost
    or repeated. If `start_at` is in the middle of a line, the page begins with that line. With `force`, at least one
    line is shown, cut if necessary. If no line has a time, there is one page, whatever `start_at` is.
    """
    wanted = _from(_placed(lines), start_at)
    end, characters, read = 0, 0, 0
    for index, (at, line) in enumerate(wanted):
        read += len(line.render()) + 1
        if read > budget:
            break
        if index + 1 == len(wanted) or at is None or wanted[index + 1][0] != at:
            end, characters = index + 1, read
    return _overfull(wanted, budget) if wanted and not end and force else _page(wanted, end, characters)


def _placed(lines: Iterable[Line]) -> list[Placed]:
    """The lines in order of time; one without a time stays after the line before it."""
    given = list(lines)
    if all(line.start is None for line in given):
        return [(None, line) for line in given]
    placed: list[tuple[int, Line]] = []
    at = 0
    for line in given:
        at = at if line.start is None else line.start
        placed.append((at, line))
    return [*sorted(placed, key=lambda pair: pair[0])]


def _from(placed: list[Placed], start_at: int) -> list[Placed]:
    exact = any(at == start_at for at, _ in placed)
    return [
        (at, line)
        for at, line in placed
        if at is None or at >= start_at or (not exact and line.end and line.end > start_at)
    ]


def _overfull(wanted: list[Placed], budget: int) -> Page:
    """The page when the first lines, which start together, exceed the budget: all of them, each cut to it."""
    first = wanted[0][0]
    number = 1 if first is None else sum(at == first for at, _ in wanted)
    rest = _page(wanted, number, 0)
    lost = sum(max(0, len(line.text) - budget) for line in rest.lines)
    lines = [_cut_to(line, budget) for line in rest.lines]
    characters = sum(len(line.render()) + 1 for line in lines)
    return Page(lines, characters, rest.left_out + lost, rest.next_start)


def _cut_to(line: Line, budget: int) -> Line:
    """Cut a line and mark it as cut: its rest takes a larger budget, as no start_at leads to it."""
    text = shorten(line.text, budget, "... (cut)")
    return line if text == line.text else line.model_copy(update={"text": text})


def _page(wanted: list[Placed], end: int, characters: int) -> Page:
    shown, left = wanted[:end], wanted[end:]
    left_out = sum(len(line.text) for _, line in left)
    return Page([line for _, line in shown], characters, left_out, left[0][0] if left else None)


def _split(words: Iterable[Word] | None, speaker: str | None = None) -> list[Line]:
    """Split words into lines of readable length; `speaker`, if given, says all of them."""
    lines: list[Line] = []
    run: list[Word] = []
    length = 0
    for word in words or ():
        if run and not speaker and word.speaker != run[-1].speaker:
            lines.append(_line(run, speaker))
            run, length = [], 0
        run.append(word)
        length += len(word.text) + 1
        if length > _LONGEST_LINE or (length > _FULL_LINE and word.text.endswith((".", "?", "!"))):
            lines.append(_line(run, speaker))
            run, length = [], 0
    return [*lines, _line(run, speaker)] if run else lines


def _line(words: Sequence[Word], speaker: str | None) -> Line:
    return Line(
        text=flat(" ".join(word.text for word in words)),
        start=next((word.start for word in words if word.start is not None), None),
        end=next((word.end for word in reversed(words) if word.end is not None), None),
        speaker=_label(speaker or words[0].speaker),
    )


def _label(speaker: str | None) -> str | None:
    """A speaker's name for use in a line. It comes from the service, and perhaps from the recording."""
    return flat(speaker)[:_LONGEST_SPEAKER] if speaker else None
