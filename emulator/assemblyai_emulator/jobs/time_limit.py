"""How long a job may take."""

from collections.abc import Callable
from dataclasses import dataclass

BASE_SECONDS = 120.0
"""Seconds for what does not depend on the length: starting the worker and loading the models, on a slow machine."""

SECONDS_PER_SECOND = 2.0
"""Seconds for each second of audio and each channel: some twenty times what a common machine needs."""

LARGE_SECONDS_PER_SECOND = 60.0
"""The same with a speech model of one's own or a large one, which needs some three seconds for a second."""

SPEAKER_SECONDS_PER_SECOND = 30.0
"""What speaker labels need in addition: some ten times what a common machine needs."""

LONGEST_AUDIO_SECONDS = 36_000.0
"""Ten hours, the API's limit."""

_SPEECH_BYTES_PER_SECOND = 500
"""Bytes that a second of speech takes at least. A file that states no length is taken to be as long as that allows."""

_SILENCE_BYTES_PER_SECOND = 40
"""Bytes that a second of silence takes at least. A file that states a longer time than that allows is not believed."""


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """The limit of one job. `size` is that of its file, in bytes. `large_model` is any but those in packages."""

    size: int
    speaker_labels: bool
    large_model: bool = False

    def seconds(self, audio_seconds: float | None) -> float:
        """Seconds for the whole job, by the clock on the wall.

        `audio_seconds` is the length that the file states, summed over the channels that are decoded apart. None if
        the file does not say: then its size tells.
        """
        if audio_seconds is None:
            length = self.size / _SPEECH_BYTES_PER_SECOND
        else:
            length = min(audio_seconds, self.size / _SILENCE_BYTES_PER_SECOND)
        factor = LARGE_SECONDS_PER_SECOND if self.large_model else SECONDS_PER_SECOND
        factor += SPEAKER_SECONDS_PER_SECOND if self.speaker_labels else 0
        return BASE_SECONDS + factor * min(length, LONGEST_AUDIO_SECONDS)


class Deadline:
    """The time of one running job: it changes as its worker learns how much audio there is.

    `seconds` is the limit now. `changed` is called with it after each change.
    """

    def __init__(self, limit: TimeLimit, changed: Callable[[float], None]) -> None:
        self.seconds = limit.seconds(None)
        self._limit = limit
        self._changed = changed

    def stated(self, audio_seconds: float) -> None:
        """The file states this length."""
        self._move(self._limit.seconds(audio_seconds))

    def decoded(self, audio_seconds: float) -> None:
        """So much was decoded. It can be more than the file states: joined Ogg files state the last one's length."""
        self._move(max(self.seconds, self._limit.seconds(audio_seconds)))

    def _move(self, seconds: float) -> None:
        self.seconds = seconds
        self._changed(seconds)
