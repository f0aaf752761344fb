"""A local file as chunks on asyncio, read ahead in a thread."""

import asyncio
from collections.abc import AsyncGenerator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from io import BufferedReader
from pathlib import Path

from assemblyai_tools.transport.upload import CHUNK, progress
from assemblyai_tools.waiting.progress import ProgressCallback


async def chunks(file: Path, report: ProgressCallback) -> AsyncGenerator[bytes]:
    """The file's bytes. One thread reads ahead, so a slow disk blocks neither the event loop nor the sending.

    The thread is the upload's own: a shared pool of threads would keep a buffer for each of them.
    """
    reader = ThreadPoolExecutor(1, "upload")
    in_thread = partial(asyncio.get_running_loop().run_in_executor, reader)
    opening = reader.submit(file.open, "rb")
    try:
        stream = await asyncio.wrap_future(opening)
        size, sent = (await in_thread(file.stat)).st_size, 0
        ahead = in_thread(stream.read, min(CHUNK, size))
        try:
            while chunk := await ahead:
                # No more than was announced, even if the file grows meanwhile.
                ahead = in_thread(stream.read, min(CHUNK, size - sent - len(chunk)))
                yield chunk
                sent += len(chunk)
                report(progress(file, sent, size))
        finally:
            ahead.cancel()
    finally:
        reader.submit(_close, opening)  # after the read that may still be running
        reader.shutdown(wait=False)


def _close(opening: Future[BufferedReader]) -> None:
    if not opening.cancelled() and opening.exception() is None:
        opening.result().close()
