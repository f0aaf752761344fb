"""Gives the results of a recording their names in a folder, and never the name of a file that is not the batch's."""

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from io import BytesIO
from itertools import chain, count
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from assemblyai_tools.transport.new_file import replace_file, write_whole

_DATED = "docProps/core.xml"
"""The part of a Word document that says when it was written."""

Own = Callable[[], Mapping[str, str]]
"""Gives the names of the files that an earlier landing of the same recording wrote, by format."""


def place(folder: Path, stem: str, files: Mapping[str, bytes], *, own: Own) -> str:
    """Write files whose names are a stem and these endings; gives the stem, with a number if its names are taken.

    A file with the same content is left as it is, and an own one is replaced. Each file is there whole or not at all,
    and all of them have the same stem. Raises an OSError.
    """
    names = chain([stem], (f"{stem}-{number}" for number in count(2)))
    return next(
        name
        for name in names
        if _placed(folder, {name + ending: content for ending, content in files.items()}, own)
    )


def _placed(folder: Path, files: Mapping[str, bytes], own: Own) -> bool:
    """Write all files, or none because another's has one of the names."""
    there = [name for name in files if os.path.lexists(folder / name)]
    different = [name for name in there if not is_same(folder / name, files[name])]
    if different and not set(own().values()).issuperset(different):
        return False
    for name in different:
        replace_file(folder / name, [files[name]])
    new = [name for name in files if name not in there]
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    written: list[str] = []
    try:
        for name in new:
            if _written(folder, handle, name, files[name]):
                written.append(name)  # noqa: PERF401 - what was written counts also if a later one fails
    except FileExistsError:  # someone wrote another file of that name just now
        for name in written:
            os.unlink(name, dir_fd=handle)
        return False
    finally:
        os.close(handle)
    return True


def _written(folder: Path, handle: int, name: str, content: bytes) -> bool:
    """Write a file; gives whether it is new, and not what another worker wrote for the same recording just now."""
    try:
        write_whole(handle, name, content)
    except FileExistsError:
        if is_same(folder / name, content):
            return False
        raise
    return True


def is_same(path: Path, content: bytes) -> bool:
    """Whether a file has this content, but for the time at which a document was written."""
    try:
        there = path.read_bytes()
    except OSError:  # a folder, or another's file that may not be read
        return False
    if there == content:
        return True
    parts = _parts(content)
    return parts is not None and parts == _parts(there)


def _parts(content: bytes) -> Mapping[str, int] | None:
    """The checksums of a document's parts; None if it is no such archive."""
    with suppress(BadZipFile), ZipFile(BytesIO(content)) as archive:
        return {one.filename: one.CRC for one in archive.infolist() if one.filename != _DATED}
    return None
