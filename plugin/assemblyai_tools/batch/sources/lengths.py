"""How long recordings are, before any is sent: as their files tell it, without decoding them."""

import os
from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from assemblyai_tools.batch.sources.source import BadSource, Source
from assemblyai_tools.lazy import is_installed
from assemblyai_tools.transport.audio_length import told_length
from assemblyai_tools.transport.containers import open_container

_THREADS = min(32, 4 * (os.cpu_count() or 1))
"""Files that are read at once: most of the time goes into waiting for the disk."""

_AHEAD = 4 * _THREADS
"""Files that are read before their turn, at most."""

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
    with suppress(Exception), Path(path).open("rb") as file:
        if seconds := told_length(file, path):
            return seconds
    with suppress(Exception):
        return _checked(_by_av(path))
    return None


def _by_av(path: str) -> float | None:
    if not is_installed("av"):
        return None
    # Without the file's name the library can resolve no relative path.
    with Path(path).open("rb") as file, open_container(file) as container:
        duration: float | None = container.duration
        return duration / _AV_SECOND if duration and container.streams.audio else None


def _checked(seconds: float | None) -> float | None:
    return seconds if seconds and 0 < seconds < float("inf") else None
