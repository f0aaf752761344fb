"""Where the audio comes from: iterators, files, and what is no audio."""

import asyncio
import struct
import threading
from pathlib import Path

import pytest
from tests.plugin.streaming.conftest import Clock, speech, wav

from assemblyai_tools import FileAccessError, InvalidArgumentsError, StreamParameters
from assemblyai_tools.streaming import file_audio
from assemblyai_tools.streaming.sources import pieces, rate_of_file
from assemblyai_tools.streaming.timing import Timing

GIVEN = {"speech_model": "universal-streaming-english", "sample_rate": 16_000}


def read(audio, *, folder=None, at_pace=False, timing=None, **more):
    parameters = StreamParameters.of(GIVEN | more)
    timing = timing or Timing()
    return pieces(audio, parameters, at_pace=at_pace, timing=timing, folders=lambda: [folder])


async def heard(*arguments, **more):
    return b"".join([piece async for piece in read(*arguments, **more)])


async def asynchronously(*audio):
    for piece in audio:
        yield piece


@pytest.mark.parametrize("kind", [list, iter, tuple])
async def test_an_iterable_is_read_in_a_thread(kind):
    assert (
        await heard(kind([b"abcd" * 4, b"", bytearray(b"efgh"), memoryview(b"ijkl")]))
        == b"abcd" * 4 + b"efghijkl"
    )


@pytest.mark.parametrize("start", [b"ab", b"abcdabcdabcd"])
async def test_an_asynchronous_iterable_is_read_too(start):
    assert await heard(asynchronously(start, b"cd")) == start + b"cd"


async def test_bytes_are_audio_too():
    assert await heard(speech(100)) == speech(100)


async def test_no_audio_is_nothing():
    assert await heard([]) == b""


async def test_something_else_is_no_audio():
    with pytest.raises(InvalidArgumentsError, match="The audio is int; give an iterator of bytes"):
        read(3)


@pytest.mark.parametrize("audio", [["text"], [[1, 2]]])
async def test_pieces_that_are_no_bytes_are_refused(audio):
    with pytest.raises(InvalidArgumentsError, match="not bytes"):
        await heard(audio)


@pytest.mark.parametrize(
    ("start", "told"),
    [
        (b"OggS" + bytes(20), "an Ogg file"),
        (b"fLaC" + bytes(20), "a FLAC file"),
        (b"ID3\x04" + bytes(20), "an MP3 file"),
        (b"\x00\x00\x00\x20ftypM4A " + bytes(20), "an MP4 file"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt " + bytes(20), "a WAV file"),
    ],
)
async def test_a_compressed_file_is_not_taken_for_samples(start, told, tmp_path):
    with pytest.raises(InvalidArgumentsError, match=told):
        await heard([start])
    path = tmp_path / "audio"
    path.write_bytes(start)
    with pytest.raises(InvalidArgumentsError, match=told):
        await heard(path, folder=tmp_path)


async def test_compressed_audio_is_taken_where_it_is_announced(tmp_path):
    path = tmp_path / "audio.ogg"
    path.write_bytes(b"OggS" + bytes(9000))
    assert await heard([b"OggS", b"more"], encoding="ogg_opus") == b"OggSmore"
    assert await heard(str(path), folder=tmp_path, encoding="ogg_opus") == path.read_bytes()
    with pytest.raises(InvalidArgumentsError, match="cannot be sent at its own pace"):
        await heard(path, folder=tmp_path, encoding="ogg_opus", at_pace=True)


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
    "audio",
    [
        "https://x.test/a.wav",
        "wss://x.test/live",
        "file:///a.wav",
        "rtsp://x.test:554/1",
        Path("https://x.test/a"),
    ],
)
def test_a_url_is_no_audio(audio):
    with pytest.raises(InvalidArgumentsError, match="The audio is a URL") as raised:
        read(audio)
    assert "download it" in str(raised.value)


@pytest.mark.parametrize("name", ["a:b.wav", "C:/a.wav", "https.wav"])
async def test_a_name_with_a_colon_is_no_url(name, tmp_path):
    with pytest.raises(FileAccessError):
        await heard(name, folder=tmp_path)


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


async def test_raw_samples_in_a_file_are_read(tmp_path):
    path = tmp_path / "a.pcm"
    path.write_bytes(speech(300))
    assert await heard(path, folder=tmp_path) == speech(300)


async def test_a_file_is_given_out_at_its_own_pace(tmp_path):
    clock, given = Clock(), []
    reading = read(wav(tmp_path / "a.wav"), folder=tmp_path, at_pace=True, timing=Timing(clock, clock.sleep))

    async def main():
        given.extend([(len(piece), round(clock() - 1000, 3)) async for piece in reading])

    task = asyncio.create_task(main())
    while not task.done():
        await clock.pass_by(0.1)
        await asyncio.sleep(0.001)
    assert sum(size for size, _ in given) == len(speech(2000))
    assert [at for _, at in given] == sorted(at for _, at in given)
    assert given[-1][1] >= 1.9


async def test_a_file_elsewhere_is_not_read(tmp_path):
    with pytest.raises(FileAccessError):
        await heard(tmp_path / "missing.wav", folder=tmp_path)
    outside = wav(tmp_path / "a.wav")
    (tmp_path / "in").mkdir()
    with pytest.raises(FileAccessError):
        await heard(outside, folder=tmp_path / "in")


class Broken:
    """A file that fails after a number of reads."""

    def __init__(self, stream, reads):
        self.stream, self.reads = stream, reads

    def read(self, size):
        self.reads -= 1
        if self.reads < 0:
            raise OSError(5, "Input/output error")
        return self.stream.read(size)

    def __getattr__(self, name):
        return getattr(self.stream, name)


@pytest.mark.parametrize("reads", [0, 2, 4])
async def test_a_disk_that_fails_is_a_typed_error(reads, tmp_path, monkeypatch):
    path = wav(tmp_path / "a.wav")
    real = file_audio.readable_file

    def broken(*arguments):
        file = real(*arguments)

        class File:
            unreadable = file.unreadable

            def open(self):
                return Broken(file.open(), reads)

        return File()

    monkeypatch.setattr(file_audio, "readable_file", broken)
    with pytest.raises(FileAccessError, match="Input/output error"):
        await heard(path, folder=tmp_path)


async def test_an_error_of_the_source_is_raised():
    def broken():
        yield speech(100)
        raise RuntimeError("the cable was pulled")

    with pytest.raises(RuntimeError, match="the cable was pulled"):
        await heard(broken())


async def test_a_source_in_a_thread_is_closed_and_not_read_far_ahead():
    closed, given = threading.Event(), []

    def endless():
        try:
            while True:
                given.append(1)
                yield speech(50)
        finally:
            closed.set()

    reading = read(endless())
    await anext(reading)
    await reading.aclose()
    assert await asyncio.to_thread(closed.wait, 10)
    assert len(given) < 12


async def test_an_asynchronous_source_is_closed():
    closed = []

    async def endless():
        try:
            while True:
                yield speech(50)
        finally:
            closed.append(True)

    reading = read(endless())
    await anext(reading)
    await reading.aclose()
    assert closed == [True]


def test_a_source_that_outlives_its_loop_ends_quietly():
    going, closed = threading.Event(), threading.Event()

    def slow():
        try:
            yield speech(50)
            going.wait(10)
            yield speech(50)
        finally:
            closed.set()

    async def main():
        return await anext(read(slow()))

    assert asyncio.run(main()) == speech(50)
    going.set()
    assert closed.wait(10)


async def test_a_source_need_not_be_closable():
    class Source:
        def __init__(self):
            self.left = [speech(50), speech(60)]

        def __aiter__(self):
            return self

        async def __anext__(self):
            if not self.left:
                raise StopAsyncIteration
            return self.left.pop()

    assert await heard(Source()) == speech(110)


async def test_a_file_that_is_still_being_opened_when_its_reader_leaves_is_closed(tmp_path, monkeypatch):
    opening, go, streams = asyncio.Event(), threading.Event(), []
    loop, real = asyncio.get_running_loop(), file_audio.FileAudio._open

    def slow(audio):
        loop.call_soon_threadsafe(opening.set)
        assert go.wait(20)
        streams.append(real(audio))
        return streams[0]

    monkeypatch.setattr(file_audio.FileAudio, "_open", slow)
    reading = asyncio.create_task(heard(wav(tmp_path / "a.wav"), folder=tmp_path))
    await opening.wait()
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    go.set()
    async with asyncio.timeout(20):
        while not (streams and streams[0].closed):  # noqa: ASYNC110 - the thread has no event for it
            await asyncio.sleep(0.01)


def test_a_wav_file_tells_its_own_sample_rate(tmp_path):
    assert rate_of_file(str(wav(tmp_path / "call.wav", rate=44_100)), lambda: [tmp_path]) == 44_100


def test_raw_samples_do_not_tell_their_rate(tmp_path):
    (tmp_path / "call.raw").write_bytes(speech(100))
    assert rate_of_file(tmp_path / "call.raw", lambda: [tmp_path]) is None


def test_what_is_no_wav_file_is_named_before_a_sample_rate_is_asked_for(tmp_path):
    (tmp_path / "call.mp3").write_bytes(b"ID3\x04" + bytes(20))
    with pytest.raises(InvalidArgumentsError, match=r"call\.mp3 is an MP3 file"):
        rate_of_file(tmp_path / "call.mp3", lambda: [tmp_path])
    with pytest.raises(InvalidArgumentsError, match="The audio is a URL"):
        rate_of_file("https://example.com/call.wav", lambda: [tmp_path])


def test_a_file_whose_header_cannot_be_read_is_an_error_of_the_file(tmp_path, monkeypatch):
    def failing(_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(file_audio, "find_header", failing)
    with pytest.raises(FileAccessError, match="could not be read"):
        rate_of_file(wav(tmp_path / "call.wav"), lambda: [tmp_path])


async def test_a_missing_file_names_no_tool_of_an_agent(tmp_path):
    with pytest.raises(FileAccessError) as raised:
        await heard(tmp_path / "nofile.wav", folder=tmp_path)
    assert "Check the name. Files may be in" in str(raised.value)
