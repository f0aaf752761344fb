"""An emulator in a process of its own, as seen from outside."""

import os
import re
import select
import subprocess
from contextlib import contextmanager

import httpx
from tests.emulator.commands import emulator_command

from assemblyai_emulator import __version__

KEY = {"Authorization": "key"}
"""The header with an API key. By default the emulator accepts any key."""
SECONDS = 60
"""The most that a process may take, on a machine that has other work too."""


@contextmanager
def emulator(data_dir, *options):
    """Start one on this folder with these options; gives the process and a client, once it listens."""
    command = emulator_command(data_dir, *options)
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            line = process.stdout.readline()
            address = re.fullmatch(
                rf"assemblyai-emulator {__version__} listening on (http://127.0.0.1:\d+)\n", line
            )
            with httpx.Client(base_url=address[1], headers=KEY, timeout=SECONDS) as client:
                yield process, client
        finally:
            process.kill()


def ended(handle: int) -> bool:
    """Whether the process behind the handle ends in time."""
    with os.fdopen(handle) as file:
        return bool(select.select([file], [], [], SECONDS)[0])
