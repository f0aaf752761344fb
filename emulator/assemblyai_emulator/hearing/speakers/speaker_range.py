"""How many speakers a request expects."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

_DEFAULT_MOST = ((10 * 60_000, 30), (2 * 60_000, 10))
"""The API's maximum without a word from the caller: above so many milliseconds of audio, so many speakers."""


@dataclass(frozen=True, slots=True)
class SpeakerRange:
    """The least and the largest number of speakers. None is no limit.

    `parameter` is the one that set the least number.
    """

    least: int | None = None
    most: int | None = None
    parameter: str = ""

    @classmethod
    def requested(cls, given: Mapping[str, Any], audio_ms: float) -> Self:
        """The range of the request's `speakers_expected` (exactly so many) or `speaker_options`.

        Without a maximum, audio of more than two minutes has at most 10 speakers and audio of more than ten minutes
        at most 30, as on the API. https://www.assemblyai.com/docs/speech-to-text/pre-recorded-audio/speaker-diarization
        """
        if expected := given.get("speakers_expected"):
            return cls(expected, expected, "speakers_expected")
        options: Mapping[str, Any] = given.get("speaker_options") or {}
        least: int | None = options.get("min_speakers_expected")
        most: int | None = options.get("max_speakers_expected")
        if most is None:
            default = next((number for above, number in _DEFAULT_MOST if audio_ms > above), None)
            most = None if default is None else max(default, least or 0)
        return cls(least, most, "min_speakers_expected")

    def shortfall(self, found: int) -> str | None:
        """The warning if fewer speakers were found than expected. Speakers can be merged, but not invented."""
        if self.least is None or found >= self.least:
            return None
        return (
            f"{self.parameter}: {self.least} speakers were expected, but only {found} could be told apart by voice. "
            "The words are labelled with those: the emulator does not make speakers up."
        )
