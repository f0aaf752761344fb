"""Turns the audio of a stream into the PCM that recognizers take: 16 kHz, 16 bits, native-endian, one channel."""

import av
import numpy as np
from av.audio.frame import AudioFrame

from assemblyai_emulator.hearing.media import SAMPLE_RATE
from assemblyai_emulator.parameters.live import Encoding


def _mulaw_values() -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    """The sample of each byte, as G.711 defines them."""
    bits = ~np.arange(256) & 0xFF
    size = ((((bits & 0x0F) << 3) + 0x84) << ((bits >> 4) & 0x07)) - 0x84
    return np.where(bits & 0x80, -size, size).astype(np.int16)


_MULAW = _mulaw_values()


class PcmConverter:
    """Takes whole samples, in order. Audio that is not 16 kHz is resampled; `finish` gives its last milliseconds."""

    def __init__(self, encoding: Encoding, sample_rate: int) -> None:
        self._encoding = encoding
        self._rate = sample_rate
        self._resampler: av.AudioResampler | None = None
        if sample_rate != SAMPLE_RATE:
            self._resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)

    def convert(self, audio: bytes) -> bytes:
        if self._encoding == "pcm_mulaw":
            samples = _MULAW[np.frombuffer(audio, np.uint8)]
        else:
            samples = np.frombuffer(audio, "<i2").astype(np.int16)
        if self._resampler is None or not samples.size:
            return samples.tobytes()
        frame = AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = self._rate
        return b"".join(one.to_ndarray().tobytes() for one in self._resampler.resample(frame))

    def finish(self) -> bytes:
        """The last milliseconds."""
        if self._resampler is None:
            return b""
        return b"".join(one.to_ndarray().tobytes() for one in self._resampler.resample(None))
