"""The speaker of each word: A, B, ..., from the spans of the diarizer."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np

from assemblyai_emulator.hearing.speakers.span import SpeakerSpan
from assemblyai_emulator.wording.words import Word

_LETTERS = 26


def label_words(words: Sequence[Word], spans: Sequence[SpeakerSpan], most: int | None = None) -> list[Word]:
    """The words, which are in order of time, each with a `speaker`: "A", "B", ... in order of appearance.

    A word gets the speaker of the span that holds its middle: the longest one if there are several, and the nearest
    one if there is none. Without any span, one speaker says everything. `most` is the largest number of speakers,
    at least 1: see `_with_fewer`.
    """
    speakers = _speakers(words, spans)
    if most is not None:
        speakers = _with_fewer(words, speakers, most)
    letters: dict[int, str] = {}
    return [
        replace(word, speaker=letters.setdefault(speaker, letter(len(letters))))
        for word, speaker in zip(words, speakers, strict=True)
    ]


def letter(index: int) -> str:
    """The name of a speaker, counted from 0: A to Z, then AA, AB, ... as the columns of a spreadsheet.

    The API's names after Z are not published.
    """
    before, last = divmod(index, _LETTERS)
    return (letter(before - 1) if before else "") + chr(ord("A") + last)


def _speakers(words: Sequence[Word], spans: Sequence[SpeakerSpan]) -> list[int]:
    if not spans:
        return [0] * len(words)
    starts = np.array([span.start_ms for span in spans])
    ends = np.array([span.end_ms for span in spans])
    found: list[int] = []
    for word in words:
        middle = (word.start + word.end) / 2
        distances = np.maximum(np.maximum(starts - middle, middle - ends), 0)
        nearest = np.flatnonzero(distances == distances.min())
        longest = nearest[(ends - starts)[nearest].argmax()]
        found.append(spans[int(longest)].speaker_index)
    return found


def _with_fewer(words: Sequence[Word], speakers: Sequence[int], most: int) -> list[int]:
    """At most that many speakers: those who speak longest. Each turn of another one goes to its nearer neighbour.

    A speaker too many is mostly a laugh, a cough or two voices at once, which the diarizer took for a person of
    their own. Such a turn is short, and its neighbour in time is the likeliest to have made it.
    """
    spoken = Counter[int]()
    for word, speaker in zip(words, speakers, strict=True):
        spoken[speaker] += word.end - word.start
    kept = {speaker for speaker, _ in spoken.most_common(most)}
    result = list(speakers)
    staying = [index for index, speaker in enumerate(speakers) if speaker in kept]
    for speaker, turn in groupby(range(len(words)), key=speakers.__getitem__):
        if speaker not in kept:
            indexes = list(turn)
            neighbour = _nearer(words, indexes[0], indexes[-1], staying)
            result[indexes[0] : indexes[-1] + 1] = [speakers[neighbour]] * len(indexes)
    return result


def _nearer(words: Sequence[Word], first: int, last: int, staying: Sequence[int]) -> int:
    """The one of the staying words that is nearest in time to the turn from `first` to `last`, both inclusive."""
    return min(
        staying,
        key=lambda index: (
            words[first].start - words[index].end if index < first else words[index].start - words[last].end,
            abs(index - first),
        ),
    )
