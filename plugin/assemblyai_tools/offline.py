"""Runs the emulator as a child process for as long as it is needed. The emulator is never imported."""

import subprocess
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pydantic import SecretStr

from assemblyai_tools.config import Settings
from assemblyai_tools.errors import ConfigurationError, MissingExtraError
from assemblyai_tools.folders import default_dirs
from assemblyai_tools.lazy import is_installed

OFFLINE_KEY = "offline-emulator-key"
"""Any key works with the emulator; a transcript belongs to the key that created it."""

_STOP_SECONDS = 15
"""Seconds in which the emulator must stop before it is killed."""


@contextmanager
def emulator(
    *,
    data_dir: Path | None = None,
    allowed_dirs: Sequence[Path] | None = None,
    arguments: Sequence[str] = (),
    stderr: IO[str] | None = None,
) -> Generator[Settings]:
    """Run the emulator on a free local port and yield the settings to reach it.

    Without `data_dir` it keeps its transcripts in a temporary folder, which it deletes when it stops. `arguments` are
    further options of `assemblyai-emulator`. `stderr` is an open file for what it says; None: this process's stderr.
    """
    process = _start(data_dir, arguments, stderr)
    try:
        url = _ready_url(process)
        folders = default_dirs(Path.cwd()) if allowed_dirs is None else tuple(allowed_dirs)
        yield Settings(api_key=SecretStr(OFFLINE_KEY), base_url=url, allowed_dirs=folders)
    finally:
        _stop(process)


def _start(data_dir: Path | None, arguments: Sequence[str], stderr: IO[str] | None) -> subprocess.Popen[str]:
    if not is_installed("assemblyai_emulator"):
        raise MissingExtraError.of("Working offline", needs="assemblyai_emulator", extra="emulator")
    # However this process dies, the pipe to the emulator's stdin closes; the emulator then stops and deletes its
    # temporary folder.
    storage = ["--temporary-data"] if data_dir is None else ["--data-dir", str(data_dir)]
    return subprocess.Popen(  # noqa: S603 - our own module, run by this interpreter
        [
            sys.executable,
            "-m",
            "assemblyai_emulator",
            "--port",
            "0",
            "--until-stdin-closes",
            *storage,
            *arguments,
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        start_new_session=True,  # a terminal's Ctrl-C is for this process, which then stops that one
    )


def _ready_url(process: subprocess.Popen[str]) -> str:
    """The URL from the line that the emulator prints once it accepts connections, or why it cannot."""
    line = process.stdout.readline().strip() if process.stdout else ""
    _, found, url = line.rpartition(" listening on ")
    if not found:
        raise ConfigurationError(line or "The offline emulator did not start; it said why on stderr.")
    return url


def _stop(process: subprocess.Popen[str]) -> None:
    try:
        process.communicate(timeout=_STOP_SECONDS)  # closes its stdin, so it stops
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
