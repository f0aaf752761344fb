"""Five sentences of a book read aloud by a volunteer of LibriVox (public domain), as pocketsphinx tests itself with."""

import re
import tarfile
from pathlib import Path

from benchmarks.accuracy.download import Source
from benchmarks.accuracy.recording import Recording

_SOURCES = Source(
    "https://files.pythonhosted.org/packages/61/e7/13e0e787ff467218de880310d79cba14424f13b87171ac44af0bde1e428c/"
    "pocketsphinx-5.1.1.tar.gz",
    "675778b309a22dfc9b7d37f7621976bba491d2a5f8c59696bd77fd6d07271355",
)
_FOLDER = "pocketsphinx-5.1.1/test/data/librivox"
_LINE = re.compile(r"<s> (.+) </s> \((.+)\)")
_WRITTEN, _SPOKEN = "a more a amiable", "a more amiable"
"""One sentence of the text has an article too many."""


def recordings(folder: Path) -> list[Recording]:
    with tarfile.open(_SOURCES.fetch(folder)) as archive:
        listing = _read(archive, "transcription").decode()
        return [Recording(name, _read(archive, f"{name}.wav"), text) for name, text in spoken(listing)]


def spoken(listing: str) -> list[tuple[str, str]]:
    """The name and the text of each sentence."""
    return [(line[2], line[1].replace(_WRITTEN, _SPOKEN)) for line in _LINE.finditer(listing)]


def _read(archive: tarfile.TarFile, name: str) -> bytes:
    file = archive.extractfile(f"{_FOLDER}/{name}")
    if file is None:
        raise ValueError(f"{name} is not a file")
    return file.read()
