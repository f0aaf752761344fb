"""The worker process: decodes one job after another. Jobs come on stdin, replies go to stdout."""

import json
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from assemblyai_emulator.errors import MediaError, StorageError
from assemblyai_emulator.hearing.media import Media
from assemblyai_emulator.hearing.pocketsphinx_recognizer import PocketsphinxRecognizer
from assemblyai_emulator.jobs.job import Job
from assemblyai_emulator.jobs.transcription import transcribe

PROGRESS, LENGTH, RESULT, FAILED, UNSTORED = b"progress", b"length", b"result", b"failed", b"unstored"
"""Each line to the parent starts with one of these. UNSTORED: the disk is full or fails, so try again later."""

_REPORT_SECONDS = 0.2
"""Seconds between two progress reports, at least."""


def main() -> None:
    """Run jobs until stdin closes, which tells a worker that its parent is gone."""
    # Ctrl-C is sent to every process in the terminal, but the parent decides when a worker stops.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    replies = _private_stdout()
    jobs: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_read_jobs, args=(sys.stdin.buffer, jobs), daemon=True).start()
    recognizer = PocketsphinxRecognizer()
    while True:
        _run(Job.from_line(jobs.get()), recognizer, replies)


def _run(job: Job, recognizer: PocketsphinxRecognizer, replies: BinaryIO) -> None:
    try:
        _reply_length(job, replies)
        result = transcribe(job, recognizer, _reporter(replies))
    except MediaError as error:
        _reply(replies, FAILED, str(error).encode())
    except StorageError as error:
        _reply(replies, UNSTORED, f"{error.status} {error.text}".encode())
    else:
        _reply(replies, RESULT, json.dumps(result, separators=(",", ":")).encode())


def _reply_length(job: Job, replies: BinaryIO) -> None:
    """Say how many seconds of audio there are to decode: the server limits the job's time by that."""
    with Media(Path(job.path), multichannel=job.multichannel) as media:
        if media.stated_seconds is not None:
            _reply(replies, LENGTH, f"{media.stated_seconds * media.channels:.3f}".encode())


def _reporter(replies: BinaryIO) -> Callable[[float], None]:
    last = 0.0

    def report(share: float) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _REPORT_SECONDS:
            last = now
            _reply(replies, PROGRESS, f"{share:.4f}".encode())

    return report


def _reply(replies: BinaryIO, kind: bytes, payload: bytes) -> None:
    replies.write(kind + b" " + payload.replace(b"\n", b" ") + b"\n")
    replies.flush()


def _read_jobs(stdin: BinaryIO, jobs: "queue.SimpleQueue[bytes]") -> None:
    for line in stdin:
        jobs.put(line)
    # Exit even in the middle of a job: without a parent, nothing can use the result or stop this process. The
    # decoder releases the interpreter's lock between blocks, so this runs soon.
    os._exit(0)


def _private_stdout() -> BinaryIO:
    """A copy of stdout for the replies. Anything that a library prints goes to stderr instead."""
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return replies


if __name__ == "__main__":
    main()
