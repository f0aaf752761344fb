"""The interface of a speech recognizer."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from assemblyai_emulator.wording.words import Word

Block = Sequence[bytes]
"""The same stretch of audio on each channel, as 16 kHz, 16-bit, native-endian PCM."""


class Recognizer(Protocol):
    """Turns PCM into words. A better engine than the bundled one can be plugged in here."""

    model: str
    """The value of `speech_model_used` in transcripts."""

    def recognize(self, blocks: Iterable[Block], progress_ms: Callable[[int], None]) -> list[list[Word]]:
        """Decode all blocks and return the words of each channel, in lower case and in order of time.

        Times are milliseconds from the first block. `progress_ms` is called every few seconds, or more often, with
        the time up to which all channels have been decoded.
        """
        ...
