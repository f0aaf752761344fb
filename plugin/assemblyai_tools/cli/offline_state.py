"""Where --offline keeps its transcripts, and the emulator on that folder: one command at a time."""

import fcntl
import os
import re
import tempfile
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from platformdirs import user_state_path

from assemblyai_tools.config import Settings
from assemblyai_tools.errors import ConfigurationError
from assemblyai_tools.offline import emulator

_CHOOSE = re.compile(r"Choose another --data-dir[^.]*\.")
"""What the emulator advises, an option that these commands do not have."""

_BUSY = "Another --offline command is at work with the same data; this one waits until it has ended."
"""What a person is told who waits for the folder."""


def offline_folder() -> Path:
    """The folder below the user's state folder."""
    return user_state_path("assemblyai-tools", appauthor=False) / "offline"


def offline_ledger() -> Path:
    """The ledger of what was ordered with --offline."""
    return offline_folder() / "ledger.sqlite3"


@contextmanager
def offline_service(say: Callable[[str], None]) -> Generator[Settings]:
    """Run the emulator on the kept data; says so if another command has to end first.

    What does not concern the service, as the allowed folders, is as without --offline.
    """
    own = Settings.from_env_without_service()
    folder = offline_folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _not_usable(folder, "made", error) from None
    with ExitStack() as stack:
        stack.enter_context(_alone(folder / "in-use", say))
        settings = stack.enter_context(_started(folder / "emulator"))
        yield replace(
            settings, ledger=offline_ledger(), allowed_dirs=own.allowed_dirs, reuse_hours=own.reuse_hours
        )


@contextmanager
def passing_service() -> Generator[Settings]:
    """Run the emulator on a folder of its own, which is deleted in the end: several commands may at the same time."""
    own = Settings.from_env_without_service()
    with _started(None) as settings:
        yield replace(settings, allowed_dirs=own.allowed_dirs)


@contextmanager
def _started(folder: Path | None) -> Generator[Settings]:
    """Run the emulator; what it says goes into the error if it does not start."""
    with tempfile.TemporaryFile("w+") as notice, ExitStack() as stack:
        try:
            settings = stack.enter_context(emulator(data_dir=folder, stderr=notice))
        except ConfigurationError as error:
            notice.seek(0)
            said = " ".join(f"{error.message} {notice.read()}".split())
            if _CHOOSE.search(said):
                error.next_step = f"To begin anew, move the folder {folder} away."
            error.message = _CHOOSE.sub("", said).rstrip()
            raise
        yield settings


@contextmanager
def _alone(lock: Path, say: Callable[[str], None]) -> Generator[None]:
    """Hold a file's lock: the system lets go of it when the process ends, however it ends."""
    try:
        descriptor = os.open(lock, os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise _not_usable(lock, "opened", error) from None
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(_BUSY)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _not_usable(place: Path, done: str, error: OSError) -> ConfigurationError:
    what = "folder" if done == "made" else "file"
    return ConfigurationError(
        f"The {what} {place}, where --offline keeps its data, cannot be {done} ({error.strerror}).",
        next_step="Set XDG_STATE_HOME to a folder that can be written to.",
    )
