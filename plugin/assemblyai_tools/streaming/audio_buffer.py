"""The audio that no final turn has acknowledged yet, and how much of it was sent."""

from collections import deque

from assemblyai_tools.streaming.parameters import BYTES_A_SAMPLE, StreamParameters

SHORTEST = 50
"""Milliseconds of the shortest frame that the service takes."""

LONGEST = 1000
"""Milliseconds of the longest frame that the service takes."""

LONGEST_UNSENT = 90_000
"""The most audio that waits to be sent, in milliseconds, before its source has to wait: more than an outage lasts."""

_MOST_PACKETS = 1000
"""Pieces of compressed audio that wait to be sent, at most."""

_SILENCE = {"pcm_s16le": b"\x00", "pcm_mulaw": b"\xff"}
"""The byte of silence."""


class SampleBuffer:
    """Samples, by their place in the stream. Frames of 50 to 1,000 ms are cut from them as they are sent."""

    can_rewind = True

    def __init__(self, parameters: StreamParameters) -> None:
        self._sample = BYTES_A_SAMPLE[parameters.encoding]
        self._a_millisecond = parameters.bytes_a_millisecond or 0.0
        self._silence = _SILENCE[parameters.encoding]
        self._kept = bytearray()
        self._start = 0
        self._sent = 0

    @property
    def start_ms(self) -> int:
        """Where what is kept starts."""
        return self._milliseconds(self._start)

    @property
    def sent_ms(self) -> int:
        """Up to where audio was given out."""
        return self._milliseconds(self._sent)

    @property
    def end_ms(self) -> int:
        """Up to where audio was added."""
        return self._milliseconds(self._start + len(self._kept))

    @property
    def is_all_sent(self) -> bool:
        return self._sent >= self._start + len(self._kept)

    @property
    def is_all_acknowledged(self) -> bool:
        """Whether nothing is left that could hold a word."""
        return self.end_ms - self.start_ms < SHORTEST

    @property
    def is_full(self) -> bool:
        """Whether more should wait until some is sent."""
        return self.end_ms - self.sent_ms >= LONGEST_UNSENT

    def add(self, audio: bytes) -> None:
        self._kept += audio

    def take(self, *, last: bool = False, until: int | None = None) -> bytes | None:
        """The next frame; None if there is too little for one. The `last` one is filled up with silence.

        It ends at the place `until`, in milliseconds, unless it would be too short.
        """
        at = self._sent - self._start
        there = len(self._kept) - at
        if there >= self._bytes(SHORTEST):
            size = min(there - there % self._sample, self._bytes(LONGEST))
            room = size if until is None else self._bytes(until) - self._sent
            size = min(size, room) if room >= self._bytes(SHORTEST) else size
            self._sent += size
            return bytes(memoryview(self._kept)[at : at + size])
        if not last or not there:
            return None
        rest = bytes(memoryview(self._kept)[at:])
        self._sent += there
        return rest.ljust(self._bytes(SHORTEST), self._silence)

    def acknowledge(self, milliseconds: int) -> None:
        """Forget what was heard up to here, as far as it was sent."""
        self._forget(min(self._bytes(milliseconds), self._sent))

    def keep(self, milliseconds: int) -> None:
        """Forget the oldest of what was sent, beyond so many milliseconds. What waits to be sent does not count."""
        self._forget(self._sent - self._bytes(milliseconds))

    def rewind(self) -> None:
        """Give out again what is kept."""
        self._sent = self._start

    def _forget(self, place: int) -> None:
        if place > self._start:
            del self._kept[: place - self._start]
            self._start = place

    def _bytes(self, milliseconds: int) -> int:
        """The place of a time, at the start of a sample."""
        place = round(milliseconds * self._a_millisecond)
        return place - place % self._sample

    def _milliseconds(self, place: int) -> int:
        return round(place / self._a_millisecond)


class PacketBuffer:
    """Compressed audio. Its bytes do not tell its duration, so it cannot be sent again from a certain time on."""

    can_rewind = False

    def __init__(self) -> None:
        self._left = deque[bytes]()
        self.start_ms = self.sent_ms = self.end_ms = 0

    @property
    def is_all_sent(self) -> bool:
        return not self._left

    @property
    def is_all_acknowledged(self) -> bool:
        """Whether nothing is left that could be sent."""
        return not self._left

    @property
    def is_full(self) -> bool:
        """Whether more should wait until some is sent."""
        return len(self._left) >= _MOST_PACKETS

    def add(self, audio: bytes) -> None:
        self._left.append(audio)

    def take(self, *, last: bool = False, until: int | None = None) -> bytes | None:  # noqa: ARG002 - as the other
        """The next packet."""
        return self._left.popleft() if self._left else None

    def acknowledge(self, milliseconds: int) -> None:
        """Nothing that was sent is kept."""

    def keep(self, milliseconds: int) -> None:
        """Nothing that was sent is kept."""

    def rewind(self) -> None:
        """Nothing that was sent is kept."""


def buffer_for(parameters: StreamParameters) -> SampleBuffer | PacketBuffer:
    """The buffer for this encoding."""
    return PacketBuffer() if parameters.bytes_a_millisecond is None else SampleBuffer(parameters)
