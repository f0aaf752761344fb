"""A local file as chunks on asyncio. What the system has in memory is read directly, the rest ahead in a thread."""

import asyncio
import os
from collections.abc import AsyncGenerator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from io import BufferedReader
from pathlib import Path

from assemblyai_tools.transport.upload import CHUNK, progress
from assemblyai_tools.waiting.progress import ProgressCallback

_NO_WAIT = getattr(os, "RWF_NOWAIT", None)
"""Linux's flag for a read that fails rather than waits for the disk."""


async def chunks(file: Path, size: int, report: ProgressCallback) -> AsyncGenerator[bytes]:
    """The file's bytes, no more than `size`. A slow disk does not block the event loop.

    Handing each chunk over from a thread costs half as much as sending it, so a thread reads only from the disk. Each
    upload has its own thread: a shared pool would keep a buffer for each of its threads.
    """
    reader = ThreadPoolExecutor(1, "upload")
    in_thread = partial(asyncio.get_running_loop().run_in_executor, reader)
    opening = reader.submit(file.open, "rb")
    ahead: asyncio.Future[bytes] | None = None
    try:
        descriptor = (await asyncio.wrap_future(opening)).fileno()
        sent = 0

        def read_ahead(at: int) -> asyncio.Future[bytes] | None:
            length = min(CHUNK, size - at)
            if not length or _in_memory(descriptor, at, length):
                return None
            return in_thread(os.pread, descriptor, length, at)

        ahead = read_ahead(0)
        while chunk := await ahead if ahead else os.pread(descriptor, min(CHUNK, size - sent), sent):
            sent += len(chunk)
            ahead = read_ahead(sent)
            yield chunk
            report(progress(file, sent, size))
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
