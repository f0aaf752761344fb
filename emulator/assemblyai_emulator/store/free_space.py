"""Keeps some of the disk free: audio may fill it up to there, so that the database and small files still fit."""

import errno
import os
import shutil
from pathlib import Path

_MOST_KEPT = 256 << 20
"""Bytes that are kept free at most."""

_KEPT_SHARE = 20
"""A small disk is kept free by the share of it that is one in so many."""


def check(folder: Path, wanted: int = 0) -> None:
    """Raises OSError with ENOSPC if `wanted` bytes more on the disk of `folder` leave too little of it free."""
    disk = shutil.disk_usage(folder)
    if wanted > disk.free - min(_MOST_KEPT, disk.total // _KEPT_SHARE):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
