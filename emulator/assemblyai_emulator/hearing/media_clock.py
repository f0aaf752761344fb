"""The time of decoded audio on the clock that a media player shows."""

import math

_TOLERANCE = 0.1
"""Seconds by which a timestamp may differ from the audio before it.

Timestamps are rounded, live recorders' jitter by some 60 ms, and an encoder's delay is up to 50 ms.
FFmpeg's own resampler fills gaps from this length on (`min_hard_comp`).
"""

_RESTART = 10.0
"""Seconds. Timestamps that go back further have started anew, as where two recordings were joined.

FFmpeg takes the same step for a discontinuity (`dts_delta_threshold`).
"""

_LONGEST_GAP_AFTER_END = 60.0
"""Seconds. Where a container does not state its length, FFmpeg guesses it from the bit rate: too short for a hole."""


class MediaClock:
    """Says how much silence stands before each decoded frame.

    Zero is where the container starts, `origin`: the earliest of its streams. So a container whose streams all begin
    late, as MPEG-TS does at 1.4 s, begins at 0, and audio that begins 5 s after the video begins at 5 s. That is
    what players show. Then, for each frame:

    - A timestamp within 100 ms of the audio so far is jitter, or an encoder's delay. It changes nothing. The
      difference is to the sum of all audio so far, so small losses add up and are filled when they reach 100 ms.
    - A timestamp further ahead is a gap, and silence fills it.
    - A gap is not believed if it is longer than `longest_gap`, or ends after `end` and is longer than a minute: a
      damaged or hostile timestamp must not make hours of silence. The frame follows the one before it, and time goes
      on from there.
    - A timestamp that is behind never removes audio. If it is more than 10 s behind, the timestamps have started
      anew, and time goes on.
    - After either jump, a timestamp that fits better to the time before the jump ends it.
    - A frame without a timestamp follows the one before it.

    All times are in seconds. Without an `origin`, the first timestamp is zero.
    """

    def __init__(self, origin: float | None, end: float, longest_gap: float) -> None:
        self.position = 0.0
        self._origins = None if origin is None else (origin, origin)
        self._end = end
        self._longest_gap = longest_gap

    def silence_before(self, time: float | None) -> float:
        """The length of the silence before a frame with that timestamp. `position` moves to its end."""
        if time is None or not math.isfinite(time):
            return 0.0
        # The origin now, and before the last jump of the timestamps.
        origin, other = self._origins or (time, time)
        if abs(time - other - self.position) < abs(time - origin - self.position):
            origin, other = other, origin
        ahead = time - origin - self.position
        if -_RESTART <= ahead <= _TOLERANCE:
            self._origins = origin, other
            return 0.0
        if ahead < 0 or not self._is_believed(ahead):
            self._origins = origin + ahead, origin
            return 0.0
        self._origins = origin, other
        self.position += ahead
        return ahead

    def _is_believed(self, gap: float) -> bool:
        within = self.position + gap <= self._end or gap <= _LONGEST_GAP_AFTER_END
        return within and gap <= self._longest_gap

    def advance(self, seconds: float) -> None:
        """Count a frame of that length."""
        self.position += seconds
