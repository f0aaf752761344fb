"""The server over HTTP as people start it: a process of its own."""

import os
import subprocess
import sys
from contextlib import contextmanager

_WITHOUT_GRACE = """
from assemblyai_mcp import __main__
from assemblyai_mcp.asgi import serve

serve._GRACE_SECONDS = 0
__main__.main()
"""


@contextmanager
def process(*arguments, most_files=None, has_grace=True, **env):
    """A running server; gives the process and its URL.

    It may open so many files; without grace, its time for calls in progress is over as soon as it is told to stop.
    """
    program = ["-m", "assemblyai_mcp"] if has_grace else ["-c", _WITHOUT_GRACE]
    limit = ["sh", "-c", f'ulimit -n {most_files}; exec "$@"', "sh"] if most_files else []
    running = subprocess.Popen(
        [*limit, sys.executable, *program, "--transport", "http", "--port", "0", *arguments],
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
