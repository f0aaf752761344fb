"""The files of a batch: those below a folder, those that match a pattern, and whether one can be sent."""

import os
from collections.abc import Iterator
from mimetypes import MimeTypes
from pathlib import Path, PurePath
from stat import S_ISDIR, S_ISREG

from assemblyai_tools.batch.sources.source import BadSource, Fault, shown
from assemblyai_tools.errors import InvalidArgumentsError
from assemblyai_tools.operations.audio_source import names_media
from assemblyai_tools.transport.local_files import MAX_UPLOAD
from assemblyai_tools.transport.media_files import media_below

_TYPES = MimeTypes()
"""The types of files by their names, as Python knows them: the same on every machine."""

_MEDIA = ("audio/", "video/")
"""How the types of recordings begin."""

_MAGIC = frozenset("*?[")
"""What makes a name a pattern."""


def recordings_below(folder: Path) -> Iterator[Path | BadSource]:
    """The media files in a folder and below it, in the order of their names.

    Hidden ones are left out, and links to folders. A link to a file outside is told and not followed.
    """
    root = os.path.realpath(folder)
    unreadable: list[OSError] = []
    for path in media_below(folder, unreadable.append):
        yield _inside(path, root)
    for error in unreadable:
        yield BadSource(
            shown(str(error.filename)), f"the folder cannot be read ({error.strerror})", "unreadable"
        )


def recordings_like(pattern: Path) -> Iterator[Path | BadSource]:
    """The media files that match a pattern (`calls/**/*.mp3`), in the order of their names, as `recordings_below`.

    Raises an InvalidArgumentsError for what is no pattern.
    """
    parts = pattern.parts
    plain = next(number for number, part in enumerate(parts) if _MAGIC & set(part))
    folder = Path(*parts[:plain])
    root = os.path.realpath(folder)
    try:
        found = sorted(folder.glob(str(PurePath(*parts[plain:]))))
    except ValueError as error:
        raise InvalidArgumentsError(
            f"{pattern} is no pattern ({error}).", next_step="Write ** between slashes: calls/**/*.mp3."
        ) from None
    for path in found:
        if _is_shown(path.relative_to(folder), parts[plain:]) and names_media(path.name) and path.is_file():
            yield _inside(path, root)


def is_pattern(text: str) -> bool:
    return bool(_MAGIC & set(text))


def _is_shown(path: PurePath, pattern: tuple[str, ...]) -> bool:
    """Whether no part of a path is hidden, unless the pattern asks for hidden ones."""
    asks = any(part.startswith(".") for part in pattern)
    return asks or not any(part.startswith(".") for part in path.parts)


def _inside(path: Path, root: str) -> Path | BadSource:
    """The path, unless it is a link that leaves the folder."""
    if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(root):
        return BadSource(
            shown(str(path)), "it is a link that leads outside the folder, so it is not followed", "outside"
        )
    return path


def fault_of(path: str, seen: os.stat_result) -> tuple[str, Fault] | None:
    """Why a file cannot be transcribed, as far as its folder tells, and the kind of fault; None if it can."""
    if told := _no_recording(path, seen.st_mode):
        return told, "not media"
    if seen.st_size == 0:
        return "it is empty (0 bytes)", "empty"
    if seen.st_size > MAX_UPLOAD:
        return f"it has {seen.st_size:,} bytes; an upload may have {MAX_UPLOAD:,} (2.2 GB)", "too large"
    if not os.access(path, os.R_OK):
        return "it may not be read: check its permissions", "missing"
    return None


def _no_recording(path: str, mode: int) -> str | None:
    if S_ISDIR(mode):
        return "it is a folder: give it as a source of its own"
    if not S_ISREG(mode):
        return "it is no regular file"
    kind = None if names_media(path) else _TYPES.guess_type(path)[0]
    return f"its name is that of no recording ({kind})" if kind and not kind.startswith(_MEDIA) else None
