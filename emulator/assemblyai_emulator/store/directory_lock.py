"""A lock that keeps two emulators from using the same folder."""

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from assemblyai_emulator.errors import SetupError

_OWNER_ONLY = 0o600


@contextmanager
def locked(folder: Path) -> Generator[Path]:
    """Lock the folder and yield it. The operating system releases the lock when the process ends.

    Raises SetupError if another emulator has locked it: each would resume the other's unfinished jobs.
    """
    try:
        handle = os.open(folder / "lock", os.O_WRONLY | os.O_CREAT, _OWNER_ONLY)
    except OSError as error:
        raise SetupError(
            f"{folder} cannot be written to ({error.strerror}). Choose another --data-dir."
        ) from None
    with os.fdopen(handle, "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SetupError(
                f"Another emulator is using {folder}. Stop it or choose another --data-dir."
            ) from None
        except OSError as error:
            raise SetupError(
                f"{folder} cannot be locked ({error.strerror}). Choose a --data-dir on a local disk."
            ) from None
        yield folder
