"""A JSON file of another program: changed without losing anything in it."""

import json
import os
import re
import secrets
from codecs import BOM_UTF8
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from pathlib import Path
from stat import S_IMODE
from typing import Any, cast

from assemblyai_tools.errors import FileAccessError

_PRIVATE = 0o600
"""The mode of a new file: it may hold a key."""

_INDENT = re.compile(r"\n([ \t]+)\S")


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

    def replace(self, values: Mapping[str, Any]) -> Path | None:
        """Write other values, whole or not at all, and keep the file's mode. Gives the dated copy of what was there.

        Raises FileAccessError, also if the file was changed since it was read.
        """
        unfinished = self.path.with_name(f".{self.path.name}-unfinished-{secrets.token_hex(8)}")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            mode = _PRIVATE if self.content is None else S_IMODE(self.path.stat().st_mode)
            copy = self._copied(mode)
            _write_new(unfinished, self._formatted(values), mode)
            if _content(self.path) != self.content:
                unfinished.unlink()
                raise FileAccessError(
                    f"{self.path} was changed by another program just now.",
                    next_step="Run the command again.",
                )
            unfinished.replace(self.path)
        except OSError as error:
            raise FileAccessError(f"{self.path} could not be written ({_reason(error)}).") from None
        return copy

    def _copied(self, mode: int) -> Path | None:
        if self.content is None:
            return None
        copy = self.path.with_name(f"{self.path.name}.{datetime.now().astimezone():%Y%m%d-%H%M%S-%f}.bak")
        _write_new(copy, self.content, mode)
        return copy

    def _formatted(self, values: Mapping[str, Any]) -> bytes:
        """The values as the file had them: with its indentation, line ends and byte order mark."""
        before = self.content or b"\n"
        indent = _INDENT.search(before.decode(errors="replace"))
        text = json.dumps(values, ensure_ascii=False, indent=indent[1] if indent else 2)
        text += "\n" if before.endswith(b"\n") else ""
        if b"\r\n" in before:
            text = text.replace("\n", "\r\n")
        mark = BOM_UTF8 if before.startswith(BOM_UTF8) else b""
        return mark + text.encode(
            errors="backslashreplace"
        )  # half of a surrogate pair becomes JSON's escape again


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
