"""A recording with the truth about it: what was said, and by whom."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Turn:
    """One person's speech. Times are seconds from the start of the audio; turns of several people may overlap."""

    start: float
    end: float
    speaker: str


@dataclass(frozen=True, slots=True)
class Recording:
    """`wav` is a WAV file. Without `turns` it is not known who speaks when."""

    name: str
    wav: bytes
    text: str
    turns: tuple[Turn, ...] = ()
