"""How long a recording is, as its file tells it."""

import struct
import wave
from io import BytesIO

import pytest

from assemblyai_tools.transport.audio_length import told_length


def wav(seconds):
    stream = BytesIO()
    with wave.open(stream, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(int(16_000 * seconds)))
    return stream.getvalue()


@pytest.mark.parametrize("name", ["a.wav", "a.mp3", "a.flac", "a"])
def test_what_a_file_holds_decides_and_not_its_ending(name):
    assert told_length(BytesIO(wav(41)), name) == 41


def test_an_ogg_file_that_is_called_mp3_has_its_own_length(audio):
    with (audio / "launch.ogg").open("rb") as file:
        assert told_length(file, "launch.mp3") == 9


def test_a_form_that_only_the_name_tells_is_read_by_the_name():
    frames = (b"\xff\xfb\x90\x00" + bytes(413)) * 100
    assert told_length(BytesIO(b"\0" * 40 + frames), "a.mp3") == pytest.approx(2.6, abs=0.1)


@pytest.mark.parametrize("size", [0xFFFFFFFF, 0x7FFFFFFF])
def test_a_length_that_was_never_filled_in_is_not_known(size):
    content = bytearray(wav(60))
    content[40:44] = struct.pack("<I", size)
    assert told_length(BytesIO(bytes(content)), "piped.wav") is None


@pytest.mark.parametrize("content", [b"", b"no audio at all", b"fLaC" + bytes(40)])
def test_what_cannot_be_read_has_no_known_length(content):
    assert told_length(BytesIO(content), "a.mp3") is None
