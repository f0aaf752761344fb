"""Finds recordings below the allowed folders, newest first."""

import heapq
import os
import re
import unicodedata
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from stat import S_ISREG

from assemblyai_tools.errors import FileAccessError
from assemblyai_tools.flow import FindFiles, FoundFile, FoundFiles
from assemblyai_tools.folders import lost_among
from assemblyai_tools.operations.audio_source import names_media
from assemblyai_tools.text import clean
from assemblyai_tools.transport.allowed_folder import listed, resolved, status
from assemblyai_tools.transport.audio_length import length_of
from assemblyai_tools.transport.file_lookup import shown_path
from assemblyai_tools.transport.local_file import LocalFile
from assemblyai_tools.transport.local_files import where

_MOST_ENTRIES = 20_000
"""Files and folders that are looked at, at most."""

_DEEPEST = 12
"""Folders below an allowed one that are looked into, at most."""

_SKIPPED = frozenset({"__pycache__", "node_modules", "site-packages", "venv"})
"""Folders of programs, whose sounds are no one's recordings; hidden ones are skipped too."""

_LAST_SECOND = 253_402_214_400
"""The last day that a date can tell, in seconds since 1970; a damaged file may claim to be newer."""


def found_files(wanted: FindFiles, allowed: Sequence[Path]) -> FoundFiles:
    """The newest recordings whose path holds the wanted words. A folder that cannot be read has none."""
    lost = {folder: lost_among([folder]).removeprefix(f"{folder} ") for folder in allowed}
    if all(lost.values()):
        raise FileAccessError("There is no folder to look for recordings in.", next_step=where(allowed))
    walk = _Walk(resolved(allowed))
    terms = re.findall(r"[^\W_]+", _plain(wanted.name or ""))
    found = [one for one in walk.recordings() if all(term in one.searched for term in terms)]
    newest = heapq.nsmallest(wanted.limit, found, key=lambda one: (-one.changed, one.path))
    return FoundFiles(
        files=tuple(_described(one) for one in newest),
        total=len(found),
        complete=walk.complete,
        folders=tuple(f"{folder} ({why})" if why else str(folder) for folder, why in lost.items()),
    )


@dataclass(frozen=True, slots=True)
class _Recording:
    path: Path
    """A link's own."""
    root: Path
    file: LocalFile

    @property
    def changed(self) -> float:
        return self.file.seen.st_mtime

    @property
    def searched(self) -> str:
        """The part of the path that says what it is, from the allowed folder's own name on."""
        return _plain(str(self.path.relative_to(self.root.parent)))


@dataclass(slots=True)
class _Walk:
    """Goes through the allowed folders, breadth first, so that what is near the top is found in any case."""

    allowed: Sequence[Path]
    """Resolved."""
    room: int = _MOST_ENTRIES
    """How many more files and folders are looked at."""
    complete: bool = True
    """Whether nothing was left out so far."""

    def recordings(self) -> Iterator[_Recording]:
        """Each recording once, whichever links and allowed folders lead to it."""
        folders = deque((root, root, 0) for root in self.allowed)
        seen = set(self.allowed)
        found: dict[Path, _Recording] = {}
        while folders:
            folder, root, depth = folders.popleft()
            with suppress(OSError), listed(folder, self.allowed) as handle:
                for entry in self._entries(handle):
                    path = folder / entry.name
                    if not _is_folder(entry):
                        self._add(found, path, entry, root)
                    elif depth == _DEEPEST:
                        self.complete = False
                    elif path not in seen:
                        seen.add(path)
                        folders.append((path, root, depth + 1))
        return iter(found.values())

    def _entries(self, handle: int) -> Sequence[os.DirEntry[str]]:
        """What is in a folder, as far as there is room, without hidden entries and folders of programs."""
        with os.scandir(handle) as entries:
            looked_at = list(islice(entries, self.room + 1))
        self.complete = self.complete and len(looked_at) <= self.room
        looked_at = looked_at[: self.room]
        self.room -= len(looked_at)
        return [entry for entry in looked_at if not entry.name.startswith(".") and entry.name not in _SKIPPED]

    def _add(self, found: dict[Path, _Recording], path: Path, entry: os.DirEntry[str], root: Path) -> None:
        """Add a recording, under its own path even if links lead to it."""
        if not names_media(entry.name):
            return
        with suppress(OSError, RuntimeError):  # it is gone, or a link loop
            is_link = entry.is_symlink()
            real = path.resolve() if is_link else path
            if is_link and real in found:
                return
            seen = status(real, self.allowed) if is_link else entry.stat(follow_symlinks=False)
            if seen and S_ISREG(seen.st_mode):
                found[real] = _Recording(path, root, LocalFile(real, seen, self.allowed))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder itself: what a link leads to is found where it is, or is not to be found."""
    with suppress(OSError):
        return entry.is_dir(follow_symlinks=False)
    return False


def _described(one: _Recording) -> FoundFile:
    changed = datetime.fromtimestamp(min(max(0, one.changed), _LAST_SECOND), UTC).astimezone()
    stamped = str(one.file.path), one.file.stamp
    return FoundFile(shown_path(one.path), changed, one.file.size, length_of(one.file), stamped)


def _plain(text: str) -> str:
    """A text for comparing: without accents, in one case."""
    parts = unicodedata.normalize("NFKD", clean(text).casefold())
    return "".join(char for char in parts if not unicodedata.combining(char))
