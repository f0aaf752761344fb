"""The interface of a speech recognizer."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from assemblyai_emulator.wording.words import Word

Block = Sequence[bytes]
"""The same stretch of audio on each channel, as 16 kHz, 16-bit, native-endian PCM."""


@dataclass(frozen=True, slots=True)
class Listening:
    """What a request says about the speech. Languages are the API's codes, without a country ("en", "fr").

    Without a `language` it is detected: among `languages`, or among all if there are none. If the one detected is
    not among `languages`, it is `fallback`; without a fallback, the likeliest of `languages`. `keyterms` and
    `prompt` make words more likely. `temperature` is 0 to 1. Without `numerals` numbers are written as words.
    """

    language: str | None = "en"
    languages: tuple[str, ...] = ()
    fallback: str | None = None
    keyterms: tuple[str, ...] = ()
    prompt: str = ""
    temperature: float = 0.0
    numerals: bool = True


@dataclass(frozen=True, slots=True)
class Heard:
    """The words of each channel, in order of time; times are milliseconds from the first block.

    `written` words have capitals and punctuation; others are in lower case. `language` is None if it was to be
    detected and nobody spoke. `language_confidence` is 0 to 1, and None unless the language was detected.
    """

    channels: list[list[Word]]
    written: bool
    language: str | None = "en"
    language_confidence: float | None = None


class Recognizer(Protocol):
    """Turns PCM into words."""

    model: str
    """The value of `speech_model_used` in transcripts."""

    def recognize(
        self, blocks: Iterable[Block], listening: Listening, progress_ms: Callable[[int], None]
    ) -> Heard:
        """Decode all blocks.

        `progress_ms` is called every few seconds, or more often, with the time up to which all channels have been
        decoded.
        """
        ...
