"""Makes cues of a transcript: what is shown, from when to when, and who says it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.captions.cutting import cut
from assemblyai_tools.captions.lines import broken
from assemblyai_tools.captions.pacing import paced
from assemblyai_tools.captions.style import Fitted, Style
from assemblyai_tools.captions.tokens import Token, Turn, is_mostly_unspaced, turns_of, width
from assemblyai_tools.results.speakers import shown_speaker
from assemblyai_tools.text import shorten

_LONGEST_NAME = 30
"""Characters of a speaker's name in a caption."""

_HEAD = "{}: "
"""What stands before the first word where the speaker changes."""

_GAP_SHARE = 4
"""Of the time from one cue to the next, the gap between them is at most one part of so many."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption: its lines, from `start` to `end` in milliseconds."""

    start: int
    end: int
    lines: Sequence[str]
    speaker: str | None = None
    """Who speaks, if that was asked for and is known."""


@dataclass(frozen=True, slots=True)
class _Spoken:
    """The words of a cue, and who says them."""

    speaker: str | None
    tokens: Sequence[Token]

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end


def cues_of(transcript: Transcript, style: Style, names: Mapping[str, str]) -> list[Cue]:
    """The cues of a transcript with its speakers' labels, in order, without overlaps; none without times.

    `names` are those of its speakers by label. With the style's `speakers`, the text says who speaks where that
    changes: what formats have for it otherwise, common players do not show.
    """
    fitted = style.for_script(unspaced=is_mostly_unspaced(transcript))
    turns = turns_of(transcript, fitted.width)
    cues: list[_Spoken] = []
    for turn, overlaps in zip(turns, _overlapping(turns), strict=True):
        speaker = _name(turn, names) if style.speakers else None
        head = width(_HEAD.format(speaker)) if speaker else 0
        cues += [_Spoken(speaker, tokens) for tokens in cut(turn.tokens, fitted, head, each=overlaps)]
    # Turns on two channels may overlap: what begins first is shown first.
    cues.sort(key=lambda cue: cue.start)
    return list(_laid_out(_headed(cues), fitted))


def _overlapping(turns: Sequence[Turn]) -> list[bool]:
    """Of each turn, in the order in which they begin, whether another one is spoken at the same time."""
    overlapping = [False] * len(turns)
    latest, holder = -1, 0
    for place, turn in enumerate(turns):
        if turn.tokens[0].start < latest:
            overlapping[place] = overlapping[holder] = True
        if turn.tokens[-1].end > latest:
            latest, holder = turn.tokens[-1].end, place
    return overlapping


def _name(turn: Turn, names: Mapping[str, str]) -> str | None:
    return shorten(shown_speaker(turn.speaker, names), _LONGEST_NAME) if turn.speaker else None


def _headed(cues: Iterable[_Spoken]) -> Sequence[_Spoken]:
    """The cues with the speaker before the first word where it is another one than before."""
    headed: list[_Spoken] = []
    last: str | None = None
    for cue in cues:
        first = cue.tokens[0]
        text = _HEAD.format(cue.speaker) + first.text
        named = cue.speaker and cue.speaker != last
        headed.append(replace(cue, tokens=[replace(first, text=text), *cue.tokens[1:]]) if named else cue)
        last = cue.speaker
    return headed


def _laid_out(cues: Sequence[_Spoken], style: Fitted) -> Iterator[Cue]:
    """The cues with their lines and times: each stays long enough to be read if the next one lets it.

    Where speech overlaps, or is very dense, a cue comes a little later than its words, and stays for less.
    """
    starts = paced([cue.start for cue in cues], style)
    for place, (cue, start) in enumerate(zip(cues, starts, strict=True)):
        lines = broken(cue.tokens, style.width)
        needed = style.reading_time(sum(map(width, lines)) + len(lines) - 1)
        end = min(max(cue.end, start + needed), start + style.longest)
        if place + 1 < len(starts):
            after = starts[place + 1]
            end = min(end, after - min(style.gap, (after - start) // _GAP_SHARE))
        yield Cue(start, end, lines, cue.speaker)
