"""Cuts one channel's endless PCM into stretches of speech."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from assemblyai_emulator.hearing.sphinx import VoiceDetector

BYTES_PER_MS = 32
# A talker without a pause, or music: the decoder's memory and time grow with the stretch, so it is cut at
# the quietest moment of its last seconds.
LONGEST_MS = 30_000
_SEARCH_MS = 10_000
# The detector takes the soft start of a first word for silence; decoding from a little earlier finds it.
_LEAD_MS = 300
# Beside the lead, what the detector looks back on when it decides that speech has begun.
_RECENT_BYTES = (_LEAD_MS + 400) * BYTES_PER_MS


@dataclass(frozen=True, slots=True)
class SpeechSegment:
    """A stretch of 16 kHz, 16-bit PCM and where it starts, in milliseconds from the channel's beginning.

    The start is negative, and the first samples silent, if speech begins with the audio.
    """

    start_ms: int
    pcm: bytes


class Endpointer:
    """Feed it a channel's PCM in order; it gives each stretch of speech when it has ended."""

    def __init__(self) -> None:
        self._detector = VoiceDetector()
        # Offsets count bytes from the start of a silence that is put before the channel, as a lead.
        self._rest = bytes(_LEAD_MS * BYTES_PER_MS)
        self._recent = bytearray()
        self._recent_end = 0
        self._speech = bytearray()
        self._speech_start = 0

    @property
    def pending_ms(self) -> int | None:
        """Where speech that has not ended yet began; None in silence."""
        return self._ms(self._speech_start) if self._speech else None

    def feed(self, pcm: bytes) -> Iterator[SpeechSegment]:
        waiting = self._rest + pcm
        size = self._detector.frame_bytes
        whole = len(waiting) - len(waiting) % size
        self._rest = waiting[whole:]
        for offset in range(0, whole, size):
            yield from self._process_frame(waiting[offset : offset + size])

    def finish(self) -> Iterator[SpeechSegment]:
        """The last stretch, if the audio ended inside it."""
        if self._detector.in_speech:
            self._speech += self._detector.finish(self._rest)
            yield self._take(len(self._speech))

    def _process_frame(self, frame: bytes) -> Iterator[SpeechSegment]:
        was_speaking = self._detector.in_speech
        self._remember(frame)
        heard = self._detector.process(frame)
        if heard and not was_speaking:
            self._begin_speech()
        self._speech += heard
        if heard and not self._detector.in_speech:
            yield self._take(len(self._speech))
        elif len(self._speech) > LONGEST_MS * BYTES_PER_MS:
            yield self._take(self._quietest_offset())

    def _remember(self, frame: bytes) -> None:
        self._recent += frame
        del self._recent[:-_RECENT_BYTES]
        self._recent_end += len(frame)

    def _begin_speech(self) -> None:
        """Start a stretch with its lead, but never with audio that the stretch before it has had."""
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
        """The byte at the middle of the quietest frame among the last ten seconds."""
        size = self._detector.frame_bytes
        frames = _SEARCH_MS * BYTES_PER_MS // size
        first = len(self._speech) // size - frames
        samples = np.frombuffer(bytes(self._speech[first * size : (first + frames) * size]), np.int16)
        loudness = np.square(samples.reshape(frames, -1), dtype=np.float32).sum(axis=1)
        # A multiple of a millisecond, so that times stay exact.
        return (first + int(loudness.argmin())) * size + size // 2 // BYTES_PER_MS * BYTES_PER_MS
