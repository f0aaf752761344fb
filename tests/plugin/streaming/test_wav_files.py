"""WAV files as the source of audio: what their headers say, and which are refused."""

import struct

import pytest
from tests.plugin.streaming.conftest import speech, wav
from tests.plugin.streaming.source_pieces import heard

from assemblyai_tools import InvalidArgumentsError
from assemblyai_tools.streaming.sources import rate_of_file


async def test_a_wav_header_in_raw_audio_is_refused(tmp_path):
    content = wav(tmp_path / "a.wav").read_bytes()
    with pytest.raises(InvalidArgumentsError, match="Leave out its first 44 bytes"):
        await heard([content])
    with pytest.raises(InvalidArgumentsError, match="has 8,000 samples a second"):
        await heard([wav(tmp_path / "b.wav", rate=8000).read_bytes()])


@pytest.mark.parametrize("kept", [12, 60])
async def test_a_wav_header_of_which_more_follows_is_refused_too(kept, tmp_path):
    content = with_a_picture(wav(tmp_path / "a.wav"), 4096).read_bytes()
    with pytest.raises(InvalidArgumentsError, match="Leave out all bytes before its samples"):
        await heard([content[:kept]])


def with_a_picture(path, size):
    """Put a chunk of this size before the samples of a WAV file."""
    content = path.read_bytes()
    path.write_bytes(content[:36] + b"LIST" + struct.pack("<I", size) + b"data" * (size // 4) + content[36:])
    return path


async def test_a_wav_file_with_a_picture_before_its_samples_is_read(tmp_path):
    assert await heard(with_a_picture(wav(tmp_path / "a.wav"), 2**20), folder=tmp_path) == speech(2000)


async def test_a_wav_file_of_nothing_but_chunks_is_refused(tmp_path):
    path = tmp_path / "a.wav"
    path.write_bytes(b"RIFF\x00\x00\x00\x00WAVE" + b"junk\x00\x00\x00\x00" * 2000)
    with pytest.raises(InvalidArgumentsError, match="its header is not complete"):
        await heard(path, folder=tmp_path)


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"channels": 2}, "has 2 channels, and a session takes one"),
        ({"rate": 44_100}, "has 44,100 samples a second, not sample_rate=16000"),
        ({"width": 1}, "holds pcm_s16le with 8 bits, not pcm_s16le"),
    ],
)
async def test_a_wav_file_of_another_form_is_refused(form, told, tmp_path):
    with pytest.raises(InvalidArgumentsError, match=told) as raised:
        await heard(wav(tmp_path / "a.wav", **form), folder=tmp_path)
    assert "ffmpeg" in str(raised.value)


async def test_the_samples_of_a_wav_file_are_read_and_no_more(tmp_path):
    path = wav(tmp_path / "a.wav")
    path.write_bytes(path.read_bytes() + b"LIST\x04\x00\x00\x00more")
    assert await heard(path, folder=tmp_path) == speech(2000)


@pytest.mark.parametrize("length", [0, 2**32 - 1])
async def test_a_wav_file_without_a_length_is_read_to_its_end(length, tmp_path):
    path = wav(tmp_path / "a.wav")
    content = bytearray(path.read_bytes())
    content[40:44] = struct.pack("<I", length)
    path.write_bytes(content)
    assert await heard(path, folder=tmp_path) == speech(2000)


async def test_the_form_of_an_extensible_wav_file_stands_further_on(tmp_path):
    path = tmp_path / "a.wav"
    form = (
        struct.pack("<HHIIHH", 0xFFFE, 1, 16_000, 32_000, 2, 16) + bytes(8) + struct.pack("<H", 1) + bytes(14)
    )
    chunks = b"junk\x03\x00\x00\x00abc\x00" + b"fmt " + struct.pack("<I", len(form)) + form
    path.write_bytes(b"RIFF\x00\x00\x00\x00WAVE" + chunks + b"data" + struct.pack("<I", 3200) + speech(100))
    assert await heard(path, folder=tmp_path) == speech(100)


@pytest.mark.parametrize("chunk", [b"data\x04\x00\x00\x00abcd", b"fmt \x04\x00\x00\x00\x01\x00\x01\x00"])
async def test_a_wav_file_without_a_form_is_refused(chunk, tmp_path):
    path = tmp_path / "a.wav"
    path.write_bytes(b"RIFF\x00\x00\x00\x00WAVE" + chunk)
    with pytest.raises(InvalidArgumentsError, match="its header is not complete"):
        await heard(path, folder=tmp_path)


def test_a_wav_file_tells_its_own_sample_rate(tmp_path):
    assert rate_of_file(str(wav(tmp_path / "call.wav", rate=44_100)), lambda: [tmp_path]) == 44_100
