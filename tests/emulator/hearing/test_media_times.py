"""The time of what is heard is the time at which a media player plays it."""

import numpy as np
import pytest
from tests.emulator.media_files import loud_spans, tone, write

from assemblyai_emulator.hearing import media
from assemblyai_emulator.hearing.media import Media


def decoded(path) -> np.ndarray:
    with Media(path) as opened:
        return np.concatenate(list(opened.blocks()))[:, 0]


def near(*spans):
    return [pytest.approx(span, abs=0.08) for span in spans]


FILES = [
    ("a.mkv", "pcm_s16le", {}),
    ("a.mkv", "libopus", {}),
    ("a.mkv", "libmp3lame", {}),
    ("a.mp4", "aac", {}),
    ("a.mp4", "aac", {"movflags": "frag_keyframe+empty_moov+default_base_moof"}),
    ("a.ts", "aac", {}),
    ("a.ts", "mp2", {}),
    ("a.mpg", "mp2", {}),
]


@pytest.mark.parametrize(("name", "codec", "options"), FILES)
@pytest.mark.parametrize("late", [0, 0.5, 7])
def test_sound_that_begins_later_than_the_picture(tmp_path, name, codec, options, late):
    path = write(tmp_path / name, codec, [(late, tone(1))], video=(0, late + 2), **options)
    assert loud_spans(decoded(path)) == near((late, late + 1))


@pytest.mark.parametrize(("name", "codec", "options"), FILES)
@pytest.mark.parametrize("video", [(0, 13), None])
def test_a_hole_in_the_sound(tmp_path, name, codec, options, video):
    path = write(tmp_path / name, codec, [(0, tone(1)), (11, tone(1))], video=video, **options)
    assert loud_spans(decoded(path)) == near((0, 1), (11, 12))


@pytest.mark.parametrize("codec", ["libopus", "flac"])
def test_a_hole_in_an_ogg_file(tmp_path, codec):
    path = write(tmp_path / "a.ogg", codec, [(0, tone(1)), (11, tone(1))])
    (_, first_end), (second, end) = loud_spans(decoded(path))
    # A page states the time of its end only, so the last frame before the hole or the first one after it may move.
    assert (first_end, second, end) == pytest.approx((1, 11, 12), abs=0.2)


@pytest.mark.parametrize("name", ["a.mkv", "a.ts", "a.mp4"])
@pytest.mark.parametrize("video", [(3, 6), None])
def test_a_container_whose_streams_all_begin_late_begins_at_zero(tmp_path, name, video):
    path = write(tmp_path / name, "mp2" if name == "a.ts" else "aac", [(3, tone(1))], video=video)
    assert loud_spans(decoded(path)) == near((0, 1))


def test_a_sound_that_begins_with_the_picture_late_keeps_its_distance(tmp_path):
    path = write(tmp_path / "a.ts", "mp2", [(5, tone(1))], video=(3, 7))
    assert loud_spans(decoded(path)) == near((2, 3))


@pytest.mark.parametrize(("name", "codec"), [("a.mp3", "libmp3lame"), ("a.m4a", "aac"), ("a.ogg", "libopus")])
def test_an_encoders_delay_does_not_shift_times(tmp_path, name, codec):
    silence = np.zeros(48_000, np.int16)
    path = write(tmp_path / name, codec, [(0, np.concatenate((silence, tone(1), silence)))])
    samples = decoded(path)
    assert loud_spans(samples) == [pytest.approx((1, 2), abs=0.03)]
    assert len(samples) / 16_000 == pytest.approx(3, abs=0.05)


def test_speech_is_as_much_later_as_the_file_says(tmp_path, hello):
    speech = decoded(hello)
    path = write(tmp_path / "a.mkv", "pcm_s16le", [(5, speech)], video=(0, 12), rate=16_000)
    samples = decoded(path)
    assert not samples[: 5 * 16_000].any()
    assert np.array_equal(samples[5 * 16_000 :], speech)


@pytest.mark.parametrize("multichannel", [True, False])
def test_the_silence_has_the_channels_of_the_sound(tmp_path, multichannel):
    path = write(tmp_path / "a.mkv", "pcm_s16le", [(2, tone(1))], video=(0, 3))
    with Media(path, multichannel=multichannel) as opened:
        blocks = list(opened.blocks())
    assert [block.shape for block in blocks] == [(8000, 1)] * 6
    assert [bool(block.any()) for block in blocks] == [False] * 4 + [True] * 2


def test_a_hole_that_ends_after_the_longest_audio_is_not_believed(tmp_path, monkeypatch):
    monkeypatch.setattr(media, "LONGEST_SECONDS", 4)
    path = write(tmp_path / "a.mkv", "pcm_s16le", [(0, tone(1)), (90, tone(1))], video=(0, 91))
    assert loud_spans(decoded(path)) == near((0, 2))


def test_a_hole_is_filled_where_the_container_does_not_state_its_length(tmp_path):
    path = write(tmp_path / "a.mkv", "pcm_s16le", [(0, tone(1)), (11, tone(1))], live="1")
    assert loud_spans(decoded(path)) == near((0, 1), (11, 12))


@pytest.mark.parametrize("name", ["a.mkv", "a.ts", "a.ogg"])
def test_a_hole_of_an_hour_is_not_believed_where_the_container_does_not_state_its_length(tmp_path, name):
    codec, options = {"a.mkv": ("pcm_s16le", {"live": "1"}), "a.ts": ("mp2", {}), "a.ogg": ("libopus", {})}[
        name
    ]
    path = write(tmp_path / name, codec, [(0, tone(1)), (3600, tone(1))], **options)
    assert len(decoded(path)) / 16_000 == pytest.approx(2, abs=0.1)


def test_recordings_joined_with_their_own_timestamps_follow_each_other(tmp_path):
    first = write(tmp_path / "a.ts", "mp2", [(100, tone(1)), (103, tone(1))])
    second = write(tmp_path / "b.ts", "mp2", [(0, tone(1)), (2, tone(1))])
    joined = tmp_path / "c.ts"
    joined.write_bytes(first.read_bytes() + second.read_bytes())
    spans = loud_spans(decoded(joined))
    assert sum(end - start for start, end in spans) == pytest.approx(4, abs=0.3)
    assert spans[-1][1] == pytest.approx(7, abs=0.3)
