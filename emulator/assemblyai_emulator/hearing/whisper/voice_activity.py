"""Voice activity: finds the speech of one channel and puts it together into pieces that fill Whisper's window.

Whisper invents words where there is no speech, so it is given speech only. And it always reads 30 seconds at a time, so
short stretches of speech share a piece.
"""

from collections.abc import Iterator

import numpy as np

from assemblyai_emulator.hearing.media import SAMPLE_RATE
from assemblyai_emulator.hearing.whisper.library import LONGEST_SPEECH_S, VoiceDetector
from assemblyai_emulator.hearing.whisper.piece import Audio, Piece, Span

WINDOW_SAMPLES = 60 * SAMPLE_RATE
"""How much audio is searched at once. Memory grows with it."""

_EDGE_SAMPLES = SAMPLE_RATE
"""Speech that ends this close to the end of a window may go on: it is searched again with the next window."""

_LONGEST_PIECE = round(LONGEST_SPEECH_S * SAMPLE_RATE)
_LONGEST_WAIT = 30 * SAMPLE_RATE
"""A piece that is not full waits this long for more speech, then it is decoded: progress must not stand still."""

_SILENT_PEAK = 8 / 32768
"""A window without a louder sample (-72 dB) is silence. Hours of it need no search."""


class SpeechFinder:
    """Takes the PCM of one channel in order, and yields its speech piece by piece."""

    def __init__(self, detector: VoiceDetector) -> None:
        self._detector = detector
        # Audio that is not searched yet, and its place in the channel.
        self._blocks: list[Audio] = []
        self._waiting = 0
        self._start = 0
        # Speech that has been found and is not a full piece yet.
        self._speech: list[Audio] = []
        self._spans: list[Span] = []
        self._length = 0

    @property
    def done_ms(self) -> int:
        """Up to where everything has been yielded, in milliseconds."""
        sample = self._spans[0][0] if self._spans else self._start
        return sample * 1000 // SAMPLE_RATE

    def feed(self, pcm: bytes) -> Iterator[Piece]:
        block = np.frombuffer(pcm, np.int16).astype(np.float32) / np.float32(32768)
        self._blocks.append(block)
        self._waiting += len(block)
        if self._waiting >= WINDOW_SAMPLES:
            yield from self._search(ended=False)

    def finish(self) -> Iterator[Piece]:
        yield from self._search(ended=True)
        if self._spans:
            yield self._take()

    def _search(self, *, ended: bool) -> Iterator[Piece]:
        window = np.concatenate(self._blocks) if self._blocks else np.empty(0, np.float32)
        spans = self._detector.spans(window) if window.size and np.abs(window).max() > _SILENT_PEAK else []
        searched = len(window)
        if not ended:
            searched = max(len(window) - _EDGE_SAMPLES, 0)
            if spans and spans[-1][1] > searched:
                searched = min(spans.pop()[0], searched)
        for start, end in spans:
            yield from self._add(window[start:end], self._start + start)
        # A copy: a view would keep the whole window in memory.
        rest = window[searched:].copy()
        self._start += searched
        self._blocks, self._waiting = [rest], len(rest)
        if self._spans and self._start - self._spans[-1][1] > _LONGEST_WAIT:
            yield self._take()

    def _add(self, speech: Audio, start: int) -> Iterator[Piece]:
        if self._spans and self._length + len(speech) > _LONGEST_PIECE:
            yield self._take()
        self._speech.append(speech.copy())
        self._spans.append((start, start + len(speech)))
        self._length += len(speech)

    def _take(self) -> Piece:
        piece = Piece(np.concatenate(self._speech), self._spans)
        self._speech, self._spans, self._length = [], [], 0
        return piece
