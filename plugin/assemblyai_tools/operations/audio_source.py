"""What a call may give as audio: a URL, a local file, or audio that the program itself holds."""

import os
from collections.abc import Callable
from inspect import iscoroutinefunction
from pathlib import PurePath
from typing import IO, Annotated, Any, TypeAlias, cast

from pydantic import PlainValidator

from assemblyai_tools.flow import Content

AudioSource: TypeAlias = str | os.PathLike[str] | bytes | IO[bytes] | Content
"""A URL or a path; from a program also bytes, or an open binary file, which is read from its start."""

MEDIA_SUFFIXES = frozenset(
    """
    .3ga .3gp .aac .ac3 .aif .aifc .aiff .amr .ape .au .avi .caf .dss .flac .flv .m2ts .m4a .m4b .m4r .m4v .mka .mkv
    .mov .mp2 .mp3 .mp4 .mpeg .mpg .mpga .mts .mxf .oga .ogg .ogv .opus .qcp .spx .tta .voc .wav .webm .wma .wmv
    """.split()  # noqa: SIM905 - as a list it would take a line for each
)
"""The ends of the names of audio and video files, without .ts, which most often is a program."""

_NAMELESS = "audio"
"""The name of audio that has none."""


def read_source(given: Any) -> str | Content:
    """The URL or path as text, or the audio itself. Raises a ValueError for anything else."""
    if isinstance(given, str | Content):
        return given
    if isinstance(given, os.PathLike):
        return os.fsdecode(cast("Any", given))
    if isinstance(given, bytes | bytearray | memoryview):
        return Content(bytes(cast("Any", given)), _NAMELESS)
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


def names_media(path: str) -> bool:
    """Whether a path ends like that of an audio or video file."""
    return PurePath(path).suffix.lower() in MEDIA_SUFFIXES


Audio = Annotated[AudioSource, PlainValidator(read_source, json_schema_input_type=str)]
"""The type of an argument that takes audio: a text for a model, an `AudioSource` for a program."""
