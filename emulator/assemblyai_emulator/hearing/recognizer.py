"""The small interface behind which a speech recognizer stands."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from assemblyai_emulator.wording.words import Word

# One block of audio: for each channel the same stretch of 16 kHz, 16-bit, native-endian PCM.
Block = Sequence[bytes]


class Recognizer(Protocol):
    """Turns PCM into words. A better engine than the bundled one plugs in here."""

    model: str
    """What a transcript says in `speech_model_used`."""

    def recognize(self, blocks: Iterable[Block], heard: Callable[[int], None]) -> list[list[Word]]:
        """Decode all blocks and give each channel's raw words, lower-case and in time order.

        Times are milliseconds from the first block. `heard` is told, at least once in a few seconds of work,
        up to which millisecond all channels have been decoded.
        """
        ...
