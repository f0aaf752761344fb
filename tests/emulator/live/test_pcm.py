import numpy as np
import pytest

from assemblyai_emulator.live.pcm import PcmConverter


def tone(rate: int, seconds: float = 1.0, hz: float = 440.0) -> np.ndarray:
    return (10_000 * np.sin(2 * np.pi * hz * np.arange(round(rate * seconds)) / rate)).astype("<i2")


def test_mu_law_is_expanded_as_g711_defines_it():
    found = np.frombuffer(
        PcmConverter("pcm_mulaw", 16_000).convert(bytes([0xFF, 0x7F, 0x80, 0x00, 0xF0])), np.int16
    )
    assert found.tolist() == [0, 0, 32_124, -32_124, 120]


def test_the_coder_of_these_tests_and_the_converter_agree(mulaw):
    samples = tone(8000)
    found = np.frombuffer(PcmConverter("pcm_mulaw", 16_000).convert(mulaw(samples.tobytes())), np.int16)
    assert np.abs(found.astype(int) - samples).max() < 400


@pytest.mark.parametrize("rate", [8_000, 22_050, 44_100, 48_000])
def test_another_rate_is_resampled_however_the_audio_is_cut(rate):
    audio = tone(rate).tobytes()

    def converted(size: int) -> bytes:
        converter = PcmConverter("pcm_s16le", rate)
        parts = [converter.convert(audio[start : start + size]) for start in range(0, len(audio), size)]
        return b"".join(parts) + converter.finish()

    found = np.frombuffer(converted(len(audio)), np.int16)
    assert abs(len(found) - 16_000) <= 32
    assert np.abs(found[1000:15_000].astype(int) - tone(16_000)[1000:15_000]).max() < 700
    assert np.frombuffer(converted(2000), np.int16).tolist() == found.tolist()


def test_16_khz_is_taken_as_it_is():
    audio = tone(16_000).tobytes()
    converter = PcmConverter("pcm_s16le", 16_000)
    assert converter.convert(audio) + converter.finish() == audio
