"""The worker process: decodes one job after another. Jobs come on stdin, replies go to stdout.

Its arguments are the speech model, as JSON, and the number of threads that decode a file.
"""

import functools
import json
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from assemblyai_emulator.errors import MediaError, StorageError
from assemblyai_emulator.hearing import engines
from assemblyai_emulator.hearing.media import Media
from assemblyai_emulator.hearing.recognizer import Recognizer
from assemblyai_emulator.hearing.speech_model import SpeechModel
from assemblyai_emulator.jobs.job import AUDIO_IS_GONE, Job
from assemblyai_emulator.jobs.reports import Reports
from assemblyai_emulator.jobs.transcription import transcribe
from assemblyai_emulator.store import failures

PROGRESS, LENGTH, DECODED = b"progress", b"length", b"decoded"
RESULT, FAILED, UNSTORED = b"result", b"failed", b"unstored"
"""Each line to the parent starts with one of these.

LENGTH is what the file states and DECODED what was read, in seconds of audio summed over the channels. UNSTORED: the
disk is full or fails, so try again later.
"""


def command(model: SpeechModel, threads: int) -> tuple[str, ...]:
    """Starts a worker."""
    return (sys.executable, "-m", __name__, model.to_json(), str(threads))


def main() -> None:
    """Run jobs until stdin closes, which tells a worker that its parent is gone."""
    model, threads = SpeechModel.from_json(sys.argv[1]), int(sys.argv[2])
    # Ctrl-C is sent to every process in the terminal, but the parent decides when a worker stops.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    replies = private_stdout()
    jobs: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_read_jobs, args=(sys.stdin.buffer, jobs), daemon=True).start()
    # A large model takes minutes to load. That is a part of the first job, so that it is reported.
    recognizer = functools.cache(lambda: engines.load(model, threads))
    while True:
        run(Job.from_line(jobs.get()), recognizer, replies)


def run(job: Job, recognizer: Callable[[], Recognizer], replies: BinaryIO) -> None:
    """Run one job, and write to `replies` how it goes and how it ends."""
    try:
        with Reports(functools.partial(_report, replies)) as reports:
            heard_by = recognizer()
            _reply_length(job, replies)
            result = transcribe(job, heard_by, reports.progress, decoded=reports.decoded)
    except MediaError as error:
        _reply(replies, FAILED, str(error).encode())
    except StorageError as error:
        _reply(replies, UNSTORED, f"{error.status} {error.text}".encode())
    except FileNotFoundError:
        if Path(job.path).exists():
            raise
        _reply(replies, FAILED, AUDIO_IS_GONE.encode())
    else:
        _reply(replies, RESULT, json.dumps(result, separators=(",", ":")).encode())


def _reply_length(job: Job, replies: BinaryIO) -> None:
    """Say how many seconds of audio there are to decode: the server limits the job's time by that."""
    with (
        failures.reported(missing_is_failure=False),
        Media(Path(job.path), multichannel=job.multichannel) as media,
    ):
        if media.stated_seconds is not None:
            _reply(replies, LENGTH, f"{media.stated_seconds * media.channels:.3f}".encode())


def _report(replies: BinaryIO, share: float, decoded_seconds: float) -> None:
    _reply(replies, PROGRESS, f"{share:.4f}".encode())
    if decoded_seconds:
        _reply(replies, DECODED, f"{decoded_seconds:.3f}".encode())


def _reply(replies: BinaryIO, kind: bytes, payload: bytes) -> None:
    # In one call: the thread of Reports writes too.
    replies.write(kind + b" " + payload.replace(b"\n", b" ") + b"\n")
    replies.flush()


def _read_jobs(stdin: BinaryIO, jobs: "queue.SimpleQueue[bytes]") -> None:
    for line in stdin:
        jobs.put(line)
    # Exit even in the middle of a job: without a parent, nothing can use the result or stop this process. The
    # decoder releases the interpreter's lock between blocks, so this runs soon.
    os._exit(0)


def private_stdout() -> BinaryIO:
    """A copy of stdout for the replies. Anything that a library prints goes to stderr instead."""
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return replies


if __name__ == "__main__":
    main()
