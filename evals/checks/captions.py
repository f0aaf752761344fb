"""Checks of captions in SRT and WebVTT."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from evals.checks.answers import normal
from evals.checks.check import Check
from evals.recordings import Recording
from evals.world.end_state import EndState

_TIMES = re.compile(r"(?:(\d+):)?(\d\d):(\d\d)[.,](\d{3}) --> (?:(\d+):)?(\d\d):(\d\d)[.,](\d{3})[^\n]*\n")
_VOICE = re.compile(r"<v[ .]([^>]+)>|</v>")
_SLACK_MS = 1500
"""How far a caption may reach beyond the end of the recording, in milliseconds."""


@dataclass(frozen=True)
class Caption:
    """One caption; times are in milliseconds."""

    start: int
    end: int
    text: str
    """As it is shown."""
    voice: str
    """The speaker that WebVTT names; empty if it names none."""


def captions_of(text: str) -> list[Caption]:
    """The captions of an SRT or WebVTT file. Any other file has none."""
    found: list[Caption] = []
    parts = _TIMES.split(text.replace("\r\n", "\n"))
    for at in range(1, len(parts), 9):
        first, last = (_ms(*parts[at + side : at + side + 4]) for side in (0, 4))
        shown = parts[at + 8].split("\n\n")[0].strip()
        voice = _VOICE.search(shown)
        found.append(Caption(first, last, _VOICE.sub("", shown), (voice and voice[1]) or ""))
    return found


def _ms(hours: str | None, minutes: str, seconds: str, thousandths: str) -> int:
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(thousandths)


def captions_say(
    name: str, recording: Recording, *, names: Mapping[str, str] | None = None, longest: int = 0
) -> Check:
    """There is a new file of this name whose captions say all words of the recording, in order, in its time.

    `names` are those of the speakers, which the first caption of each turn must have. `longest` is the greatest number
    of characters of a caption; 0: any.
    """

    def check(end: EndState) -> str:
        text = end.text(name)
        if text is None:
            return f"there is no file {name}"
        if text.startswith("WEBVTT") != name.endswith(".vtt"):
            return f"{name} has another form than its name says"
        captions = captions_of(text)
        wrong = _times(captions, recording) or _words(captions, recording, names or {})
        long = [one.text for one in captions if longest and len(one.text) > longest]
        return wrong or (f"a caption is longer than {longest}: {long[0]!r}" if long else "")

    return check


def _times(captions: list[Caption], recording: Recording) -> str:
    starts = [one.start for one in captions]
    if starts != sorted(starts) or any(one.end <= one.start for one in captions):
        return "the captions' times are not in order"
    if captions and captions[-1].end > recording.turns[-1].end + _SLACK_MS:
        return "the captions go on after the recording"
    return ""


def _words(captions: list[Caption], recording: Recording, names: Mapping[str, str]) -> str:
    labels = "|".join(re.escape(one) for one in names.values()) or r"Speaker \w+"
    said = normal(" ".join(re.sub(rf"^\W*(?:{labels})\W*?:", "", one.text) for one in captions))
    if said != normal(recording.text):
        return "the captions do not say what is said"
    for turn in recording.turns if names else ():
        # The caption that is shown in the middle of the turn's first word.
        first = next((one for one in captions if one.start <= turn.start + 150 < one.end), None)
        if first is None or names[turn.speaker] not in first.text + first.voice:
            return f"the captions do not say that {names[turn.speaker]} says: {turn.text}"
    return ""
