"""The audio and video files of a folder."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from assemblyai_tools.operations.audio_source import names_media


def media_below(folder: Path, on_error: Callable[[OSError], object]) -> Iterator[Path]:
    """The files in a folder and below it that have names of media, in the order of their names, as they are found.

    Hidden files and folders are left out, and links to folders. `on_error` is told of folders that cannot be read.
    """
    for at, folders, files in os.walk(folder, onerror=on_error):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and names_media(name):
                yield Path(at, name)
