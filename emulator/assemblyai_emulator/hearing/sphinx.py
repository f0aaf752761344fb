"""The only module that touches pocketsphinx, which ships no types."""

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

FRAME_MS = 10


@dataclass(frozen=True, slots=True)
class HeardWord:
    """One entry of a decoded stretch: its spelling in the dictionary, frames (10 ms, end exclusive), 0 to 1."""

    spelling: str
    start_frame: int
    end_frame: int
    probability: float


class Decoder:
    """Decodes one stretch of speech at a time with the library's own US-English models.

    Loading them takes about 0.4 s of processor time and 100 MB. It holds the interpreter's lock while it
    works, so it belongs in a process of its own.
    """

    def __init__(self) -> None:
        library: Any = importlib.import_module("pocketsphinx")
        self._decoder: Any = library.Decoder(loglevel="FATAL")

    @property
    def channel_mean(self) -> str:
        """The running estimate of how a channel sounds; each channel needs its own."""
        return str(self._decoder.get_cmn(False))

    @channel_mean.setter
    def channel_mean(self, mean: str) -> None:
        self._decoder.set_cmn(mean)

    def begin(self) -> None:
        self._decoder.start_utt()

    def feed(self, pcm: bytes) -> None:
        self._decoder.process_raw(pcm)

    def end(self) -> Iterator[HeardWord]:
        self._decoder.end_utt()
        for segment in self._decoder.seg() or ():
            # The library's end frame is the last one that belongs to the word; its prob is already linear.
            yield HeardWord(segment.word, segment.start_frame, segment.end_frame + 1, segment.prob)


class VoiceDetector:
    """Tells speech from silence, one 30 ms frame at a time, with about 0.3 s of hindsight."""

    def __init__(self) -> None:
        library: Any = importlib.import_module("pocketsphinx")
        self._endpointer: Any = library.Endpointer()
        self.frame_bytes = int(self._endpointer.frame_bytes)

    @property
    def in_speech(self) -> bool:
        return bool(self._endpointer.in_speech)

    @property
    def speech_start(self) -> float:
        """Seconds from the first frame to the start of the speech heard now, or last."""
        return float(self._endpointer.speech_start)

    def process(self, frame: bytes) -> bytes:
        """The speech that this frame completes; empty when there is none."""
        return self._endpointer.process(frame) or b""

    def finish(self, rest: bytes) -> bytes:
        """What the detector still holds back, when the audio ends inside speech."""
        # It insists on at least one sample.
        return self._endpointer.end_stream(rest or b"\0\0") or b""
