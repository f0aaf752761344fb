"""Endpointing: splits the PCM of one channel into segments of speech."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from assemblyai_emulator.hearing.sphinx.decoder import VoiceDetector

BYTES_PER_MS = 32
LONGEST_MS = 30_000
"""The longest segment. The decoder's memory and time grow with it, so music, or speech without a pause, is split."""

_SEARCH_MS = 10_000
"""A long segment is split at the quietest moment of its last ten seconds."""

_LEAD_MS = 300
"""The detector mistakes the soft start of a first word for silence, so decoding starts this much earlier."""

_RECENT_BYTES = (_LEAD_MS + 400) * BYTES_PER_MS
"""The lead, and the 400 ms that the detector looks back when it decides that speech has begun."""


@dataclass(frozen=True, slots=True)
class SpeechSegment:
    """A segment of 16 kHz, 16-bit PCM, and its start in milliseconds from the beginning of the channel.

    If the audio begins with speech, the start is negative and the first samples are silent.
    """

    start_ms: int
    pcm: bytes


class Endpointer:
    """Takes the PCM of one channel in order, and yields each segment of speech when it has ended."""

    def __init__(self) -> None:
        self._detector = VoiceDetector()
        # Offsets are in bytes, and start at the silence that is put before the channel as a lead.
        self._rest = bytes(_LEAD_MS * BYTES_PER_MS)
        self._recent = bytearray()
        self._recent_end = 0
        self._speech = bytearray()
        self._speech_start = 0

    @property
    def pending_ms(self) -> int | None:
        """Where the current segment of speech began. None during silence."""
        return self._ms(self._speech_start) if self._speech else None

    def feed(self, pcm: bytes) -> Iterator[SpeechSegment]:
        buffer = self._rest + pcm
        size = self._detector.frame_bytes
        whole = len(buffer) - len(buffer) % size
        self._rest = buffer[whole:]
        for offset in range(0, whole, size):
            yield from self._process_frame(buffer[offset : offset + size])

    def finish(self) -> Iterator[SpeechSegment]:
        """The last segment, if the audio ended within it."""
        if self._detector.in_speech:
            self._speech += self._detector.finish(self._rest)
            yield self._take(len(self._speech))

    def _process_frame(self, frame: bytes) -> Iterator[SpeechSegment]:
        was_speaking = self._detector.in_speech
        self._remember(frame)
        speech = self._detector.process(frame)
        if speech and not was_speaking:
            self._begin_speech()
        self._speech += speech
        if speech and not self._detector.in_speech:
            yield self._take(len(self._speech))
        elif len(self._speech) > LONGEST_MS * BYTES_PER_MS:
            yield self._take(self._quietest_offset())

    def _remember(self, frame: bytes) -> None:
        self._recent += frame
        del self._recent[:-_RECENT_BYTES]
        self._recent_end += len(frame)

    def _begin_speech(self) -> None:
        """Start a segment with its lead, but without any audio of the previous segment."""
        start = round(self._detector.speech_start * 1000) * BYTES_PER_MS
        oldest = self._recent_end - len(self._recent)
        lead_start = max(start - _LEAD_MS * BYTES_PER_MS, self._speech_start, oldest)
        self._speech += self._recent[lead_start - oldest : start - oldest]
        self._speech_start = lead_start

    def _take(self, size: int) -> SpeechSegment:
        segment = SpeechSegment(self._ms(self._speech_start), bytes(self._speech[:size]))
        del self._speech[:size]
        self._speech_start += size
        return segment

    def _ms(self, offset: int) -> int:
        return offset // BYTES_PER_MS - _LEAD_MS

    def _quietest_offset(self) -> int:
        """The offset in bytes of the middle of the quietest frame in the last ten seconds."""
        size = self._detector.frame_bytes
        frames = _SEARCH_MS * BYTES_PER_MS // size
        first = len(self._speech) // size - frames
        samples = np.frombuffer(bytes(self._speech[first * size : (first + frames) * size]), np.int16)
        loudness = np.square(samples.reshape(frames, -1), dtype=np.float32).sum(axis=1)
        # A whole number of milliseconds, so that times stay exact.
        return (first + int(loudness.argmin())) * size + size // 2 // BYTES_PER_MS * BYTES_PER_MS
