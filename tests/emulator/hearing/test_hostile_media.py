"""Files that are damaged, or made to harm, end in a MediaError that says which part it was, at once."""

import random
import re
import struct

import av
import numpy as np
import pytest
from tests.emulator.media_files import tone, write

from assemblyai_emulator.errors import MediaError
from assemblyai_emulator.hearing import media
from assemblyai_emulator.hearing.media import Media

NOISE = np.random.default_rng(0).integers(-3000, 3000, 16_000, np.int16).tobytes()


def wav(*, rate=16_000, channels=1, bits=16, codec=1, data=NOISE, data_size=None, riff_size=None) -> bytes:
    """A WAV file whose header says these things, true or not."""
    width = channels * bits // 8
    described = struct.pack("<HHIIHH", codec, channels, rate, rate * width % 2**32, width % 2**16, bits)
    size = len(data) if data_size is None else data_size
    whole = 36 + len(data) if riff_size is None else riff_size
    return b"RIFF%bWAVEfmt \x10\0\0\0%bdata%b%b" % (
        struct.pack("<I", whole),
        described,
        struct.pack("<I", size),
        data,
    )


@pytest.fixture
def samples(tmp_path):
    """The number of decoded samples of a file with that content."""

    def count(content: bytes, *, multichannel: bool = False) -> int:
        path = tmp_path / "file"
        path.write_bytes(content)
        with Media(path, multichannel=multichannel) as opened:
            return sum(len(block) for block in opened.blocks())

    return count


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (wav(rate=1), "Codec: the sample rate is 1 Hz, and must be from 2000 to 768000 Hz"),
        (wav(rate=10**9), "Codec: the sample rate is 1000000000 Hz"),
        (wav(rate=2**31 - 1), "Codec: the sample rate is 2147483647 Hz"),
        (wav(rate=0), "Container: "),
        (wav(rate=2**32 - 1), "Container: "),
        (wav(channels=0), "Codec: "),
        (wav(channels=65, data=NOISE * 80), "Codec: the audio has 65 channels, and may have 1 to 64"),
        (wav(channels=255, data=NOISE * 80), "Codec: the audio has 255 channels"),
        (wav(channels=65_535, data=NOISE * 80), "Codec: "),
        (wav(codec=0x9999), "Codec: no decoder knows its audio"),
        (wav(bits=0), "Codec: no decoder knows its audio"),
        (wav(data=b""), "Length: 0 ms of audio"),
        (wav()[:60], "Length: 0 ms of audio"),
        (wav()[:40], "Co"),
        (b"", "Length: the file is empty"),
        (b"[" * 200_000, "Container: "),
        (b'{"a":' * 40_000, "Container: "),
        (b"[1]", "Container: "),
        (b"fLaC" + bytes(9000), "Co"),
    ],
)
def test_a_file_that_cannot_be_decoded_says_which_part_it_was(samples, content, reason):
    with pytest.raises(MediaError) as refused:
        samples(content)
    assert f". {reason}" in str(refused.value)


@pytest.mark.parametrize(
    "content",
    [
        wav(data_size=2**31 - 16),
        wav(data_size=2**32 - 1),
        wav(data_size=0),
        wav(riff_size=0),
        wav(riff_size=2**32 - 1),
    ],
)
def test_a_wav_file_whose_header_lies_about_its_length_is_decoded_to_its_end(samples, content):
    assert samples(content) == 16_000


def _element(name: str, content: bytes) -> bytes:
    return bytes.fromhex(name) + struct.pack(">Q", len(content) | 1 << 56) + content


def _box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + name + content


def _nested(wrap, content: bytes, depth: int) -> bytes:
    for _ in range(depth):
        content = wrap(content)
    return content


_MP4, _MATROSKA = _box(b"ftyp", b"isom" + bytes(4)), _element("1a45dfa3", b"")


@pytest.mark.parametrize(
    "content",
    [
        _MP4 + _nested(lambda inner: _box(b"moov", inner), b"", 20_000),
        _MP4 + _nested(lambda inner: _box(b"moov", _box(b"trak", _box(b"mdia", inner))), b"", 700),
        _MP4 + _box(b"moov", _box(b"trak", b"") * 50_000),
        _MP4 + b"\0\0\0\1moov" + struct.pack(">Q", 2**62) + bytes(1000),
        _MATROSKA + _element("18538067", _nested(lambda inner: _element("1654ae6b", inner), b"", 10_000)),
        _MATROSKA
        + _element(
            "18538067",
            _element(
                "1254c367", _element("7373", _nested(lambda inner: _element("67c8", inner), b"", 10_000))
            ),
        ),
        _MATROSKA + bytes.fromhex("18538067") + struct.pack(">Q", 2**56 - 2 | 1 << 56) + bytes(1000),
    ],
    ids=[
        "deep mp4",
        "deep tracks",
        "many tracks",
        "giant mp4",
        "deep matroska",
        "deep tags",
        "giant matroska",
    ],
)
def test_a_deep_or_giant_header_is_refused(samples, content):
    with pytest.raises(MediaError, match="Container: "):
        samples(content)


_FLAC_LENGTH = slice(22, 26)
"""The bytes of a FLAC file that state its number of samples: the last 32 of 36 bits."""


def _silent_flac(path, seconds: int, rate: int, layout: str):
    """A file of a few kilobytes that claims much more sound."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(
            "flac", rate=rate, layout=layout, options={"compression_level": "0", "frame_size": "65535"}
        )
        channels = av.AudioLayout(layout).nb_channels
        for second in range(seconds):
            frame = av.AudioFrame.from_ndarray(
                np.zeros((1, rate * channels), np.int16), format="s16", layout=layout
            )
            frame.sample_rate, frame.pts = rate, second * rate
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def test_a_small_file_that_claims_more_than_any_real_one_holds_is_refused_before_it_is_decoded(tmp_path):
    content = bytearray(_silent_flac(tmp_path / "a.flac", 1, 192_000, "7.1").read_bytes())
    content[_FLAC_LENGTH] = struct.pack(">I", 2**32 - 1)
    path = tmp_path / "b.flac"
    path.write_bytes(content)
    with pytest.raises(
        MediaError, match=r"too long\. Length: its time, channels and sample rate give more samples"
    ):
        Media(path)


def test_a_file_with_more_sound_than_it_claims_is_refused_while_it_is_decoded(tmp_path, monkeypatch):
    monkeypatch.setattr(media, "_MOST_SAMPLES", 20_000)
    content = bytearray(_silent_flac(tmp_path / "a.flac", 2, 16_000, "mono").read_bytes())
    content[_FLAC_LENGTH] = struct.pack(">I", 16_000)
    path = tmp_path / "b.flac"
    path.write_bytes(content)
    with Media(path) as opened, pytest.raises(MediaError, match=r"Length: its time, channels"):
        list(opened.blocks())


def test_of_a_thousand_streams_the_first_is_heard(tmp_path):
    path = tmp_path / "a.mkv"
    with av.open(str(path), "w") as container:
        streams = [container.add_stream("pcm_s16le", rate=8000, layout="mono") for _ in range(1000)]
        for number, stream in enumerate(streams):
            sound = np.full((1, 1600), number, np.int16)
            frame = av.AudioFrame.from_ndarray(sound, format="s16", layout="mono")
            frame.sample_rate = 8000
            container.mux([*stream.encode(frame), *stream.encode(None)])
    with Media(path) as opened:
        assert sum(len(block) for block in opened.blocks()) == 3200


def test_sound_that_begins_after_what_the_library_reads_ahead_is_found(tmp_path):
    path = write(tmp_path / "a.ts", "aac", [(12, tone(1))], video=(0, 14))
    with av.open(str(path)) as container:
        assert container.streams.audio[0].codec_context.sample_rate == 0
    with Media(path, multichannel=True) as opened:
        assert (opened.own_rate, opened.own_channels, opened.channels) == (48_000, 1, 1)
        assert sum(len(block) for block in opened.blocks()) == pytest.approx(13 * 16_000, abs=1600)


def test_a_stream_without_any_sound_is_not_decodable(tmp_path):
    path = write(tmp_path / "a.ts", "aac", [(12, tone(1))], video=(0, 14))
    cut = tmp_path / "b.ts"
    cut.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(MediaError, match="Codec: none of the audio can be decoded"):
        Media(cut)


_SEEDS = [
    ("a.wav", "pcm_s16le", {}),
    ("a.w64", "pcm_s16le", {}),
    ("a.caf", "pcm_s16le", {}),
    ("a.aiff", "pcm_s16be", {}),
    ("a.au", "pcm_s16be", {}),
    ("a.avi", "mp2", {}),
    ("a.flac", "flac", {}),
    ("a.tta", "tta", {}),
    ("a.wv", "wavpack", {}),
    ("a.mp3", "libmp3lame", {}),
    ("a.ogg", "libopus", {}),
    ("a.mkv", "libopus", {}),
    ("a.mp4", "aac", {}),
    ("b.mp4", "aac", {"movflags": "frag_keyframe+empty_moov+default_base_moof"}),
    ("a.ts", "aac", {}),
    ("a.mpg", "mp2", {}),
]


@pytest.mark.parametrize(
    ("name", "codec", "options"), _SEEDS, ids=[f"{seed[0]}-{seed[1]}" for seed in _SEEDS]
)
def test_a_damaged_file_is_decoded_or_refused(tmp_path, samples, name, codec, options):
    content = write(tmp_path / name, codec, [(0, tone(0.5))], **options).read_bytes()
    choose = random.Random(name)
    decoded, reasons = 0, []
    for _ in range(60):
        try:
            decoded += samples(_damaged(content, choose), multichannel=choose.random() < 0.3) > 0
        except MediaError as error:
            reasons.append(str(error))
    assert len(reasons) + decoded == 60
    assert [reason for reason in reasons if not re.search("(Container|Codec|Length): ", reason)] == []


def _damaged(content: bytes, choose: random.Random) -> bytes:
    """The content with some bytes changed, removed, repeated or cut off, mostly in its header."""
    damaged = bytearray(content)
    for _ in range(choose.choice((1, 2, 4, 16))):
        at = choose.randrange(len(damaged) if choose.random() < 0.4 else min(len(damaged), 600))
        kind = choose.random()
        if kind < 0.4:
            damaged[at] = choose.randrange(256)
        elif kind < 0.7:
            width = choose.choice((2, 4, 8))
            damaged[at : at + width] = bytes([choose.choice((0, 0x7F, 0x80, 0xFF))]) * width
        elif kind < 0.8 and len(damaged) > 100:
            del damaged[at : at + choose.randrange(1, 64)]
        elif kind < 0.9:
            damaged[at:at] = damaged[: choose.randrange(1, 300)]
        else:
            del damaged[at + 1 :]
    return bytes(damaged)
