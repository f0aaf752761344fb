"""How long recordings are, before any is sent: as their files tell it, without decoding them."""

import os
from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from assemblyai_tools.batch.sources.source import BadSource, Source
from assemblyai_tools.lazy import is_installed

_THREADS = min(32, 4 * (os.cpu_count() or 1))
"""Files that are read at once: most of the time goes into waiting for the disk."""

_AHEAD = 4 * _THREADS
"""Files that are read before their turn, at most."""

_FORMATS = (
    "aac,ac3,aiff,amr,ape,asf,au,avi,caf,dts,eac3,flac,flv,matroska,webm,mov,mp4,m4a,3gp,mp3,mpeg,mpegts,"
    "ogg,tta,w64,wav,wv"
)
"""Formats of single files only. A playlist names other files and addresses, which nobody asked to open."""

_WAVE = b"RIFF"
"""How a WAV file begins."""

_BYTES = 125
"""Bytes in a kilobit."""

_SAFE = {"protocol_whitelist": "", "format_whitelist": _FORMATS}

_AV_SECOND = 1_000_000
"""FFmpeg's units of a container's duration, in a second."""


def with_lengths(found: Iterable[Source | BadSource]) -> Generator[Source | BadSource]:
    """The same, in the same order, with the lengths of the files in seconds; those that cannot be told stay None."""
    with ThreadPoolExecutor(_THREADS, thread_name_prefix="lengths") as pool:
        ahead: deque[Future[Source | BadSource]] = deque()
        try:
            for one in found:
                ahead.append(pool.submit(_measured, one))
                if len(ahead) > _AHEAD:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        finally:
            for future in ahead:
                future.cancel()


def _measured(one: Source | BadSource) -> Source | BadSource:
    if isinstance(one, BadSource) or not one.is_file or one.seconds is not None:
        return one
    return replace(one, seconds=length_of(one.audio))


def length_of(path: str) -> float | None:
    """Seconds of the recording in a file; None if neither tinytag nor PyAV, where it is installed, can tell."""
    # A damaged file makes parsers fail in every way; whether it can be transcribed is not for them to say.
    with suppress(Exception):
        if seconds := _checked(_by_tinytag(path)):
            return seconds
    with suppress(Exception):
        return _checked(_by_av(path))
    return None


def _by_tinytag(path: str) -> float | None:
    from tinytag import TinyTag  # noqa: PLC0415 - slow to import

    tag = TinyTag.get(path, tags=False)
    return None if _is_streamed(path, tag.duration or 0.0, tag.bitrate or 0.0) else tag.duration


def _is_streamed(path: str, seconds: float, kilobits: float) -> bool:
    """Whether a WAV file was written as a stream: its header says how long it might have become."""
    with Path(path).open("rb") as file:
        is_wave = file.read(len(_WAVE)) == _WAVE
        return is_wave and seconds * kilobits * _BYTES > 2 * os.fstat(file.fileno()).st_size


def _by_av(path: str) -> float | None:
    if not is_installed("av"):
        return None
    import av  # noqa: PLC0415 - an extra, and slow to import

    # Without the file's name the library can resolve no relative path.
    with open(path, "rb") as file, cast("Any", av).open(file, "r", options=_SAFE) as container:  # noqa: PTH123
        return container.duration / _AV_SECOND if container.duration and container.streams.audio else None


def _checked(seconds: float | None) -> float | None:
    return seconds if seconds and 0 < seconds < float("inf") else None
