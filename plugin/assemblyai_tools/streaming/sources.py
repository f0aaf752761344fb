"""Where a stream's audio comes from, as one asynchronous iterator of bytes."""

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterable, Callable, Iterable, Sequence
from contextlib import suppress
from os import PathLike
from pathlib import Path
from threading import Event, Semaphore, Thread
from typing import Any, TypeAlias, cast

from assemblyai_tools.errors import InvalidArgumentsError
from assemblyai_tools.streaming.file_audio import FileAudio, header_rate
from assemblyai_tools.streaming.iterators import aclose_iterator, close_iterator
from assemblyai_tools.streaming.parameters import StreamParameters
from assemblyai_tools.streaming.timing import Timing
from assemblyai_tools.streaming.wav import ENOUGH, check_raw

Audio: TypeAlias = AsyncIterable[bytes] | Iterable[bytes] | str | PathLike[str]
"""Pieces of audio of any length, as they come, or the path of a file."""

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")
"""How a URL begins; the letter of a Windows drive is no scheme."""

_AHEAD = 8
"""Pieces that a thread reads ahead of the stream."""


def pieces(
    audio: Audio,
    parameters: StreamParameters,
    *,
    at_pace: bool,
    timing: Timing,
    folders: Callable[[], Sequence[Path]],
) -> AsyncGenerator[bytes]:
    """The audio in pieces. Raises an InvalidArgumentsError or FileAccessError before the first one if it is wrong.

    `folders` gives the allowed folders; it is only asked about a file.
    """
    if isinstance(audio, str | PathLike):
        _check_path(audio)
        return FileAudio(Path(audio), parameters, folders).read(timing if at_pace else None)
    if isinstance(audio, bytes | bytearray | memoryview):
        return _checked(_in_order([bytes(audio)]), parameters)
    if isinstance(audio, AsyncIterable):
        return _checked(audio, parameters)
    if hasattr(audio, "__iter__"):
        return _checked(_in_thread(audio), parameters)
    raise InvalidArgumentsError(
        f"The audio is {type(audio).__name__}; give an iterator of bytes, or the path of a file."
    )


def rate_of_file(audio: str | PathLike[str], folders: Callable[[], Sequence[Path]]) -> int | None:
    """The samples a second that a WAV file has by its header; None for raw samples. It reads the file.

    Raises an InvalidArgumentsError or FileAccessError for a path that leads to no audio.
    """
    _check_path(audio)
    return header_rate(Path(audio), folders)


def _check_path(audio: str | PathLike[str]) -> None:
    """Raise an InvalidArgumentsError for a URL. A path made of one has a slash less."""
    if _URL.match(str(audio)):
        raise InvalidArgumentsError(
            "The audio is a URL, and a stream takes audio as it comes, so no session was opened.",
            next_step=(
                "Transcribe the recording (transcribe), or download it and give its path. For a live stream, give an "
                "iterator of its bytes, decoded to the encoding that the parameters name."
            ),
        )


async def _in_order(audio: Iterable[bytes]) -> AsyncGenerator[bytes]:
    for piece in audio:
        yield piece


async def _checked(audio: AsyncIterable[Any], parameters: StreamParameters) -> AsyncGenerator[bytes]:
    """The pieces of raw audio, after a check of its first bytes. Closes the source in the end."""
    start: bytes | None = b""
    iterator = aiter(audio)
    try:
        async for piece in iterator:
            if not isinstance(piece, bytes | bytearray | memoryview):
                raise InvalidArgumentsError(
                    f"The audio gave {type(piece).__name__}, not bytes.",
                    next_step="Give bytes: for an array of 16-bit samples, its tobytes().",
                )
            checked = piece if isinstance(piece, bytes) else bytes(cast("bytes", piece))
            if start is not None:
                start += checked
                if len(start) < ENOUGH:
                    continue
                check_raw(start, parameters)
                checked, start = start, None
            if checked:
                yield checked
        if start:
            yield start
    finally:
        await aclose_iterator(iterator)


async def _in_thread(audio: Iterable[Any]) -> AsyncGenerator[Any]:
    """The pieces of a source that may block, which a thread reads. It does not keep the program from ending."""
    loop, stop = asyncio.get_running_loop(), Event()
    queue, room = asyncio.Queue[tuple[Any, Exception | None]](), Semaphore(_AHEAD)

    def hand_over(piece: Any, error: Exception | None = None) -> None:
        with suppress(RuntimeError):  # the loop is closed, so nothing waits for the piece
            loop.call_soon_threadsafe(queue.put_nowait, (piece, error))

    def read() -> None:
        try:
            iterator = iter(audio)
            try:
                for piece in iterator:
                    hand_over(piece)
                    room.acquire()
                    if stop.is_set():
                        return
            finally:
                close_iterator(iterator)
        except Exception as error:  # noqa: BLE001 - the stream raises it
            hand_over(None, error)
        finally:
            hand_over(None, StopAsyncIteration())

    Thread(target=read, name="audio", daemon=True).start()
    try:
        while True:
            piece, error = await queue.get()
            if isinstance(error, StopAsyncIteration):
                return
            if error is not None:
                raise error
            room.release()
            yield piece
    finally:
        stop.set()
        room.release()
