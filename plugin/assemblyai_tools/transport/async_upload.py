"""What is uploaded, as chunks on asyncio. What is in memory is read directly, the rest in a thread."""

import asyncio
import os
from collections.abc import AsyncGenerator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from io import BufferedReader, BytesIO
from typing import IO

from assemblyai_tools.transport.call import Body
from assemblyai_tools.transport.local_file import LocalFile
from assemblyai_tools.transport.upload import CHUNK, check_read, from_start, progress, unreadable
from assemblyai_tools.waiting.progress import ProgressCallback

_NO_WAIT = getattr(os, "RWF_NOWAIT", None)
"""Linux's flag for a read that fails rather than waits for the disk."""


def chunks(body: Body, report: ProgressCallback) -> AsyncGenerator[bytes]:
    """The bytes of a file, as many as it had when it was checked. A slow disk does not block the event loop.

    Raises a FileAccessError if it changed since.
    """
    source = body.source
    if isinstance(source, LocalFile):
        return _of_file(body, source, report)
    return _of_content(body, source, report)


async def _of_content(
    body: Body, source: bytes | IO[bytes], report: ProgressCallback
) -> AsyncGenerator[bytes]:
    sent, stream = 0, from_start(source)

    def read() -> bytes:
        try:
            chunk = stream.read(min(CHUNK, body.size - sent))
        except OSError as error:
            raise unreadable(body, error) from None
        check_read(body, stream, chunk, sent + len(chunk))
        return chunk

    while sent < body.size:
        chunk = read() if isinstance(stream, BytesIO) else await asyncio.to_thread(read)
        sent += len(chunk)
        yield chunk
        report(progress(body, sent))
        await asyncio.sleep(0)  # a read from memory never suspends, and others want to run


async def _of_file(body: Body, file: LocalFile, report: ProgressCallback) -> AsyncGenerator[bytes]:
    """A thread reads ahead what the system does not have in memory.

    Handing each chunk over from a thread costs half as much as sending it, so a thread reads only from the disk. Each
    upload has its own thread: a shared pool would keep a buffer for each of its threads.
    """
    reader = ThreadPoolExecutor(1, "upload")
    in_thread = partial(asyncio.get_running_loop().run_in_executor, reader)
    opening = reader.submit(file.open)
    ahead: asyncio.Future[bytes] | None = None
    try:
        stream = await asyncio.wrap_future(opening)
        descriptor, size, sent = stream.fileno(), body.size, 0

        def read(at: int) -> bytes:
            try:
                chunk = os.pread(descriptor, min(CHUNK, size - at), at)
                check_read(body, stream, chunk, at + len(chunk))
            except OSError as error:
                raise unreadable(body, error) from None
            return chunk

        def read_ahead(at: int) -> asyncio.Future[bytes] | None:
            length = min(CHUNK, size - at)
            return in_thread(read, at) if length and not _in_memory(descriptor, at, length) else None

        ahead = read_ahead(0)
        while sent < size:
            chunk = await ahead if ahead else read(sent)
            sent += len(chunk)
            ahead = read_ahead(sent)
            yield chunk
            report(progress(body, sent))
            await asyncio.sleep(0)  # a read from memory never suspends, and others want to run
    finally:
        if ahead:
            ahead.cancel()
        reader.submit(_close, opening)  # after the read that may still be running
        reader.shutdown(wait=False)


def _in_memory(descriptor: int, at: int, length: int) -> bool:
    """Whether a read need not wait for the disk, as far as its first and last byte tell."""
    if _NO_WAIT is None:
        return False
    try:
        return all(os.preadv(descriptor, [bytearray(1)], place, _NO_WAIT) for place in (at, at + length - 1))
    except OSError:  # it would have to wait, or this file system cannot tell
        return False


def _close(opening: Future[BufferedReader]) -> None:
    if not opening.cancelled() and opening.exception() is None:
        opening.result().close()
