"""Finds turns: where speech begins, and where a silence ends it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from assemblyai_emulator.hearing.sphinx.decoder import VoiceDetector
from assemblyai_emulator.hearing.sphinx.endpointing import BYTES_PER_MS
from assemblyai_emulator.live.settings import TurnRules

_LEAD_BYTES = 300 * BYTES_PER_MS
"""The detector mistakes the soft start of a first word for silence, so a turn starts this much earlier."""

_TAIL_BYTES = 200 * BYTES_PER_MS
"""The soft end of a last word, and a moment of silence that tells a recognizer that it is the last."""

_RECENT_BYTES = _LEAD_BYTES + 400 * BYTES_PER_MS
"""The lead, and the 400 ms that the detector looks back when it decides that speech has begun."""

_SETTLED_BYTES = 300 * BYTES_PER_MS
"""After a turn is cut short, the detector needs this long to notice silence."""

_LONGEST_BYTES = 28_000 * BYTES_PER_MS
"""The longest turn. Whisper hears 30 seconds at once."""

_SEARCH_BYTES = 5_000 * BYTES_PER_MS
"""A turn that is too long is cut at the quietest moment of its last seconds."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """There is no turn at `now_ms`."""

    now_ms: int


@dataclass(frozen=True, slots=True)
class Began:
    """`start_ms` is in milliseconds from the beginning of the stream, like every time here."""

    start_ms: int


@dataclass(frozen=True, slots=True)
class Speech:
    """More audio of the turn."""

    pcm: bytes


@dataclass(frozen=True, slots=True)
class Paused:
    """The speech has stopped. If it does not go on, the turn ends, and is `pcm`."""

    pcm: bytes


@dataclass(frozen=True, slots=True)
class Ended:
    """The whole turn. `confidence` that it is over is 0 to 1."""

    start_ms: int
    pcm: bytes
    confidence: float


Found = Quiet | Began | Speech | Paused | Ended


class TurnFinder:
    """Takes 16 kHz, 16-bit PCM in order. What it finds does not depend on how the audio was cut."""

    def __init__(self, rules: TurnRules) -> None:
        self.rules = rules
        self._detector = VoiceDetector()
        # Offsets are in bytes from the beginning of the stream.
        self._rest = b""
        self._recent = bytearray()
        self._end = 0
        self._turn: bytearray | None = None
        self._start = 0
        self._free_from = 0

    def feed(self, pcm: bytes) -> Iterator[Found]:
        buffer = self._rest + pcm
        size = self._detector.frame_bytes
        whole = len(buffer) - len(buffer) % size
        self._rest = buffer[whole:]
        for offset in range(0, whole, size):
            yield from self._frame(buffer[offset : offset + size])

    def force(self) -> Iterator[Ended]:
        """End the turn now, if there is one."""
        if self._turn is not None:
            yield self._take(self._turn, self._end)

    def _frame(self, frame: bytes) -> Iterator[Found]:
        self._recent += frame
        del self._recent[:-_RECENT_BYTES]
        self._end += len(frame)
        was_in_speech = self._detector.in_speech
        self._detector.process(frame)
        if self._turn is not None:
            self._turn += frame
            yield Speech(frame)
            if was_in_speech and not self._detector.in_speech:
                yield Paused(self._until(self._turn, self._speech_end()))
            yield from self._over(self._turn)
        elif self._detector.in_speech and self._end - self._free_from >= _SETTLED_BYTES:
            start = round(self._detector.speech_start * 1000) * BYTES_PER_MS - _LEAD_BYTES
            yield from self._begin(bytes(self._recent), start)
        else:
            yield Quiet(self._end // BYTES_PER_MS)

    def _begin(self, recent: bytes, start: int) -> Iterator[Found]:
        """Begin a turn with what `recent` holds from `start`, without any audio of the turn before."""
        oldest = self._end - len(recent)
        self._start = max(start, oldest, self._free_from)
        self._turn = bytearray(recent[self._start - oldest :])
        yield Began(self._start // BYTES_PER_MS)
        yield Speech(bytes(self._turn))

    def _over(self, turn: bytearray) -> Iterator[Found]:
        if not self._detector.in_speech and self._silence_ms() >= self.rules.silence_ms:
            yield self._take(turn, self._speech_end())
        elif len(turn) > _LONGEST_BYTES:
            cut = _quietest(turn, self._detector.frame_bytes)
            rest = bytes(turn[cut:])
            yield self._take(turn, self._start + cut)
            yield from self._begin(rest, self._free_from)

    def _take(self, turn: bytearray, until: int) -> Ended:
        confidence = 0.0 if self._detector.in_speech else self.rules.confidence(self._silence_ms())
        pcm = self._until(turn, until)
        self._turn = None
        self._free_from = self._start + len(pcm)
        return Ended(self._start // BYTES_PER_MS, pcm, confidence)

    def _until(self, turn: bytearray, until: int) -> bytes:
        return bytes(turn[: max(until - self._start, 0)])

    def _speech_end(self) -> int:
        return round(self._detector.speech_end * 1000) * BYTES_PER_MS + _TAIL_BYTES

    def _silence_ms(self) -> float:
        return max(self._end / BYTES_PER_MS - self._detector.speech_end * 1000, 0.0)


def _quietest(turn: bytearray, size: int) -> int:
    """The offset of the quietest frame of the last seconds."""
    frames = _SEARCH_BYTES // size
    first = len(turn) // size - frames
    samples = np.frombuffer(bytes(turn[first * size : (first + frames) * size]), np.int16)
    loudness = np.square(samples.reshape(frames, -1), dtype=np.float32).sum(axis=1)
    return (first + int(loudness.argmin())) * size
