"""The emulator's own folder inside the data directory, which may hold the user's files too."""

import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from assemblyai_emulator.errors import SetupError
from assemblyai_emulator.store.directory_lock import locked

NAME = "assemblyai-emulator-data"
_OWNER_ONLY = 0o700
_CHOOSE = "Choose another --data-dir, or use --temporary-data."


@contextmanager
def opened(data_dir: Path | None) -> Generator[Path]:
    """Create, lock and yield the emulator's folder. Only its owner can read it, and only one emulator can use it.

    `data_dir` is created if it is missing, and otherwise left as it is. Without one the folder is temporary and
    is removed at the end. Raises SetupError if the folder cannot be created or locked.
    """
    if data_dir is not None:
        with locked(_prepared(data_dir)) as folder:
            yield folder
        return
    with _temporary() as temporary, locked(_prepared(temporary)) as folder:
        yield folder


@contextmanager
def _temporary() -> Generator[Path]:
    try:
        made = tempfile.TemporaryDirectory(prefix="assemblyai-emulator-")
    except OSError as error:
        raise SetupError(f"No temporary folder can be made ({error.strerror}). Use --data-dir.") from None
    with made as name:
        yield Path(name)


def _prepared(data_dir: Path) -> Path:
    folder = data_dir / NAME
    try:
        data_dir.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)
        folder.mkdir(mode=_OWNER_ONLY, exist_ok=True)
        # An earlier version, or the user, may have made it readable for others.
        folder.chmod(_OWNER_ONLY)
    except (FileExistsError, NotADirectoryError):
        raise SetupError(f"{data_dir} is not a folder, or has a file in its path. {_CHOOSE}") from None
    except OSError as error:
        raise SetupError(f"{data_dir} cannot be written to ({error.strerror}). {_CHOOSE}") from None
    return folder
