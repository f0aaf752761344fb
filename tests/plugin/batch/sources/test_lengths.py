"""The length of each recording is read before it is sent, and no file can make that fail."""

import threading
import wave
from pathlib import Path

import pytest

from assemblyai_tools.batch.sources import lengths
from assemblyai_tools.batch.sources.lengths import length_of, with_lengths
from assemblyai_tools.batch.sources.source import BadSource, Source


@pytest.fixture
def tone(tmp_path):
    """The path of a recording of this many seconds."""

    def make(seconds, name="tone.wav"):
        with wave.open(str(tmp_path / name), "wb") as file:
            file.setparams((1, 2, 8000, 0, "NONE", ""))
            file.writeframes(bytes(int(16_000 * seconds)))
        return str(tmp_path / name)

    return make


def test_the_length_is_that_of_the_recording(tone, audio):
    assert length_of(tone(1.5)) == 1.5
    assert length_of(str(audio / "hello.flac")) == pytest.approx(2, abs=2)


@pytest.mark.parametrize("installed", [True, False])
def test_a_wav_file_that_was_written_as_a_stream_is_no_longer_than_its_bytes(tone, monkeypatch, installed):
    monkeypatch.setattr(lengths, "is_installed", lambda _: installed)
    path = Path(tone(1.5))
    content = path.read_bytes()
    path.write_bytes(content[:4] + b"\xff" * 4 + content[8:40] + b"\xff" * 4 + content[44:])
    assert length_of(str(path)) == (pytest.approx(1.5, abs=0.1) if installed else None)


def test_what_tinytag_cannot_read_pyav_does(tmp_path, audio):
    av = pytest.importorskip("av")
    path = tmp_path / "tone.mkv"
    with av.open(str(path), "w") as container, av.open(str(audio / "hello.flac")) as source:
        stream = container.add_stream_from_template(source.streams.audio[0])
        for packet in source.demux(source.streams.audio[0]):
            if packet.dts is not None:
                packet.stream = stream
                container.mux(packet)
    assert length_of(str(path)) == pytest.approx(length_of(str(audio / "hello.flac")), abs=0.1)


@pytest.mark.parametrize("installed", [True, False])
def test_what_nobody_can_read_has_no_known_length(tmp_path, monkeypatch, installed):
    monkeypatch.setattr(lengths, "is_installed", lambda _: installed)
    for name, content in {
        "a.mp3": b"no audio at all",
        "b.wav": b"RIFF\xff\xff\xff\xffWAVEfmt ",
        "c.mp4": b"\0\0\0\x18ftypmp42" + b"\xff" * 99,
        "d.m3u8": b"#EXTM3U\n#EXTINF:9,\nhttp://192.0.2.1/a.ts\n",
        "e.flac": b"fLaC" + b"\0" * 40,
    }.items():
        (tmp_path / name).write_bytes(content)
        assert length_of(str(tmp_path / name)) is None
    assert length_of(str(tmp_path / "gone.mp3")) is None


def test_a_picture_has_no_length(tmp_path):
    av = pytest.importorskip("av")
    path = tmp_path / "silent.mkv"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width = stream.height = 16
        for _ in range(10):
            container.mux(stream.encode(av.VideoFrame(16, 16, "yuv420p")))
        container.mux(stream.encode(None))
    assert length_of(str(path)) is None


def test_recordings_keep_their_order_and_what_is_known_of_them(tone):
    given = [
        Source(tone(1, "a.wav"), True, "a"),
        BadSource("list.csv, line 2", "it is empty", "empty"),
        Source("https://example.com/a.mp3", False, "web"),
        Source(tone(2, "b.wav"), True, "b", seconds=99.0),
        *(Source(tone(3, "c.wav"), True, f"c{number}") for number in range(300)),
    ]
    measured = list(with_lengths(given))
    assert [getattr(one, "seconds", "bad") for one in measured] == [1, "bad", None, 99, *[3] * 300]
    assert [getattr(one, "name", None) for one in measured] == [getattr(one, "name", None) for one in given]


def test_files_are_not_read_far_ahead_of_their_turn(monkeypatch):
    seen = []

    def endless():
        for number in range(10_000):
            seen.append(number)
            yield Source(f"/none/{number}.mp3", True, str(number))

    stream = with_lengths(endless())
    next(stream)
    stream.close()
    assert len(seen) < 200
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("lengths")]
