"""The process that hears live streams. Commands come on stdin, replies go to stdout.

A command is a line of JSON, which `size` bytes of audio may follow. A reply is a line of JSON. The
process's argument is the speech model, as JSON.
"""

import functools
import json
import os
import signal
import sys
import threading
from typing import Any, BinaryIO

from assemblyai_emulator.hearing import engines
from assemblyai_emulator.hearing.speech_model import SpeechModel
from assemblyai_emulator.jobs.worker import private_stdout
from assemblyai_emulator.live.streams import Streams

_AT_ONCE = 2
"""Turns that Whisper hears at the same time, with one thread each. Two turns that end together are heard in half the
time that they take one after the other with two threads each. A single turn takes about as long either way."""


def command(model: SpeechModel) -> tuple[str, ...]:
    """Starts a worker."""
    return (sys.executable, "-m", __name__, model.to_json())


def main() -> None:
    """Hear streams until stdin closes, which tells a worker that its parent is gone."""
    model = SpeechModel.from_json(sys.argv[1])
    at_once = _AT_ONCE if model.weights else 1
    # Ctrl-C is sent to every process in the terminal, but the parent decides when a worker stops.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    replies = private_stdout()
    streams = Streams(
        lambda: engines.load(model, 1, at_once=at_once),
        functools.partial(_reply, threading.Lock(), replies),
        at_once,
    )
    while line := sys.stdin.buffer.readline():
        given: dict[str, Any] = json.loads(line)
        streams.run(given, sys.stdin.buffer.read(given.get("size", 0)))
    # Exit without waiting for the turns that are still being heard: the parent is gone.
    os._exit(0)


def _reply(lock: threading.Lock, replies: BinaryIO, reply: dict[str, Any]) -> None:
    line = json.dumps(reply, separators=(",", ":")).encode() + b"\n"
    with lock:
        replies.write(line)
        replies.flush()


if __name__ == "__main__":
    main()
