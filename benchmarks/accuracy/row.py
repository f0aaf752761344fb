"""One line of the table: what was measured on one set of recordings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from benchmarks.accuracy.recording import Recording, Turn
from benchmarks.accuracy.speaker_errors import SpeakerErrors
from benchmarks.accuracy.word_errors import WordErrors


@dataclass(frozen=True, slots=True)
class Row:
    """`speakers` is None where the truth is not known, or the emulator was not asked.

    `in_language` counts the recordings whose language was detected right; None where it was not to be detected.
    `failed` counts those that have no transcript: all their words are missing.
    """

    recordings: int
    words: WordErrors
    speakers: SpeakerErrors | None
    in_language: int | None
    failed: int
    model: str

    @classmethod
    def of(
        cls,
        recordings: Sequence[Recording],
        transcripts: Sequence[Mapping[str, Any]],
        language: str,
        *,
        detected: bool,
    ) -> Self:
        """`transcripts` are the API's, one for each recording. At most one recording may have turns."""
        pairs = list(zip(recordings, transcripts, strict=True))
        words = WordErrors.of(((said.text, heard["text"] or "") for said, heard in pairs), language)
        completed = [heard for _, heard in pairs if heard["status"] == "completed"]
        right = sum(str(heard["language_code"]).startswith(language) for heard in completed)
        return cls(
            len(recordings),
            words,
            next(filter(None, (_speakers(said, heard) for said, heard in pairs)), None),
            right if detected else None,
            len(recordings) - len(completed),
            ", ".join(sorted({heard["speech_model_used"] for heard in completed})),
        )


def _speakers(said: Recording, heard: Mapping[str, Any]) -> SpeakerErrors | None:
    """From the utterances, as a client gets them."""
    utterances = heard["utterances"]
    if not said.turns or not utterances:
        return None
    found = [Turn(turn["start"] / 1000, turn["end"] / 1000, turn["speaker"]) for turn in utterances]
    return SpeakerErrors.of(said.turns, found)
