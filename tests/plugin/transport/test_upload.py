import os
from io import BytesIO
from pathlib import Path

import pytest

from assemblyai_tools import FileAccessError
from assemblyai_tools.flow import Content
from assemblyai_tools.transport.call import Body
from assemblyai_tools.transport.local_files import MAX_UPLOAD
from assemblyai_tools.transport.upload import CHUNK, body_of, chunks, progress
from assemblyai_tools.waiting.progress import Progress

AUDIO = Path(__file__).parents[2] / "audio/launch.ogg"


@pytest.mark.parametrize(("sent", "fraction"), [(1, 0.25), (4, 1.0), (9, 1.0)])
def test_the_reported_share_never_exceeds_the_whole_file(sent, fraction):
    assert progress(Body(b"1234", "a.wav", 4), sent) == Progress("uploading", "uploading a.wav", fraction)


def test_a_file_is_sent_in_chunks_and_each_is_reported_after_it_was_sent(tmp_path):
    file, reports = tmp_path / "a.wav", []
    file.write_bytes(b"x" * (CHUNK + 1))
    sending = chunks(body_of("a.wav", (tmp_path,)), reports.append)
    assert (len(next(sending)), reports) == (CHUNK, [])
    assert (next(sending), len(reports)) == (b"x", 1)
    assert (list(sending), reports[-1].fraction) == ([], 1.0)


@pytest.mark.parametrize(("timed", "seconds"), [(True, 9), (False, None)])
def test_a_report_says_how_long_the_audio_is_if_that_was_looked_for(timed, seconds):
    body = body_of(AUDIO.name, (AUDIO.parent,), timed=timed)
    assert progress(body, 1).audio_seconds == seconds


def test_a_file_that_tells_no_length_is_sent_without(tmp_path):
    (tmp_path / "a.wav").write_bytes(b"x")
    assert body_of("a.wav", (tmp_path,), timed=True).seconds is None


def test_a_file_that_grows_is_never_sent_whole(tmp_path):
    file = tmp_path / "a.wav"
    file.write_bytes(b"x" * (CHUNK + 1))
    sending = chunks(body_of("a.wav", (tmp_path,)), lambda _progress: None)
    next(sending)
    with file.open("ab") as stream:
        stream.write(b"more")
    with pytest.raises(FileAccessError) as caught:
        next(sending)
    assert str(caught.value) == (
        f"{file} changed while it was read (it had {CHUNK + 1:,} bytes). "
        "Wait until no program writes to it, then call again."
    )


@pytest.mark.parametrize("make", [bytes, BytesIO])
def test_content_is_sent_from_its_start_as_often_as_it_takes_and_stays_open(make):
    content = make(b"x" * (CHUNK + 1))
    if isinstance(content, BytesIO):
        content.read()
    body, reports = body_of(Content(content, "call.wav"), ()), []
    for _ in range(2):
        assert [len(chunk) for chunk in chunks(body, reports.append)] == [CHUNK, 1]
    assert (str(body), body.size, reports[0].message) == ("call.wav", CHUNK + 1, "uploading call.wav")


@pytest.mark.parametrize("content", [b"", BytesIO()])
def test_empty_content_is_refused_before_anything_is_sent(content):
    with pytest.raises(FileAccessError) as caught:
        body_of(Content(content, "call.wav"), ())
    assert str(caught.value) == "call.wav is empty. Give a file that holds audio."


def test_content_that_is_too_large_is_refused_before_anything_is_sent(tmp_path):
    with (tmp_path / "a.wav").open("wb+") as stream:
        os.truncate(stream.fileno(), MAX_UPLOAD + 1)  # sparse: it takes no room
        with pytest.raises(FileAccessError) as caught:
            body_of(Content(stream, "call.wav"), ())
    assert str(caught.value).startswith(
        "call.wav has 2,200,000,001 bytes; an upload may have 2,200,000,000 (2.2 GB)."
    )
