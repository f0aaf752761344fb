"""Files as the source of audio: which are read, at which pace, and what is told if they cannot be."""

import asyncio
import threading

import pytest
from tests.plugin.streaming.conftest import Clock, speech, wav
from tests.plugin.streaming.source_pieces import heard, read

from assemblyai_tools import FileAccessError, InvalidArgumentsError
from assemblyai_tools.streaming import file_audio
from assemblyai_tools.streaming.sources import rate_of_file
from assemblyai_tools.streaming.timing import Timing


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


@pytest.mark.parametrize("name", ["a:b.wav", "C:/a.wav", "https.wav"])
async def test_a_name_with_a_colon_is_no_url(name, tmp_path):
    with pytest.raises(FileAccessError):
        await heard(name, folder=tmp_path)


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
