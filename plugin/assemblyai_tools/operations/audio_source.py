"""What a call may give as audio: a URL, a local file, or audio that the program itself holds."""

import os
from collections.abc import Callable
from inspect import iscoroutinefunction
from pathlib import PurePath
from typing import IO, Annotated, Any, TypeAlias

from pydantic import PlainValidator

from assemblyai_tools.flow import Content

AudioSource: TypeAlias = str | os.PathLike[str] | bytes | IO[bytes] | Content
"""A URL or a path; from a program also bytes, or an open binary file, which is read from its start."""

_NAMELESS = "audio"
"""The name of audio that has none."""


def read_source(given: Any) -> str | Content:
    """The URL or path as text, or the audio itself. Raises a ValueError for anything else."""
    if isinstance(given, str | Content):
        return given
    if isinstance(given, os.PathLike):
        return os.fsdecode(given)
    if isinstance(given, bytes | bytearray | memoryview):
        return Content(bytes(given), _NAMELESS)
    seekable: Callable[[], bool] | None = getattr(given, "seekable", None)
    if seekable is None or iscoroutinefunction(seekable):
        raise ValueError("give its path or URL as text")
    if not seekable():
        raise ValueError("this stream cannot be sent twice, as a retry may need: read it, and give the bytes")
    if not isinstance(given.read(0), bytes):
        raise ValueError("open the file in binary mode")  # noqa: TRY004 - pydantic reports a ValueError
    return Content(given, source_name(given))


def source_name(given: AudioSource) -> str:
    """What a person would call it: the URL, the path, or the name of an open file."""
    if isinstance(given, str):
        return given
    if isinstance(given, os.PathLike):
        return os.fsdecode(given)
    name = getattr(given, "name", None)
    return PurePath(name).name if isinstance(name, str) else _NAMELESS


Audio = Annotated[AudioSource, PlainValidator(read_source, json_schema_input_type=str)]
"""The type of an argument that takes audio: a text for a model, an `AudioSource` for a program."""
