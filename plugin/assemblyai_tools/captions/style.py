"""How captions are to look and to read."""

from dataclasses import dataclass

NARROW_LINE = 42
"""Characters of a line by default."""

WIDE_LINE = 16
"""The same for scripts without spaces between words, most of whose characters are twice as wide."""

NARROW_SPEED = 17.0
"""Characters that people read in a second."""

WIDE_SPEED = 9.0
"""The same for scripts without spaces between words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What is asked of captions. The defaults are those of broadcasters and streaming services.

    A cue is one caption: what is on the screen at one time.
    """

    speakers: bool = False
    """Whether captions say who speaks."""
    lines: int = 2
    """Lines of a cue, at most."""
    chars_per_line: int | None = None
    """Characters of a line, at most, unless a single word is longer; None for what suits the script."""
    chars_per_second: float | None = None
    """The reading speed: a cue stays longer for it if there is a pause after it. None for what suits the script."""
    max_seconds: float = 7.0
    """Seconds of a cue, at most."""
    min_seconds: float = 5 / 6
    """Seconds that a cue stays if the next one does not come before, and no longer than `max_seconds`."""
    gap_ms: int = 80
    """Milliseconds between two cues, at least: two frames of a film."""

    def for_script(self, *, unspaced: bool) -> "Fitted":
        """The same with numbers for all, for text with or without spaces between words."""
        longest = round(self.max_seconds * 1000)
        return Fitted(
            lines=self.lines,
            width=self.chars_per_line or (WIDE_LINE if unspaced else NARROW_LINE),
            speed=self.chars_per_second or (WIDE_SPEED if unspaced else NARROW_SPEED),
            longest=longest,
            shortest=min(round(self.min_seconds * 1000), longest),
            gap=self.gap_ms,
        )


@dataclass(frozen=True, slots=True)
class Fitted:
    """A style in numbers; times in milliseconds."""

    lines: int
    width: int
    speed: float
    longest: int
    shortest: int
    gap: int

    def reading_time(self, characters: int) -> int:
        """Milliseconds that so many characters take to read, within the limits of a cue."""
        return max(self.shortest, min(self.longest, round(characters * 1000 / self.speed)))
