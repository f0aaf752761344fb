"""Worker processes that do what a line of Python says instead of decoding speech."""

import sys

from assemblyai_emulator.jobs.worker_process import WorkerProcess


def worker(reply: str) -> WorkerProcess:
    """A process that executes the statement `reply` for every job."""
    return WorkerProcess((sys.executable, "-c", f"import os, sys\nfor line in sys.stdin: {reply}"))


ANSWER = 'print(\'result {"text": "Hi."}\', flush=True)'
"""The statement of a worker whose job is completed."""
CRASH = "os.kill(os.getpid(), 11)"
"""The statement of a worker that ends in the middle of its job."""
HANG = "print('progress 0.5', flush=True); sys.stdin.read()"
"""The statement of a worker that gets half through its job and then never ends."""
