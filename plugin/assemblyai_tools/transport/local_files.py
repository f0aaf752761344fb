"""Which local files may be read or written, decided after resolving links."""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from assemblyai_tools.errors import FileAccessError
from assemblyai_tools.text import shorten

MAX_UPLOAD = 2_200_000_000
"""Bytes in one upload, at most (https://www.assemblyai.com/docs/api-reference/files/upload)."""

_LONGEST_NAME = 200
"""Characters of a name that an error repeats."""


def readable_file(name: str, allowed: Sequence[Path]) -> Path:
    """The resolved path of an existing, non-empty file below an allowed folder."""
    path, name = _allowed_path(name, allowed), shorten(name, _LONGEST_NAME)
    if path.is_dir():
        raise FileAccessError(
            f"{name} is a folder, not a file.", next_step="Name one audio or video file in it."
        )
    if not path.is_file():
        raise FileAccessError(f"There is no file {name}.", next_step=f"Check the name. {_where(allowed)}")
    size = path.stat().st_size
    if size == 0:
        raise FileAccessError(f"{name} is empty.", next_step="Give a file that holds audio.")
    if size > MAX_UPLOAD:
        raise FileAccessError(
            f"{name} has {size:,} bytes; an upload may have {MAX_UPLOAD:,} (2.2 GB).",
            next_step="Compress or split it, or give a public URL (up to 5 GB).",
        )
    return path


def write_new(name: str, text: str, allowed: Sequence[Path]) -> Path:
    """Write a file that does not exist yet, in an existing folder below an allowed one."""
    path, name = _allowed_path(name, allowed), shorten(name, _LONGEST_NAME)
    if path.exists():
        raise FileAccessError(
            f"{name} exists already and was left as it is.", next_step="Choose another name."
        )
    if not path.parent.is_dir():
        raise FileAccessError(
            f"There is no folder {path.parent} to write {name} to.", next_step=_where(allowed)
        )
    try:
        with path.open("x", encoding="utf-8", newline="") as stream:
            stream.write(text)
    except OSError as error:
        raise FileAccessError(
            f"{name} could not be written ({error.strerror}).", next_step="Choose another name."
        ) from None
    return path


def _allowed_path(name: str, allowed: Sequence[Path]) -> Path:
    """Resolve a name against the working folder, then the allowed folders; refuse anything outside."""
    try:
        given = Path(unquote(urlsplit(name).path) if name.startswith("file:") else name).expanduser()
        roots = [Path()] if given.is_absolute() else [Path.cwd(), *allowed]
        candidates = [(root / given).resolve() for root in roots]
        inside = [path for path in candidates if _is_inside(path, allowed)]
        chosen = next((path for path in inside if path.exists()), None)
    except (OSError, RuntimeError, ValueError) as error:  # a link loop, an unknown ~user, a NUL byte
        raise FileAccessError(
            f"{shorten(name, _LONGEST_NAME)!r} is not a usable path ({type(error).__name__}).",
            next_step="Check the name.",
        ) from None
    if not inside:
        # The same message whether or not the file exists, so that it does not tell which files exist outside.
        raise FileAccessError(
            f"{shorten(name, _LONGEST_NAME)} is outside the allowed folders.", next_step=_where(allowed)
        )
    return chosen or inside[0]


def _is_inside(path: Path, allowed: Sequence[Path]) -> bool:
    return any(path.is_relative_to(folder.resolve()) for folder in allowed)


def _where(allowed: Sequence[Path]) -> str:
    if not allowed:
        return "No folder is allowed yet: the person who runs this must set ASSEMBLYAI_ALLOWED_DIRS."
    return f"Files may be in {', '.join(str(folder) for folder in allowed)} (ASSEMBLYAI_ALLOWED_DIRS)."
