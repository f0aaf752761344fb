"""Long digital silence is not converted, and what stands around it sounds as if it had been."""

import av
import numpy as np
import pytest
from tests.emulator.media_files import loud_spans, tone

from assemblyai_emulator.hearing.conversion import Conversion
from assemblyai_emulator.hearing.media import Media


@pytest.fixture
def converted(monkeypatch):
    """The lengths in seconds of the frames that were converted."""
    seconds: list[float] = []
    convert = Conversion.convert

    def counting(self, frame):
        seconds.append(frame.samples / frame.sample_rate)
        return convert(self, frame)

    monkeypatch.setattr(Conversion, "convert", counting)
    return seconds


def saved(path, codec: str, rate: int, *channels: np.ndarray):
    layout = "mono" if len(channels) == 1 else "stereo"
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate, layout=layout)
        packed = np.stack(channels, axis=1).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(packed, format="s16", layout=layout)
        frame.sample_rate = rate
        container.mux([*stream.encode(frame), *stream.encode(None)])
    return path


def decoded(path, **options) -> np.ndarray:
    with Media(path, **options) as opened:
        return np.concatenate(list(opened.blocks()))


def silence(seconds: float, rate: int) -> np.ndarray:
    return np.zeros(round(seconds * rate), np.int16)


@pytest.mark.parametrize("rate", [2000, 8000, 11_025, 16_000, 22_050, 44_100, 48_000, 96_000])
@pytest.mark.parametrize("name", ["a.wav", "a.flac"])
def test_the_sound_around_it_keeps_its_time(tmp_path, converted, rate, name):
    sound = tone(1, rate=rate)
    whole = np.concatenate((silence(3.21, rate), sound, silence(61.37, rate), sound, silence(4.5, rate)))
    path = saved(tmp_path / name, "flac" if name == "a.flac" else "pcm_s16le", rate, whole)
    samples = decoded(path)[:, 0]
    assert len(samples) == pytest.approx(len(whole) * 16_000 / rate, abs=2)
    assert loud_spans(samples) == [pytest.approx(span, abs=0.011) for span in [(3.21, 4.21), (65.58, 66.58)]]
    assert sum(converted) < 9


def test_many_stretches_do_not_add_up_to_an_error(tmp_path, converted):
    parts = [part for _ in range(50) for part in (tone(0.1, rate=22_050), silence(1.7001, 22_050))]
    whole = np.concatenate([*parts, tone(0.1, rate=22_050)])
    samples = decoded(saved(tmp_path / "a.wav", "pcm_s16le", 22_050, whole))[:, 0]
    assert len(samples) == pytest.approx(len(whole) * 16_000 / 22_050, abs=2)
    assert loud_spans(samples)[-1] == pytest.approx((90.005, 90.105), abs=0.011)
    assert sum(converted) < 65


def test_the_sound_is_the_same_as_without_it(tmp_path):
    voice = tone(2, rate=16_000)
    whole = np.concatenate((voice, silence(10, 16_000), voice))
    assert np.array_equal(decoded(saved(tmp_path / "a.wav", "pcm_s16le", 16_000, whole))[:, 0], whole)


@pytest.mark.parametrize(("name", "codec"), [("a.wav", "pcm_s16le"), ("a.flac", "flac"), ("a.wv", "wavpack")])
def test_a_voice_on_the_other_channel_ends_it(tmp_path, name, codec):
    voice = np.concatenate((silence(3, 16_000), tone(2, rate=16_000)))
    # WavPack's decoder gives each channel an array of its own.
    path = saved(tmp_path / name, codec, 16_000, np.zeros_like(voice), voice)
    samples = decoded(path, multichannel=True)
    assert not samples[:, 0].any()
    assert loud_spans(samples[:, 1]) == [pytest.approx((3, 5), abs=0.011)]


def test_the_faintest_sound_is_kept(tmp_path):
    faint = np.concatenate((np.ones(64_000, np.int16), silence(1, 16_000)))
    assert np.array_equal(decoded(saved(tmp_path / "a.wav", "pcm_s16le", 16_000, faint))[:, 0], faint)


@pytest.mark.parametrize(
    ("sample_format", "layout", "rows"), [("s16p", "stereo", 2), ("s16p", "mono", 1), ("s16", "stereo", 1)]
)
def test_it_has_the_form_of_the_conversion(tmp_path, sample_format, layout, rows):
    path = saved(tmp_path / "a.wav", "pcm_s16le", 44_100, silence(9.4, 44_100), silence(9.4, 44_100))
    with Media(path) as opened:
        frames = list(opened.frames(sample_format, layout, 44_100))
    assert {frame.format.name for frame in frames} == {sample_format}
    assert {frame.layout.name for frame in frames} == {layout}
    assert {frame.to_ndarray().shape[0] for frame in frames} == {rows}
    assert sum(frame.samples for frame in frames) == round(9.4 * 44_100)


def test_hours_of_it_are_not_converted(tmp_path, converted):
    path = tmp_path / "a.flac"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("flac", rate=16_000, layout="mono", options={"frame_size": "65535"})
        for second in range(7200):
            frame = av.AudioFrame.from_ndarray(np.zeros((1, 16_000), np.int16), format="s16", layout="mono")
            frame.sample_rate, frame.pts = 16_000, second * 16_000
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    shares, count = [], 0
    with Media(path) as opened:
        for block in opened.blocks():
            count += len(block)
            assert block.shape == (8000, 1)
            assert not block.any()
            shares.append(opened.share_until(count // 16))
    assert count == 7200 * 16_000
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert sum(converted) < 10
