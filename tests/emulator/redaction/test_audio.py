import resource

import numpy as np
import pytest
from tests.emulator import media_files
from tests.emulator.media_files import loud_spans, tone

from assemblyai_emulator.errors import MediaError
from assemblyai_emulator.hearing.media import Media
from assemblyai_emulator.redaction.audio import Mask, write


@pytest.fixture
def mask(tmp_path, wav):
    """Masks two seconds of a 300 Hz tone; gives the length in seconds and the pitch of each tenth of a second."""

    def masking(audio_mask: Mask, file_format: str = "wav", **sound):
        source, target = tmp_path / "source", tmp_path / f"target.{file_format}"
        source.write_bytes(wav(2.0, tone_hz=300, **sound))
        calls: list[float] = []
        write(source, target, audio_mask, calls.append)
        assert calls == sorted(calls)
        assert calls[0] > 0
        assert not list(tmp_path.glob("*.part"))
        with Media(target) as media:
            samples = np.concatenate(list(media.blocks()))[:, 0].astype(float)
        tenths = samples[: len(samples) // 1600 * 1600].reshape(-1, 1600)
        return len(samples) / 16_000, [_pitch(tenth) for tenth in tenths]

    return masking


def _pitch(samples) -> int:
    """The strongest frequency in hertz, 0 for silence."""
    if abs(samples).max() < 200:
        return 0
    return int(abs(np.fft.rfft(samples)).argmax()) * 10


@pytest.mark.parametrize("file_format", ["wav", "mp3"])
def test_a_span_is_beeped_and_the_rest_is_unchanged(mask, file_format):
    seconds, tenths = mask(Mask([(500, 1000)]), file_format)
    assert seconds == pytest.approx(2.0, abs=0.1)
    assert tenths[1:4] == [300] * 3
    assert tenths[6:9] == [1000] * 3
    assert tenths[11:18] == [300] * 7


def test_a_span_can_be_silenced(mask):
    _, tenths = mask(Mask([(500, 1000), (1500, 9000)], beep=False))
    assert tenths == [*[300] * 5, *[0] * 5, *[300] * 5, *[0] * 5]


def test_the_part_that_was_not_transcribed_is_silent(mask):
    _, tenths = mask(Mask([(0, 700)], start_ms=500, end_ms=1500))
    assert tenths == [*[0] * 5, *[1000] * 2, *[300] * 8, *[0] * 5]


@pytest.mark.parametrize("rate", [8000, 44_100, 96_000])
@pytest.mark.parametrize("channels", [1, 2])
def test_the_length_is_the_sources_at_any_sample_rate(mask, rate, channels):
    seconds, tenths = mask(Mask([(500, 1000)]), rate=rate, channels=channels)
    assert seconds == pytest.approx(2.0, abs=0.01)
    assert (tenths[2], tenths[7], tenths[12]) == (300, 1000, 300)


def test_a_file_that_is_not_audio_is_a_media_error(tmp_path):
    source = tmp_path / "source"
    source.write_bytes(b"no audio")
    with pytest.raises(MediaError):
        write(source, tmp_path / "target.mp3", Mask([]), lambda _: None)
    assert not (tmp_path / "target.mp3").exists()


@pytest.mark.parametrize("name", ["a.mkv", "a.ts"])
def test_a_beep_stands_where_the_word_was_in_a_file_with_gaps(tmp_path, name):
    path = media_files.write(
        tmp_path / name, "mp2", [(3, tone(1, 300)), (14, tone(1, 300))], video=(0, 16), rate=48_000
    )
    with Media(path) as media:
        spoken = loud_spans(np.concatenate(list(media.blocks()))[:, 0])
    (_, (start, end)) = spoken
    target = tmp_path / "target.wav"
    write(path, target, Mask([(round(start * 1000), round(end * 1000))]), lambda _: None)
    with Media(target) as media:
        samples = np.concatenate(list(media.blocks()))[:, 0].astype(float)
    assert loud_spans(samples) == [pytest.approx(span, abs=0.02) for span in spoken]
    pitches = [
        _pitch(samples[round(at * 16_000) :][:1600]) for at in (1, 3.4, 3.6, 9, start + 0.1, end - 0.2)
    ]
    assert pitches == [0, 300, 300, 0, 1000, 1000]


@pytest.mark.parametrize("channels", [6, 9])
def test_a_file_of_many_channels_has_a_copy_of_two(mask, channels):
    _, tenths = mask(Mask([(500, 1000)]), channels=channels)
    assert (tenths[2], tenths[7], tenths[12]) == (300, 1000, 300)


@pytest.mark.parametrize("file_format", ["mp3", "wav"])
def test_a_copy_that_does_not_fit_on_the_disk_is_reported_and_leaves_nothing(tmp_path, wav, file_format):
    source, folder = tmp_path / "source.wav", tmp_path / "copies"
    folder.mkdir()
    source.write_bytes(wav(20))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    # No file of this process can be larger, as if the disk were full.
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            write(source, folder / f"copy.{file_format}", Mask(()), lambda _: None)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(folder.iterdir()) == []
