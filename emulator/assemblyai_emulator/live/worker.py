"""The process that hears live streams. Commands come on stdin, replies go to stdout.

A command is a line of JSON, which `size` bytes of audio may follow. A reply is a line of JSON. Its arguments are the
speech model, as JSON, and the number of threads.
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


def command(model: SpeechModel, threads: int) -> tuple[str, ...]:
    """Starts a worker."""
    return (sys.executable, "-m", __name__, model.to_json(), str(threads))


def main() -> None:
    """Hear streams until stdin closes, which tells a worker that its parent is gone."""
    model, threads = SpeechModel.from_json(sys.argv[1]), int(sys.argv[2])
    # Ctrl-C is sent to every process in the terminal, but the parent decides when a worker stops.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    replies = private_stdout()
    streams = Streams(
        lambda: engines.load(model, threads), functools.partial(_reply, threading.Lock(), replies)
    )
    while line := sys.stdin.buffer.readline():
        given: dict[str, Any] = json.loads(line)
        streams.run(given, sys.stdin.buffer.read(given.get("size", 0)))
    # Not in the middle of a turn: without a parent, nobody can use what is heard.
    os._exit(0)


def _reply(lock: threading.Lock, replies: BinaryIO, reply: dict[str, Any]) -> None:
    line = json.dumps(reply, separators=(",", ":")).encode() + b"\n"
    with lock:
        replies.write(line)
        replies.flush()


if __name__ == "__main__":
    main()
