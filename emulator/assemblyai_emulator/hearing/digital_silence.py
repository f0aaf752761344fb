"""Finds long digital silence, which needs no conversion: hours of it fit into a small file."""

from av.audio.frame import AudioFrame

_LONG = 1.0
"""Seconds of silence after which conversion stops. By then the resampler holds nothing but silence."""

_FIRST_BYTES = 64
"""Bytes that are looked at before a whole frame is. Nearly every frame with sound differs from zero in them."""


class DigitalSilence:
    """Says which frames of a file are in the midst of digital silence: every sample is zero."""

    def __init__(self) -> None:
        self._seconds = 0.0

    def goes_on(self, frame: AudioFrame) -> bool:
        """Whether this frame and at least the second before it are silent. Call it for every frame in order."""
        was_long = self._seconds >= _LONG
        if not _is_silent(frame):
            self._seconds = 0.0
            return False
        self._seconds += frame.samples / frame.sample_rate
        return was_long


def _is_silent(frame: AudioFrame) -> bool:
    if any(memoryview(frame.planes[0])[:_FIRST_BYTES]):
        return False
    return not frame.to_ndarray().any()
