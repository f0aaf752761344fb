"""Whether a source gives its audio as fast as its sample rate says."""

from dataclasses import dataclass, field
from statistics import fmean

from assemblyai_tools.streaming.parameters import StreamParameters

_WINDOW = 2.0
"""Seconds of the clock in which the audio is measured at a time."""

_WINDOWS = 8
"""Measurements in a row that must agree: a source that pauses, or reads a file, does not keep to one tempo so long."""

_SPREAD = 0.08
"""How far a measurement may be from their mean, as a share of it."""

_RIGHT = (0.85, 1.18)
"""Tempos that are those of real time; no usual sample rates are so close to each other."""

_LIKELY = (0.15, 7.0)
"""Tempos that a wrong sample rate can explain."""


@dataclass(slots=True)
class Tempo:
    """Measures a live source, and warns once."""

    parameters: StreamParameters
    _since: float | None = None
    _bytes: int = 0
    _measured: list[float] = field(default_factory=list[float])
    _is_done: bool = False

    def notice(self, piece: bytes, now: float, *, waited: bool) -> str | None:
        """Look at a piece that came now: a warning, if this is the time for it.

        `waited`: the source had to wait, so that its tempo is not its own.
        """
        a_second = 1000 * (self.parameters.bytes_a_millisecond or 0.0)
        if self._is_done or not a_second:
            return None
        if self._since is None or waited:
            self._since, self._bytes = now, 0
            self._measured.clear()
            return None
        self._bytes += len(piece)
        passed = now - self._since
        if passed < _WINDOW:
            return None
        self._measured = [*self._measured[1 - _WINDOWS :], self._bytes / a_second / passed]
        self._since, self._bytes = now, 0
        return self._verdict()

    def _verdict(self) -> str | None:
        mean = fmean(self._measured)
        agree = all(abs(one - mean) <= _SPREAD * mean for one in self._measured)
        is_right = _RIGHT[0] <= mean <= _RIGHT[1]
        if len(self._measured) < _WINDOWS or not agree or is_right or not _LIKELY[0] <= mean <= _LIKELY[1]:
            return None
        self._is_done = True
        rate = self.parameters.sample_rate or 0
        channels = " or more than one channel," if mean > 1 else ""
        return (
            f"The audio comes {mean:.2g} times as fast as sample_rate={rate} says: it seems to have about "
            f"{round(rate * mean, -3):,.0f} samples a second,{channels} and words and times will be wrong. Give the "
            "sample_rate that it has, and one channel."
        )
