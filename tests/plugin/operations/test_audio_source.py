import sys
from io import BytesIO, StringIO
from pathlib import Path

import pytest

from assemblyai_tools import InvalidArgumentsError, transcribe, upload_file
from assemblyai_tools.flow import Content
from assemblyai_tools.operations.transcribe_arguments import TranscribeArguments

UPLOAD = {"upload_url": "https://cdn.test/u1"}


def uploaded(walk, reply, audio):
    """What a call uploads of this audio."""
    steps, _ = walk(upload_file(path=audio), reply(UPLOAD))
    (request,) = steps
    queued = {"id": "t1", "status": "queued"}
    steps, _ = walk(transcribe(audio=audio, wait_seconds=0), reply(UPLOAD), reply(queued), reply(queued))
    assert (request.method, request.path) == ("POST", "/v2/upload")
    assert steps[0] == request
    return request.file


def test_a_program_may_give_a_path(walk, reply):
    assert uploaded(walk, reply, Path("calls/a.wav")) == "calls/a.wav"


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_a_program_may_give_bytes(walk, reply, kind):
    assert uploaded(walk, reply, kind(b"RIFF")) == Content(b"RIFF", "audio")


def test_a_program_may_give_an_open_binary_file(walk, reply, tmp_path):
    (tmp_path / "call.wav").write_bytes(b"RIFF")
    with (tmp_path / "call.wav").open("rb") as stream:
        assert uploaded(walk, reply, stream) == Content(stream, "call.wav")
    memory = BytesIO(b"RIFF")
    assert uploaded(walk, reply, memory) == Content(memory, "audio")
    assert uploaded(walk, reply, Content(b"RIFF", "call.wav")) == Content(b"RIFF", "call.wav")


class Pipe(BytesIO):
    def seekable(self):
        return False


class AsyncFile:
    async def seekable(self):
        """Never called."""


def closed():
    stream = BytesIO(b"RIFF")
    stream.close()
    return stream


@pytest.mark.parametrize(
    ("audio", "problem"),
    [
        (5, "give its path or URL as text"),
        (["a.wav", "b.wav"], "give its path or URL as text"),
        (AsyncFile(), "give its path or URL as text"),
        (Pipe(b"RIFF"), "this stream cannot be sent twice, as a retry may need: read it, and give the bytes"),
        (StringIO("RIFF"), "open the file in binary mode"),
        (closed(), "I/O operation on closed file"),
    ],
)
def test_anything_else_is_refused_before_anything_is_sent(audio, problem):
    for call, name in ((transcribe, "audio"), (upload_file, "path")):
        with pytest.raises(InvalidArgumentsError) as caught:
            call.start({name: audio})
        assert caught.value.message == f"{call.name} was not called: {name}: {problem}."


def test_a_model_is_told_of_texts_only():
    for call, name in ((transcribe, "audio"), (upload_file, "path")):
        assert call.input_schema["properties"][name]["type"] == "string"
        assert name in call.input_schema["required"]


def test_what_is_uploaded_is_no_option_and_not_shown():
    arguments = TranscribeArguments(audio=b"RIFF" * 1000, speaker_labels=True)
    assert arguments.options() == {"speaker_labels": True}
    assert "RIFF" not in repr(arguments)
    assert (arguments.is_web, sys.getsizeof(repr(arguments)) < 5000) == (False, True)
