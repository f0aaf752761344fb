"""A JSON file of another program: changed without losing anything in it."""

import json
import os
import secrets
from codecs import BOM_UTF8
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from pathlib import Path
from stat import S_IMODE
from typing import Any, cast

from assemblyai_tools.cli.json_text import with_value
from assemblyai_tools.errors import FileAccessError

_PRIVATE = 0o600
"""The mode of a new file: it may hold a key."""

_OWNER = 0o700
"""The rights that are left of the mode of a file which holds a key: the owner's."""

_WRITABLE = 0o222
"""The rights to write: a file that nobody may write is meant to stay as it is."""

_KEY = b"ASSEMBLYAI_API_KEY"
"""What stands in a file that holds a key."""


@dataclass(frozen=True, slots=True)
class JsonFile:
    """A file as it was read."""

    path: Path
    """The file itself, behind links."""
    content: bytes | None
    """None if there is no file."""
    values: dict[str, Any] | None
    """The object in it, empty for an empty file. None if it is not plain JSON, because it has comments for example."""

    @classmethod
    def read(cls, path: Path) -> "JsonFile":
        """Read a file. Raises FileAccessError; that there is none is no error."""
        try:
            target = path.resolve()
            content = _content(target)
        except (OSError, RuntimeError) as error:  # a link loop
            raise FileAccessError(f"{path} could not be read ({_reason(error)}).") from None
        return cls(target, content, _values(content or b""))

    def replace(self, changes: Mapping[Sequence[str], Any]) -> "Replaced":
        """Set values by their place, and leave all else as it is: the whole file is written, or nothing.

        The mode stays, but nobody else keeps the right to read a file that holds an API key, before or after.
        Raises FileAccessError, also if the file may not be written, or was changed since it was read.
        """
        content = self._with(changes)
        unfinished = self.path.with_name(f".{self.path.name}-unfinished-{secrets.token_hex(8)}")
        now = datetime.now().astimezone()
        copy = self.path.with_name(f"{self.path.name}.{now:%Y%m%d-%H%M%S-%f}.bak")
        is_written = False
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            before = self._mode()
            mode = before & _OWNER if _KEY in content or _KEY in (self.content or b"") else before
            if self.content is not None:
                _write_new(copy, self.content, mode)
            _write_new(unfinished, content, mode)
            is_written = True
            self._check_unchanged()
            unfinished.replace(self.path)
        except BaseException as error:  # Ctrl-C, too: what is left behind may hold a key
            is_replaced = is_written and not os.path.lexists(unfinished)
            unfinished.unlink(missing_ok=True)
            if not is_replaced:
                copy.unlink(missing_ok=True)
            if isinstance(error, OSError):
                raise FileAccessError(
                    f"{self.path} could not be written ({_reason(error)}).",
                    next_step="Correct that, or add what --print shows by hand.",
                ) from None
            raise
        return Replaced(copy if self.content is not None else None, made_private=mode != before)

    def _mode(self) -> int:
        if self.content is None:
            return _PRIVATE
        mode = S_IMODE(self.path.stat().st_mode)
        if not mode & _WRITABLE or not os.access(self.path, os.W_OK):
            raise FileAccessError(
                f"{self.path} is read-only, so it was left as it is.",
                next_step="Make it writable first, or add what --print shows by hand.",
            )
        return mode

    def _check_unchanged(self) -> None:
        if _content(self.path) != self.content:
            raise FileAccessError(
                f"{self.path} was changed by another program just now.",
                next_step="Run the command again.",
            )

    def _with(self, changes: Mapping[Sequence[str], Any]) -> bytes:
        """The file's content with these values: its line ends, its byte order mark and all else stay."""
        before = b"\n" if self.content is None else self.content
        text = before.decode("utf-8-sig")
        for path, value in changes.items():
            text = with_value(text, path, value)
        mark = BOM_UTF8 if before.startswith(BOM_UTF8) else b""
        return mark + text.encode(errors="backslashreplace")  # a path may hold bytes that are no letters


@dataclass(frozen=True, slots=True)
class Replaced:
    """What was done to a file."""

    copy: Path | None
    """The dated copy of what was there; None if there was no file."""
    made_private: bool
    """Whether others could read it before and cannot now, because it holds a key."""


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _values(content: bytes) -> dict[str, Any] | None:
    if not content.strip():
        return {}
    try:
        values = json.loads(
            content.decode("utf-8-sig"),
            object_pairs_hook=_object,
            parse_float=_number,
            parse_constant=_number,
        )
    except (ValueError, RecursionError):
        return None
    return cast("dict[str, Any]", values) if isinstance(values, dict) else None


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        raise ValueError("a name stands twice, and one of its values would be lost")
    return values


def _number(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        raise ValueError("JSON has no such number")
    return value


def _write_new(path: Path, content: bytes, mode: int) -> None:
    """Write a new file to the disk, or nothing. Nobody else can read it before it has its mode."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        path.chmod(mode)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
