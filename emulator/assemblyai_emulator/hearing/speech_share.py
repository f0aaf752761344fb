"""The share of an audio file that is speech, and the check of `speech_threshold`."""

from collections.abc import Sequence

from assemblyai_emulator.errors import MediaError
from assemblyai_emulator.wording.words import Word


def speech_share(words: Sequence[Word], duration_ms: float) -> float:
    """The share of the time during which a word was spoken on any channel, 0 to 1.

    Pauses between words do not count. How the service measures it is not published.
    """
    spoken_ms = 0
    counted_until = 0
    for word in sorted(words, key=lambda word: word.start):
        spoken_ms += max(word.end - max(word.start, counted_until), 0)
        counted_until = max(counted_until, word.end)
    return min(spoken_ms / duration_ms, 1.0) if duration_ms > 0 else 0.0


def check(words: Sequence[Word], duration_ms: float, speech_threshold: float) -> None:
    """Raises MediaError with the API's error text if there is less speech than the threshold.

    https://www.assemblyai.com/docs/speech-threshold
    """
    share = round(speech_share(words, duration_ms), 4)
    if share < speech_threshold:
        raise MediaError(
            f"Audio speech threshold {share} is below the requested speech threshold value "
            f"{float(speech_threshold)}. Speech: too little of the audio is spoken words."
        )
