"""Reads the files in a Debian package, on any system."""

import io
import tarfile
from collections.abc import Callable
from pathlib import Path

_MAGIC = b"!<arch>\n"
_HEADER = 60
"""Bytes before each member of an `ar` archive. https://man.archlinux.org/man/deb.5"""


def files(package: Path, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """The contents of the wanted files, by their paths ("usr/share/...")."""
    with tarfile.open(fileobj=io.BytesIO(_data(package.read_bytes()))) as archive:
        found: dict[str, bytes] = {}
        for member in archive:
            name = member.name.removeprefix("./")
            if member.isfile() and wanted(name) and (file := archive.extractfile(member)):
                found[name] = file.read()
        return found


def _data(package: bytes) -> bytes:
    """The tar archive of the package's files, as it is compressed there."""
    if not package.startswith(_MAGIC):
        raise ValueError("not a Debian package")
    offset = len(_MAGIC)
    while header := package[offset : offset + _HEADER]:
        offset += _HEADER
        size = int(header[48:58])
        if header.startswith(b"data.tar"):
            return package[offset : offset + size]
        offset += size + size % 2  # members begin at even places
    raise ValueError("a Debian package without data.tar")
