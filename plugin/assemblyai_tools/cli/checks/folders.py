"""The places on the disk: the allowed folders, the ledger, and the user's state folder."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from stat import S_ISDIR

from platformdirs import user_state_path

from assemblyai_tools.cli.checks.check import Check
from assemblyai_tools.config import Settings
from assemblyai_tools.errors import ConfigurationError

_FOLDERS = "ASSEMBLYAI_ALLOWED_DIRS"
_LEDGER = "ASSEMBLYAI_LEDGER"


def check_folders(settings: Settings) -> Iterator[Check]:
    """The allowed folders, the ledger and the state folder."""
    yield from _allowed(settings)
    yield _ledger(settings)
    state = user_state_path("assemblyai-tools", appauthor=False)
    if _can_be_written(state):
        yield Check("state folder", "ok", str(state))
    else:
        yield Check(
            "state folder", "fail", f"{state} cannot be written.", "Make it, and check its permissions."
        )


def _allowed(settings: Settings) -> Iterator[Check]:
    try:
        folders = settings.folders()
    except ConfigurationError as error:
        yield Check("allowed folder", "fail", error.message, error.next_step)
        return
    if not folders:
        yield Check("allowed folder", "warn", "none, so no local file can be used.", f"Set {_FOLDERS}.")
    yield from map(_allowed_folder, folders)


def _allowed_folder(folder: Path) -> Check:
    if not S_ISDIR(_mode(folder)):
        return Check("allowed folder", "fail", f"{folder} is no folder.", f"Make it, or correct {_FOLDERS}.")
    if not os.access(folder, os.R_OK | os.X_OK):
        return Check("allowed folder", "fail", f"{folder} cannot be read.", "Check its permissions.")
    return Check("allowed folder", "ok", str(folder))


def _ledger(settings: Settings) -> Check:
    ledger = settings.with_kept_ledger().ledger
    if not isinstance(ledger, Path):
        return Check("ledger", "ok", f"off ({_LEDGER}): orders and names of speakers are not remembered")
    if not _mode(ledger):
        if _can_be_written(ledger.parent):
            return Check("ledger", "ok", f"{ledger} (made at first use)")
        return Check("ledger", "fail", f"{ledger} cannot be made.", f"Check {_LEDGER}, and the permissions.")
    try:
        with closing(sqlite3.connect(f"{ledger.absolute().as_uri()}?mode=ro", uri=True)) as database:
            [(orders,)] = database.execute("SELECT count(*) FROM jobs").fetchall()
    except sqlite3.Error as error:
        return Check(
            "ledger",
            "fail",
            f"{ledger} cannot be used ({error}).",
            f"Move it away, and a new one is made; or give another file in {_LEDGER}.",
        )
    if not os.access(ledger, os.W_OK):
        return Check("ledger", "fail", f"{ledger} cannot be written.", "Check its permissions.")
    return Check("ledger", "ok", f"{ledger}, orders: {orders:,}")


def _can_be_written(folder: Path) -> bool:
    """Whether files can be made in a folder, or the folder in the nearest one that exists."""
    place = folder.absolute()
    while not _mode(place) and place != place.parent:
        place = place.parent
    return S_ISDIR(_mode(place)) and os.access(place, os.W_OK | os.X_OK)


def _mode(path: Path) -> int:
    """The mode of a file or a folder; 0 if it does not exist, or cannot be seen."""
    try:
        return path.stat().st_mode
    except OSError:
        return 0
