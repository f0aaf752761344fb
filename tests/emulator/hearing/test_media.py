import socket
import wave

import av
import numpy as np
import pytest
from tests.emulator.media_files import loud_spans, tone, write

from assemblyai_emulator.errors import MediaError
from assemblyai_emulator.hearing import media
from assemblyai_emulator.hearing.media import Media


@pytest.fixture
def saved(tmp_path):
    def saving(content: bytes, name: str = "file"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return saving


def decoded(path, *, multichannel=False) -> np.ndarray:
    with Media(path, multichannel=multichannel) as opened:
        return np.concatenate(list(opened.blocks()))


def test_audio_becomes_16_khz_mono(saved, wav):
    samples = decoded(saved(wav(1.0, tone_hz=440, channels=2, rate=44_100)))
    assert samples.dtype == np.int16
    assert samples.shape == (pytest.approx(16_000, abs=20), 1)
    assert np.abs(samples).max() > 5000


def test_channels_stay_separate_with_multichannel(two_channels):
    samples = decoded(two_channels, multichannel=True).astype(np.float64)
    first, last = samples[: 2 * 16_000], samples[-2 * 16_000 :]
    assert samples.shape[1] == 2
    assert first[:, 0].std() > 100 > first[:, 1].std()
    assert last[:, 1].std() > 100 > last[:, 0].std()


def layered(path, layout: str, *channels, codec="pcm_s16le"):
    """A file with these channels of 48 kHz."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=48_000, layout=layout)
        packed = np.stack(channels, axis=1).astype(np.int16).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(packed, format="s16", layout=layout)
        frame.sample_rate = 48_000
        container.mux([*stream.encode(frame), *stream.encode(None)])
    return path


@pytest.mark.parametrize("codec", ["pcm_s16le", "aac"])
def test_a_voice_that_one_channel_cancels_in_the_mix_is_heard(tmp_path, codec):
    voice = tone(2)
    path = layered(tmp_path / "a.mkv", "stereo", voice, -voice, codec=codec)
    with Media(path) as opened:
        samples = np.concatenate(list(opened.blocks()))
        assert opened.mix_cancelled
    assert samples[4000:-4000].std() == pytest.approx(9000 / np.sqrt(2), rel=0.02)
    with Media(path, multichannel=True) as opened:
        assert next(opened.blocks()).shape == (8000, 2)
        assert not opened.mix_cancelled


def test_a_mix_that_cancels_nothing_is_not_marked(two_channels):
    with Media(two_channels) as opened:
        assert list(opened.blocks())
        assert not opened.mix_cancelled


def test_the_speech_on_the_centre_channel_of_a_film_is_heard(tmp_path):
    voice, silence = tone(1), np.zeros(48_000)
    path = layered(tmp_path / "a.mkv", "5.1", silence, silence, voice, silence, silence, silence, codec="ac3")
    samples = decoded(path)
    # The mean of the six channels would be 1,060.
    assert samples[2000:-2000].std() > 1500
    assert decoded(path, multichannel=True).shape[1] == 6


@pytest.mark.parametrize("channels", [9, 64])
def test_channels_without_places_are_mixed_and_kept_apart(tmp_path, channels):
    sound = [np.zeros(16_000, "<i2")] * (channels - 1) + [tone(1, rate=16_000).astype("<i2")]
    path = tmp_path / "a.wav"
    with wave.open(str(path), "wb") as writer:
        writer.setparams((channels, 2, 16_000, 0, "NONE", "not compressed"))
        writer.writeframes(np.stack(sound, axis=1).tobytes())
    mono = decoded(path)
    apart = decoded(path, multichannel=True)
    assert mono.shape == (16_000, 1)
    assert mono.std() == pytest.approx(sound[-1].std() / channels, rel=0.05)
    assert np.array_equal(apart, np.stack(sound, axis=1))


def test_a_change_of_channels_and_rate_midway_is_decoded(tmp_path):
    first = write(tmp_path / "a.mp3", "libmp3lame", [(0, tone(1))], id3v2_version="0", write_xing="0")
    second = write(
        tmp_path / "b.mp3",
        "libmp3lame",
        [(0, tone(1, rate=24_000))],
        rate=24_000,
        id3v2_version="0",
        write_xing="0",
    )
    path = tmp_path / "c.mp3"
    path.write_bytes(first.read_bytes() + second.read_bytes())
    samples = decoded(path)[:, 0]
    assert sum(end - start for start, end in loud_spans(samples)) == pytest.approx(2, abs=0.1)


def test_blocks_are_half_a_second(saved, wav):
    with Media(saved(wav(1.2))) as opened:
        assert [len(block) for block in opened.blocks()] == [8000, 8000, 3200]


def test_the_share_is_relative_to_the_stated_duration(saved, wav):
    with Media(saved(wav(2.0))) as opened:
        assert [opened.share_until(time) for time in (0, 500, 2000, 9000)] == [0, 0.25, 1, 1]


def test_the_share_is_of_the_bytes_read_where_the_container_does_not_state_its_duration(tmp_path):
    path = write(tmp_path / "a.mkv", "libopus", [(0, tone(20))], live="1")
    with Media(path) as opened:
        shares = [opened.share_until(0) for _ in opened.blocks()]
    assert shares == sorted(shares)
    assert shares[0] < 0.5
    assert shares[-1] == 1


@pytest.mark.parametrize("codec", ["mp3", "aac", "libopus", "ac3"])
def test_common_codecs_are_decoded(tmp_path, codec):
    path = tmp_path / "sound.mkv"
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=48_000, layout="mono")
        tone = (9000 * np.sin(np.arange(48_000) / 20)).astype(np.int16).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(tone, format="s16", layout="mono")
        frame.sample_rate = 48_000
        container.mux([*stream.encode(frame), *stream.encode(None)])
    assert len(decoded(path)) == pytest.approx(16_000, abs=2000)


def test_audio_shorter_than_160_ms_is_too_short(saved, wav):
    with pytest.raises(MediaError, match=r"^Audio duration is too short\. Length: 150 ms of audio"):
        decoded(saved(wav(0.15)))
    assert len(decoded(saved(wav(0.16)))) == 2560


def test_audio_longer_than_the_limit_is_refused(saved, wav, monkeypatch):
    monkeypatch.setattr(media, "LONGEST_SECONDS", 1)
    with pytest.raises(MediaError, match="too long"):
        decoded(saved(wav(1.5)))


def test_a_damaged_file_is_decoded_as_far_as_possible(hello, saved):
    content = bytearray(hello.read_bytes())
    content[30_000:32_000] = bytes(2000)
    assert 16_000 < len(decoded(saved(bytes(content)))) <= len(decoded(hello))


def test_a_truncated_file_is_decoded_up_to_its_end(hello, saved):
    content = hello.read_bytes()
    assert 16_000 < len(decoded(saved(content[: len(content) // 2]))) < len(decoded(hello))


def test_a_video_without_sound_has_no_audio(tmp_path):
    path = tmp_path / "silent.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 32, 32, "yuv420p"
        frame = av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), format="rgb24")
        container.mux([*stream.encode(frame), *stream.encode(None)])
    with pytest.raises(MediaError, match=r"^File does not appear to contain audio\. File type is "):
        decoded(path)


@pytest.mark.parametrize("suffix", ["m3u8", "ffconcat", "mpd", "sdp", "pls"])
@pytest.mark.parametrize("kind", ["plain path", "file url", "relative path", "http"])
def test_a_list_of_other_files_opens_none_of_them(saved, wav, tmp_path, suffix, kind):
    secret = saved(wav(1.0, tone_hz=440), "secret.wav")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        targets = {
            "plain path": str(secret),
            "file url": secret.as_uri(),
            "relative path": secret.name,
            "http": f"http://127.0.0.1:{server.getsockname()[1]}/secret.wav",
        }
        path = saved(playlist(suffix, targets[kind]).encode(), f"list.{suffix}")
        with pytest.raises(MediaError, match=r"^File does not appear to contain audio"):
            decoded(path)
        with pytest.raises(BlockingIOError):
            server.accept()


def playlist(suffix: str, target: str) -> str:
    return {
        "m3u8": f"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:1.0,\n{target}\n#EXT-X-ENDLIST\n",
        "ffconcat": f"ffconcat version 1.0\nfile '{target}'\nduration 1\n",
        "mpd": '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" '
        'mediaPresentationDuration="PT1S"><Period><AdaptationSet mimeType="audio/wav">'
        f'<Representation id="1"><BaseURL>{target}</BaseURL></Representation></AdaptationSet></Period></MPD>',
        "sdp": f"v=0\no=- 0 0 IN IP4 127.0.0.1\ns={target}\nc=IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 0\n",
        "pls": f"[playlist]\nFile1={target}\nNumberOfEntries=1\n",
    }[suffix]
