"""Keeps two emulators from working in one data directory."""

import fcntl
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def locked(data_dir: Path) -> Generator[None]:
    """Hold the directory; the system lets go of it when the process ends, however it ends.

    Raises RuntimeError when another emulator holds it: each would take the other's unfinished jobs for its own.
    """
    with (data_dir / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RuntimeError(
                f"Another emulator is using {data_dir}: stop it or choose another --data-dir."
            ) from None
        yield
