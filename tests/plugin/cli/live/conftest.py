"""What the tests of `live` share: a scripted service, recordings, and a way to type the command."""

import io
import os
import sys
import wave
from contextlib import suppress

import pytest
from tests.plugin.cli.commands.conftest import Done, kept_emulator, type_command  # noqa: F401 - fixtures
from tests.plugin.streaming.conftest import KEY, RATE, TERMINATION, begin, service, speech, turn, word  # noqa: F401

from assemblyai_tools.cli.main import main


def said(order, *words, formatted=True, **more):
    """A finished turn, that begins so many seconds after the start as its number says."""
    timed = [word(one, 1000 * order + 100 * place, 1000 * order + 100 * place + 90) for place, one in enumerate(words)]
    return turn(order, *timed, formatted=formatted, **more)


def telling(*messages):
    """A session that hears a tenth of a second, tells this, and ends when it is asked to."""

    async def script(session):
        await session.tell(begin())
        await session.hear(100)
        await session.tell(*messages)
        await session.finish()

    return script


@pytest.fixture
def wav(tmp_path):
    """Make a WAV file of one channel: by default of 16 bits and of a second."""

    def make(name="meeting.wav", *, milliseconds=1000, rate=RATE, channels=1, width=2):
        path = tmp_path / name
        with wave.open(str(path), "wb") as file:
            file.setnchannels(channels)
            file.setsampwidth(width)
            file.setframerate(rate)
            frames = milliseconds * rate // 1000
            file.writeframes(b"\x01" * (frames * channels * width))
        return path

    return make


@pytest.fixture
def live(home, kept, service, monkeypatch, capsys):  # noqa: F811
    """Type `live` with these words, with the scripted service. `stdin` are bytes, or a file descriptor."""
    monkeypatch.setenv("ASSEMBLYAI_BASE_URL", f"http://127.0.0.1:{service.port}")
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", KEY)

    def run(*words, stdin=b""):
        stream = io.BytesIO(stdin) if isinstance(stdin, bytes) else os.fdopen(stdin, "rb")
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stream))
        code = main(["live", *map(str, words)])
        out, err = capsys.readouterr()
        return Done(code, out, err)

    return run


@pytest.fixture
def open_pipe():
    """A pipe that stays open: what is read, and what is written to."""
    reading, writing = os.pipe()
    os.write(writing, speech(200))
    yield reading
    for one in (writing,):
        with suppress(OSError):
            os.close(one)
