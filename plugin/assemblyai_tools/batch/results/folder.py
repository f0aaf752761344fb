"""The folder of a batch's results: whether it can be written to, and what in it belongs to others."""

import errno
import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from assemblyai_tools.batch.results.left_out import NAME as LEFT_OUT
from assemblyai_tools.batch.results.left_out import is_left_out
from assemblyai_tools.batch.results.lines import NAME as RESULTS
from assemblyai_tools.batch.results.lines import is_line
from assemblyai_tools.errors import FileAccessError
from assemblyai_tools.transport.new_file import UNFINISHED


def check_new(folder: Path) -> None:
    """Make the folder of a new batch, and see that its results can be written there, before anything is paid.

    Raises a FileAccessError also if it holds a results.jsonl: another batch's recordings would get the same names.
    """
    _check_writable(folder)
    if (folder / RESULTS).exists():
        raise FileAccessError(
            f"{folder / RESULTS} exists already: the results of two batches do not go into one folder.",
            next_step="Choose another folder with --to.",
        )
    _check_own(folder / LEFT_OUT, is_left_out)


def check_export(folder: Path, *, overwrite: bool) -> None:
    """Make the folder of an export, and see that it can be written to.

    Raises a FileAccessError also if its results.jsonl is no batch's and must not be replaced.
    """
    _check_writable(folder)
    if not overwrite:
        _check_own(folder / RESULTS, is_line)


def _check_writable(folder: Path) -> None:
    probe = folder / (UNFINISHED + secrets.token_hex(8))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            probe.touch(exist_ok=False)
        finally:
            with suppress(OSError):
                probe.unlink()
    except OSError as error:
        told = "it is a file" if error.errno == errno.EEXIST else error.strerror
        raise FileAccessError(
            f"The results cannot be written to {folder} ({told}). Nothing was sent.",
            next_step="Choose another folder with --to.",
        ) from None


def _check_own(path: Path, is_own: Callable[[Any], bool]) -> None:
    """Raise a FileAccessError if the file has other lines than those that a batch writes there."""
    try:
        with path.open("rb") as file:
            foreign = not path.is_file() or not all(map(is_own, _values(file)))
    except FileNotFoundError:
        return
    except OSError as error:
        raise FileAccessError(f"{path} cannot be read ({error.strerror}).") from None
    if foreign:
        raise FileAccessError(
            f"{path} exists already, is no batch's, and was left as it is.",
            next_step="Move it away, or choose another folder with --to.",
        )


def _values(lines: Iterator[bytes]) -> Iterator[Any]:
    """The JSON value of each line, None if it is none; without a part of one that a killed process has left."""
    for line in lines:
        if not line.endswith(b"\n"):
            return
        value = None
        with suppress(ValueError, RecursionError):
            value = json.loads(line)
        yield value
