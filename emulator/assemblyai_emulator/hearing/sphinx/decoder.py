"""A typed wrapper around pocketsphinx, which ships no types. The only module that imports it."""

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

FRAME_MS = 10


@dataclass(frozen=True, slots=True)
class HeardWord:
    """One decoded word, spelled as in the dictionary. A frame is 10 ms, and the end frame is exclusive."""

    spelling: str
    start_frame: int
    end_frame: int
    probability: float


class Decoder:
    """Decodes one segment of speech at a time, with the US English models of the library.

    Loading them takes about 0.4 s of CPU time and 100 MB. Decoding holds the interpreter's lock, so it belongs in a
    process of its own.
    """

    def __init__(self, *, second_pass: bool = True) -> None:
        """Without a `second_pass` over the whole segment, its end costs nothing and changes no word."""
        library: Any = importlib.import_module("pocketsphinx")
        self._decoder: Any = library.Decoder(loglevel="FATAL", fwdflat=second_pass, bestpath=second_pass)

    @property
    def channel_mean(self) -> str:
        """The running cepstral mean: an estimate of how a channel sounds. Each channel needs its own."""
        return str(self._decoder.get_cmn(False))

    @channel_mean.setter
    def channel_mean(self, mean: str) -> None:
        self._decoder.set_cmn(mean)

    def forget(self) -> None:
        """Forget all audio heard so far: it has no effect on later audio."""
        self._decoder.reinit_feat()

    def begin(self) -> None:
        self._decoder.start_utt()

    def feed(self, pcm: bytes) -> None:
        self._decoder.process_raw(pcm)

    def so_far(self) -> list[HeardWord]:
        """The words of the segment so far. Later audio may change each of them; there are no probabilities yet."""
        return list(self._words())

    def end(self) -> Iterator[HeardWord]:
        self._decoder.end_utt()
        yield from self._words()

    def _words(self) -> Iterator[HeardWord]:
        for segment in self._decoder.seg() or ():
            # The library's end frame is inclusive. Its prob is already linear.
            yield HeardWord(segment.word, segment.start_frame, segment.end_frame + 1, segment.prob)


class VoiceDetector:
    """Detects voice activity in frames of 30 ms. It decides about 0.3 s late."""

    def __init__(self) -> None:
        library: Any = importlib.import_module("pocketsphinx")
        self._endpointer: Any = library.Endpointer()
        self.frame_bytes = int(self._endpointer.frame_bytes)

    @property
    def in_speech(self) -> bool:
        return bool(self._endpointer.in_speech)

    @property
    def speech_start(self) -> float:
        """Seconds from the first frame to the start of the current, or else the last, speech."""
        return float(self._endpointer.speech_start)

    @property
    def speech_end(self) -> float:
        """Seconds from the first frame to the end of the last speech. Meaningless until there was any."""
        return float(self._endpointer.speech_end)

    def process(self, frame: bytes) -> bytes:
        """The audio that is now known to be speech. Empty if there is none."""
        return self._endpointer.process(frame) or b""

    def finish(self, rest: bytes) -> bytes:
        """The speech that the detector still holds when the audio ends."""
        # The library requires at least one sample.
        return self._endpointer.end_stream(rest or b"\0\0") or b""
