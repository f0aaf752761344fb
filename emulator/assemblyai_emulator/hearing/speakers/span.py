"""A stretch of time in which one speaker speaks."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SpeakerSpan:
    """One speaker's speech. Times are milliseconds from the start of the audio, and the end is exclusive.

    `speaker_index` counts the speakers from 0, in order of their first spans. Spans of two speakers may overlap, as
    people do, and may be as short as 20 ms.
    """

    start_ms: int
    end_ms: int
    speaker_index: int

    @property
    def length_ms(self) -> int:
        return self.end_ms - self.start_ms
