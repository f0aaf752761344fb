"""What `live` listens to: files and pipes, decoded where they are no raw samples."""

import io
import struct
import sys
from contextlib import ExitStack

import pytest
from tests.plugin.streaming.conftest import speech

from assemblyai_tools import FileAccessError, InvalidArgumentsError, MissingExtraError
from assemblyai_tools.cli.live import decoding
from assemblyai_tools.cli.live.decoding import decoded
from assemblyai_tools.cli.live.paced import paced
from assemblyai_tools.cli.live.piped import Piped
from assemblyai_tools.cli.live.source import from_word

HEARD = 3_900
"""Milliseconds of hello.flac, at least."""


@pytest.fixture
def source(monkeypatch):
    """The source that an argument names. `stdin` is bytes."""
    with ExitStack() as opened:

        def find(word, sample_rate=None, *, stdin=b"", at_pace=False):
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
            return from_word(str(word), sample_rate, opened, at_pace=at_pace)

        yield find


def test_a_wav_file_of_one_channel_is_sent_as_it_is(source, wav):
    found = source(wav(rate=8000))
    assert (found.audio, found.sample_rate, found.encoding) == (wav(), 8000, "pcm_s16le")
    assert (str(found.name), found.label, found.folder, found.has_end) == (
        "meeting.wav",
        "meeting.wav",
        wav().parent,
        True,
    )


@pytest.mark.parametrize("form", [{"channels": 2}, {"width": 3}, {"channels": 2, "rate": 44_100}])
def test_another_wav_file_is_decoded(source, wav, form):
    found = source(wav(**form))
    assert (found.sample_rate, found.encoding) == (16_000, "pcm_s16le")
    assert abs(sum(map(len, found.audio)) - len(speech(1000))) < 100


def test_a_compressed_file_is_decoded_at_its_own_pace(source, audio):
    found = source(audio / "hello.flac", at_pace=True)
    assert next(found.audio)
    found.audio.close()
    assert len(b"".join(source(audio / "hello.flac").audio)) >= len(speech(HEARD))


def test_raw_samples_need_their_rate(source, tmp_path):
    path = tmp_path / "a.raw"
    path.write_bytes(speech(100))
    assert (source(path, 8000).audio, source(path, 8000).sample_rate) == (path, 8000)
    with pytest.raises(
        FileAccessError, match=r"a\.raw holds no audio that can be decoded.*give --sample-rate"
    ):
        source(path)


@pytest.mark.parametrize(
    ("make", "rate", "said"),
    [
        (lambda wav, audio: wav(), 8000, r"has 16,000 samples a second, not 8,000.*Leave --sample-rate out"),
        (lambda wav, audio: audio / "hello.flac", 8000, r"is a FLAC file.*Leave --sample-rate out"),
        (
            lambda wav, audio: "https://example.com/a.mp3",
            None,
            r"no? ?web address|A web address cannot be heard",
        ),
    ],
)
def test_what_does_not_fit_together_says_what_to_do(source, wav, audio, make, rate, said):
    with pytest.raises(InvalidArgumentsError, match=said):
        source(make(wav, audio), rate)


def test_a_file_that_is_not_there_is_told(source, tmp_path):
    with pytest.raises(FileAccessError, match="There is no file"):
        source(tmp_path / "gone.wav")


def test_a_wav_header_on_stdin_says_what_follows_and_where_it_ends(source, wav):
    content = wav(milliseconds=100, rate=8000).read_bytes()
    found = source("-", stdin=content + b"LIST of other things")
    assert (b"".join(found.audio), found.sample_rate) == (content[44:], 8000)
    assert (found.has_end, found.label) == (False, "stdin")
    assert str(found.name).startswith("live-20")
    endless = content[:40] + struct.pack("<I", 2**32 - 1) + content[44:] + b"and more"
    assert b"".join(source("-", 8000, stdin=endless).audio) == content[44:] + b"and more"


def test_other_recordings_on_stdin_are_decoded(source, wav, audio):
    for content in ((audio / "hello.flac").read_bytes(), wav(channels=2, milliseconds=5000).read_bytes()):
        found = source("-", stdin=content)
        assert found.sample_rate == 16_000
        assert len(b"".join(found.audio)) >= len(speech(HEARD))


@pytest.mark.parametrize("stdin", [b"", b"RIFF", b"no audio at all" * 100])
def test_what_is_no_audio_on_stdin_is_told(source, stdin):
    with pytest.raises(FileAccessError, match="What comes on stdin holds no audio"):
        source("-", stdin=stdin)


def test_a_wav_header_that_leads_nowhere_is_told(source):
    for more in (b"", b"junk" + struct.pack("<I", 2**20) + b"x" * 2**17):
        with pytest.raises(InvalidArgumentsError, match="its header is not complete"):
            source("-", stdin=b"RIFF    WAVE" + more)


def test_a_recording_on_stdin_with_a_rate_is_told(source, audio):
    with pytest.raises(InvalidArgumentsError, match=r"is a FLAC file.*Leave --sample-rate out"):
        source("-", 16_000, stdin=(audio / "hello.flac").read_bytes())


def test_raw_samples_on_stdin_come_as_they_are(source):
    assert b"".join(source("-", 16_000, stdin=speech(300)).audio) == speech(300)


def test_a_pipe_gives_what_there_is_in_any_parts():
    parts = [b"RI", b"FF", b"    WAVEfmt ", b"abc"]

    class Slow:
        def read(self, _):
            return parts.pop(0) if parts else None

    pipe = Piped(Slow(), "stdin")
    with pytest.raises(InvalidArgumentsError):
        pipe.header()
    assert (pipe.read(4), pipe.read(-1), pipe.read()) == (b"RIFF", b"    WAVEfmt abc", b"")


def test_a_pipe_that_fails_is_told():
    class Broken:
        def read(self, _):
            raise OSError(5, "Input/output error")

    with pytest.raises(FileAccessError, match=r"stdin could not be read to its end \(Input/output error\)"):
        Piped(Broken(), "stdin").read()


def test_without_a_decoder_one_error_says_what_to_do(monkeypatch, audio):
    monkeypatch.setattr(decoding, "is_installed", lambda name: False)
    with (audio / "hello.flac").open("rb") as file, pytest.raises(MissingExtraError) as caught:
        decoded(file, "hello.flac")
    assert str(caught.value).startswith("Decoding hello.flac needs av, which is not installed. Install it: ")
    assert caught.value.next_step.endswith(
        "or convert the recording: ffmpeg -i INPUT -ac 1 -ar 16000 -c:a pcm_s16le OUTPUT.wav"
    )


def test_a_film_without_sound_is_told(tmp_path):
    av = pytest.importorskip("av")
    path = tmp_path / "silent.mkv"
    with av.open(str(path), "w") as film:
        stream = film.add_stream("mpeg4", rate=24)
        stream.width = stream.height = 16
        stream.pix_fmt = "yuv420p"
        film.mux(stream.encode(av.VideoFrame(16, 16, "yuv420p")))
        film.mux(stream.encode(None))
    with path.open("rb") as file, pytest.raises(FileAccessError, match="holds no audio"):
        decoded(file, "silent.mkv")


@pytest.mark.parametrize("form", ["matroska", "mp4"])
def test_damaged_parts_are_left_out(audio, form):
    av, file = pytest.importorskip("av"), io.BytesIO()
    with av.open(str(audio / "hello.flac")) as recording, av.open(file, "w", format=form) as made:
        stream = made.add_stream("aac", rate=16_000, layout="mono")
        for frame in recording.decode(audio=0):
            frame.pts = None
            made.mux(stream.encode(frame))
        made.mux(stream.encode(None))
    content = bytearray(file.getvalue())
    whole = b"".join(decoded(io.BytesIO(content), "call"))
    content[len(content) // 2 : len(content) // 2 + 300] = b"\xff" * 300
    assert len(whole) / 2 < len(b"".join(decoded(io.BytesIO(content), "call"))) < len(whole)


def test_a_file_that_cannot_be_read_to_its_end_is_told(audio):
    class Failing(io.BytesIO):
        def read(self, size=-1):
            if self.tell() > 40_000:
                raise OSError(5, "Input/output error")
            return super().read(size)

    file = Failing((audio / "hello.flac").read_bytes())
    with pytest.raises(FileAccessError, match=r"hello\.flac could not be decoded to its end"):
        list(decoded(file, "hello.flac"))


def test_audio_is_given_when_it_would_be_heard():
    now, slept, closed = [50.0], [], []

    def pieces():
        try:
            yield b"x" * 10
            yield b"x" * 20
            now[0] += 5  # a slow decoder
            yield b"x" * 10
            yield b"x"
        finally:
            closed.append(True)

    def sleep(seconds):
        slept.append(seconds)
        now[0] += seconds

    given = paced(pieces(), 10, clock=lambda: now[0], sleep=sleep)
    assert [len(one) for one in given] == [10, 20, 10, 1]
    assert (slept, closed) == ([1.0], [True])
    given = paced(pieces(), 10, clock=lambda: now[0], sleep=sleep)
    next(given)
    given.close()
    assert closed == [True, True]
