"""The folders whose files may be used."""

from collections.abc import Iterable
from pathlib import Path
from stat import S_ISDIR


def default_dirs(working: Path) -> tuple[Path, ...]:
    """The working folder, unless it is the root of the disk, where some chat clients start servers."""
    folder = working.resolve()
    return () if folder == Path(folder.anchor) else (folder,)


def lost_among(folders: Iterable[Path]) -> str:
    """Which of these do not exist, or are no folders, in words; empty if all are there, as far as one may know."""
    absent: list[str] = []
    files: list[str] = []
    for folder in folders:
        try:
            is_folder = S_ISDIR(folder.stat().st_mode)
        except (FileNotFoundError, NotADirectoryError):
            absent.append(str(folder))
        except OSError:  # it may be there
            continue
        else:
            files += [] if is_folder else [str(folder)]
    told = [f"{' and '.join(absent)} {'does' if len(absent) == 1 else 'do'} not exist"] if absent else []
    told += (
        [f"{' and '.join(files)} {'is a file' if len(files) == 1 else 'are files'}, not a folder"]
        if files
        else []
    )
    return "; ".join(told)
