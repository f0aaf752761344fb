"""Starts the emulator as a child process for as long as it is needed. It is run, never imported."""

import subprocess
import sys
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pydantic import SecretStr

from assemblyai_tools.config import Settings, default_dirs
from assemblyai_tools.errors import ConfigurationError

OFFLINE_KEY = "offline-emulator-key"
"""The emulator takes any key; a transcript belongs to the key that made it."""

_STOP_SECONDS = 15


@contextmanager
def emulator(
    *, data_dir: Path | None = None, allowed_dirs: Sequence[Path] | None = None, arguments: Sequence[str] = ()
) -> Generator[Settings]:
    """Run the emulator on a free port of this machine and yield the settings that reach it.

    Without `data_dir` its transcripts live in a temporary folder that goes with it. `arguments` are further
    options of `assemblyai-emulator`.
    """
    folders = default_dirs(Path.cwd()) if allowed_dirs is None else tuple(allowed_dirs)
    with tempfile.TemporaryDirectory(prefix="assemblyai-emulator-") as temporary:
        process = _start(data_dir or Path(temporary), arguments)
        try:
            url = _ready_url(process)
            yield Settings(api_key=SecretStr(OFFLINE_KEY), base_url=url, allowed_dirs=folders)
        finally:
            _stop(process)


def _start(data_dir: Path, arguments: Sequence[str]) -> subprocess.Popen[str]:
    # The pipe to its stdin is the leash: if this process dies, however it dies, the emulator stops.
    return subprocess.Popen(  # noqa: S603 - our own module, under this very interpreter
        [
            *(sys.executable, "-m", "assemblyai_emulator"),
            *("--port", "0", "--data-dir", str(data_dir), "--until-stdin-closes", *arguments),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _ready_url(process: subprocess.Popen[str]) -> str:
    """The address in the one line that the emulator prints when it accepts connections."""
    line = process.stdout.readline() if process.stdout else ""
    _, found, url = line.strip().rpartition(" listening on ")
    if not found:
        raise ConfigurationError(
            "The offline emulator did not start; its own words are above.",
            next_step="Install it with: pip install 'assemblyai-tools[emulator]'.",
        )
    return url


def _stop(process: subprocess.Popen[str]) -> None:
    if process.stdin:
        process.stdin.close()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout:
        process.stdout.close()
