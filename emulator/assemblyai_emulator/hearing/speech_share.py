"""How much of an audio file is speech, and whether that is enough."""

from collections.abc import Sequence

from assemblyai_emulator.errors import MediaError
from assemblyai_emulator.wording.words import Word


def speech_share(words: Sequence[Word], duration_ms: float) -> float:
    """The share of the time in which a word was heard on any channel, 0 to 1.

    The pauses between words do not count. How the service measures it is not published.
    """
    spoken = 0
    heard_until = 0
    for word in sorted(words, key=lambda word: word.start):
        spoken += max(word.end - max(word.start, heard_until), 0)
        heard_until = max(heard_until, word.end)
    return min(spoken / duration_ms, 1.0) if duration_ms > 0 else 0.0


def check(words: Sequence[Word], duration_ms: float, speech_threshold: float) -> None:
    """Raises MediaError with the API's own sentence when there is less speech than asked for.

    https://www.assemblyai.com/docs/speech-threshold
    """
    share = round(speech_share(words, duration_ms), 4)
    if share < speech_threshold:
        raise MediaError(
            f"Audio speech threshold {share} is below the requested speech threshold value "
            f"{float(speech_threshold)}"
        )
