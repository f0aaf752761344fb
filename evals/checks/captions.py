"""Checks of captions in SRT and WebVTT."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from evals.checks.answers import normal
from evals.checks.check import Check
from evals.recordings import Recording
from evals.world.end_state import EndState


def _line_of_times(hours: str, point: str) -> re.Pattern[str]:
    time = rf"{hours}(\d\d):(\d\d){point}(\d{{3}})"
    return re.compile(rf"^{time}[ \t]+-->[ \t]+{time}[^\n]*\n", re.MULTILINE)


_TIMES = {False: _line_of_times(r"(\d+):", ","), True: _line_of_times(r"(?:(\d+):)?", r"\.")}
"""The line of a caption with its times: in SRT, and (True) in WebVTT. Players do not read one in the other's form."""

_VOICE = re.compile(r"<v(?:\.\S+)? ([^>]+)>")
"""How WebVTT names the speaker of what follows."""

_TAG = re.compile(r"<[^>]*>")

_SLACK_MS = 1000
"""How far a word may be from its caption, two captions may overlap, and the last may outlast the recording: in
milliseconds."""

_LONGEST_MS = 8000
"""How long a caption may be shown, in milliseconds: all words in one caption are no captions."""


@dataclass(frozen=True)
class Caption:
    """One caption; times are in milliseconds."""

    start: int
    end: int
    marked: str
    """Its text with the tags."""

    @property
    def text(self) -> str:
        """As it is shown."""
        return _TAG.sub("", self.marked)


@dataclass(frozen=True)
class _Said:
    """A word of a caption, and the speaker that the captions name for it; empty if they name none."""

    word: str
    caption: Caption
    label: str


def captions_of(text: str) -> list[Caption]:
    """The captions of an SRT or WebVTT file. Any other file has none."""
    text = text.replace("\r\n", "\n")
    found: list[Caption] = []
    parts = _TIMES[text.startswith("WEBVTT")].split(text)
    for at in range(1, len(parts), 9):
        first, last = (_ms(*parts[at + side : at + side + 4]) for side in (0, 4))
        found.append(Caption(first, last, re.split(r"\n[ \t]*\n", parts[at + 8])[0].strip()))
    return found


def _ms(hours: str | None, minutes: str, seconds: str, thousandths: str) -> int:
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(thousandths)


def captions_say(
    name: str, recording: Recording, *, names: Mapping[str, str] = MappingProxyType({}), longest: int = 0
) -> Check:
    """There is a new file of this name whose captions say all words of the recording, each word when it is said.

    `names` are those of the speakers: the captions must say of each turn who speaks. `longest` is the greatest number
    of characters of a caption; 0: any.
    """

    def check(end: EndState) -> str:
        text = end.text(name)
        if text is None:
            return f"there is no file {name}"
        if text.startswith("WEBVTT") != name.endswith(".vtt"):
            return f"{name} has another form than its name says"
        captions = captions_of(text)
        said = list(_words(captions, names.values() or {turn.speaker for turn in recording.turns}))
        wrong = _order(captions, recording) or _content(said, recording) or _names(said, recording, names)
        long = [one.text for one in captions if longest and len(one.text) > longest]
        return wrong or (f"a caption is longer than {longest}: {long[0]!r}" if long else "")

    return check


def _words(captions: list[Caption], names: Iterable[str]) -> Iterator[_Said]:
    """The words without the labels: Ada:, ADA:, [Ada], (Ada), - Ada -, Speaker Ada: or a line of its own."""
    labels = "|".join(re.escape(one) for name in names for one in (name, name.upper()))
    begins = re.compile(rf"^\W*(?:Speaker )?({labels}) *(?:[^\w\s,.?!']|\n)\W*", re.MULTILINE)
    label = ""  # a caption without one goes on with the same speaker
    for caption in captions:
        lines = _TAG.sub("", _VOICE.sub(r"\n\1:\n", caption.marked))
        for place, part in enumerate(begins.split(lines)):
            if place % 2:  # the pattern's group
                label = part
            else:
                yield from (_Said(word, caption, label) for word in normal(part).split())


def _order(captions: list[Caption], recording: Recording) -> str:
    backwards = any(one.end <= one.start for one in captions)
    if backwards or any(two.start < max(one.start, one.end - _SLACK_MS) for one, two in pairwise(captions)):
        return "the captions' times are not in order"
    if captions and captions[-1].end > recording.turns[-1].end + _SLACK_MS:
        return "the captions go on after the recording"
    long = [one.text for one in captions if one.end - one.start > _LONGEST_MS]
    return f"a caption is shown for too long: {long[0]!r}" if long else ""


def _content(said: list[_Said], recording: Recording) -> str:
    if [one.word for one in said] != normal(recording.text).split():
        return "the captions do not say what is said"
    starts = [start for turn in recording.turns for word, start in turn.words for _ in normal(word).split()]
    for one, start in zip(said, starts, strict=True):
        if not one.caption.start - _SLACK_MS <= start <= one.caption.end + _SLACK_MS:
            return f"this is said at {start / 1000} s, and shown at another time: {one.caption.text!r}"
    return ""


def _names(said: list[_Said], recording: Recording, names: Mapping[str, str]) -> str:
    labels = (one.label.casefold() for one in said)
    for turn in recording.turns if names else ():
        shown = {next(labels) for _ in normal(turn.text).split()}
        if shown != {names[turn.speaker].casefold()}:
            return f"the captions do not say that {names[turn.speaker]} says: {turn.text}"
    return ""
