"""What the tests of `live` share: a scripted service, recordings, and a way to type the command."""

import io
import os
import signal
import sys

import pytest
from tests.plugin.cli.commands.conftest import Done, kept_emulator, type_command  # noqa: F401 - fixtures
from tests.plugin.streaming.conftest import KEY, RATE, TERMINATION, begin, service, speech, turn, until, word  # noqa: F401
from tests.plugin.streaming.conftest import wav as recording

from assemblyai_tools.cli.live.views import Lines
from assemblyai_tools.cli.main import main

RAW = ["--sample-rate", RATE, "-"]
"""What is typed to hear raw samples on stdin."""


def said(order, *words, formatted=True, **more):
    """A finished turn that begins at second `order`."""
    timed = [
        word(one, 1000 * order + 100 * place, 1000 * order + 100 * place + 90)
        for place, one in enumerate(words)
    ]
    return turn(order, *timed, formatted=formatted, **more)


HELLO = said(0, "Hello.")
"""The turn that most sessions tell."""


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
    """Make a WAV file: by default of a second, one channel and 16 bits."""

    def make(name="meeting.wav", *, milliseconds=1000, rate=RATE, channels=1, width=2):
        samples = b"\x01" * (milliseconds * rate // 1000 * channels * width)
        return recording(tmp_path / name, samples, rate=rate, channels=channels, width=width)

    return make


@pytest.fixture
def live(home, kept, service, monkeypatch, capsys):  # noqa: F811
    """Type `live` with these words, with the scripted service. `stdin` are bytes, or an open file."""
    monkeypatch.setenv("ASSEMBLYAI_BASE_URL", f"http://127.0.0.1:{service.port}")
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", KEY)

    def run(*words, stdin=b""):
        stream = io.BytesIO(stdin) if isinstance(stdin, bytes) else stdin
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stream))
        code = main(["live", *map(str, words)])
        out, err = capsys.readouterr()
        return Done(code, out, err)

    return run


@pytest.fixture
def open_pipe():
    """The reading end of a pipe that stays open, with a fifth of a second of audio in it."""
    reading, writing = os.pipe()
    os.write(writing, speech(200))
    with os.fdopen(reading, "rb") as file:
        yield file
        os.close(writing)  # a reader that still waits gets the end


@pytest.fixture
def shown(monkeypatch):
    """The kinds of the events that were shown, in a view of lines."""
    kinds, show = [], Lines.show

    def showing(self, event):
        show(self, event)
        kinds.append(event.type)

    monkeypatch.setattr(Lines, "show", showing)
    return kinds


@pytest.fixture
def interrupted(shown):
    """A session in which a signal comes after the first turn, and the second turn when it is asked to end."""

    def script_for(*signals):
        async def script(session):
            await session.tell(begin())
            await session.hear(100)
            await session.tell(said(0, "Hello."))
            await until(lambda: "Turn" in shown)
            for number in signals[:1]:
                os.kill(os.getpid(), number)
            await session.hear_message("Terminate")
            for number in signals[1:]:
                os.kill(os.getpid(), number)
            if signals[1:] == (signal.SIGINT,):
                await session.listen()
            await session.tell(said(1, "Goodbye."), TERMINATION)

        return script

    return script_for
