"""The server over HTTP as people start it: a process of its own."""

import os
import subprocess
import sys
from contextlib import contextmanager


@contextmanager
def process(*arguments, most_files=None, **env):
    """A running server, which may open so many files; gives the process and its URL."""
    limit = ["sh", "-c", f'ulimit -n {most_files}; exec "$@"', "sh"] if most_files else []
    running = subprocess.Popen(
        [*limit, sys.executable, "-m", "assemblyai_mcp", "--transport", "http", "--port", "0", *arguments],
        env={"PATH": os.defpath, **env},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        line = next(line for line in running.stderr if " listening on " in line)
        yield running, line.split(" listening on ")[1].strip().removesuffix("/mcp")
    finally:
        running.kill()
        running.communicate()
