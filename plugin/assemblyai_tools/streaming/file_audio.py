"""A file as the audio of a stream: at the pace of speech, or as fast as the stream takes it."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from pathlib import Path
from threading import Lock
from typing import BinaryIO

from assemblyai_tools.errors import FileAccessError, InvalidArgumentsError
from assemblyai_tools.streaming.parameters import StreamParameters
from assemblyai_tools.streaming.timing import Timing
from assemblyai_tools.streaming.wav import ENOUGH, check_header, check_no_file, find_header
from assemblyai_tools.transport.local_file import LocalFile
from assemblyai_tools.transport.local_files import OVERVIEW, readable_file

PIECE_SECONDS = 0.1
"""Seconds of audio that are given out at once."""

_BLOCK = 2**18
"""Bytes that are read from the disk at once."""

_PACKED_PIECE = 4096
"""Bytes of compressed audio that are given out at once."""


class _Held:
    """A file that a thread opens. It is closed even if its reader was cancelled before it was open."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._stream: BinaryIO | None = None
        self._is_left = False

    def keep(self, open_file: Callable[[], BinaryIO]) -> BinaryIO:
        stream = open_file()
        with self._lock:
            if self._is_left:
                stream.close()
            self._stream = stream
        return stream

    def close(self) -> None:
        with self._lock:
            self._is_left = True
            if self._stream is not None:
                self._stream.close()


def header_rate(path: Path, folders: Callable[[], Sequence[Path]]) -> int | None:
    """The samples a second of a WAV file, in Hz, as its header tells them; None for raw samples.

    Raises a FileAccessError for no readable file, and an InvalidArgumentsError for a compressed one.
    """
    file = _found(path, folders)
    try:
        with file.open() as stream:
            header = find_header(stream)
            if header is not None:
                return header.sample_rate
            stream.seek(0)
            check_no_file(stream.read(ENOUGH), path.name)
    except OSError as error:
        raise file.unreadable(error) from None
    return None


def _found(path: Path, folders: Callable[[], Sequence[Path]]) -> LocalFile:
    """The file. A stream is opened by a program, so its errors name no tool of an agent."""
    try:
        return readable_file(str(path), folders())
    except FileAccessError as error:
        error.next_step = error.next_step.replace(f"; {OVERVIEW}", ".")
        raise


class FileAudio:
    """A WAV file, a file of raw samples, or one of compressed audio that the encoding names."""

    def __init__(
        self, path: Path, parameters: StreamParameters, folders: Callable[[], Sequence[Path]]
    ) -> None:
        self._path = path
        self._parameters = parameters
        self._folders = folders
        self._end: int | None = None

    async def read(self, pace: Timing | None) -> AsyncGenerator[bytes]:
        """The file's audio in pieces; with a clock at its own pace. Raises an AssemblyAIError."""
        held = _Held()
        try:
            stream = await asyncio.to_thread(held.keep, self._open)
            async with aclosing(self._pieces(stream, pace)) as pieces:
                async for piece in pieces:
                    yield piece
        finally:
            await asyncio.to_thread(held.close)

    async def _pieces(self, stream: BinaryIO, pace: Timing | None) -> AsyncGenerator[bytes]:
        a_millisecond = self._parameters.bytes_a_millisecond
        if a_millisecond is None and pace is not None:
            raise InvalidArgumentsError(
                f"{self._path.name} is {self._parameters.encoding}, whose bytes do not tell how long they last, so it "
                "cannot be sent at its own pace; no session was opened.",
                next_step="Give at_pace=False, or a WAV file.",
            )
        size = round(1000 * PIECE_SECONDS * a_millisecond) // 2 * 2 if a_millisecond else _PACKED_PIECE
        started, given = pace.clock() if pace else 0.0, 0
        while block := await asyncio.to_thread(self._block, stream, size):
            for at in range(0, len(block), size):
                if pace and (early := started + given * PIECE_SECONDS - pace.clock()) > 0:
                    await pace.sleep(early)
                yield block[at : at + size]
                given += 1

    def _open(self) -> BinaryIO:
        """The file, at the start of its samples."""
        file = _found(self._path, self._folders)
        stream = file.open()
        try:
            at = 0 if self._parameters.bytes_a_millisecond is None else self._samples_at(stream)
            stream.seek(at)
        except OSError as error:
            stream.close()
            raise file.unreadable(error) from None
        except BaseException:
            stream.close()
            raise
        return stream

    def _samples_at(self, stream: BinaryIO) -> int:
        header = find_header(stream)
        if header is None:
            stream.seek(0)
            check_no_file(stream.read(ENOUGH), self._path.name)
            return 0
        check_header(header, self._parameters, self._path.name)
        self._end = None if header.length is None else header.size + header.length
        return header.size

    def _block(self, stream: BinaryIO, piece: int) -> bytes:
        """The next bytes, whole pieces of them, up to the end of the samples: other chunks may follow those."""
        size = _BLOCK // piece * piece or piece
        if self._end is not None:
            size = min(size, self._end - stream.tell())
        try:
            return stream.read(size)
        except OSError as error:
            raise FileAccessError(
                f"{self._path.name} could not be read to its end ({error.strerror or error}).",
                next_step="Check the disk, then stream it again.",
            ) from None
