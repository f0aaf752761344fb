"""Many files, each uploaded, transcribed and written as text: by a batch, by the bare client, by threads that wait."""

import asyncio
import resource
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.sides.stopwatch import stopwatch

_MOST_SECONDS = 900
_AT_ONCE = 16
"""Files that the bare client sends at once, as many as a batch does."""


def batch(url: str, key: str, folder: str, to: str) -> dict[str, Any]:
    """A durable batch on SQLite, from the folder to the last text. Its engine is imported before it is timed."""
    import_module("dbos")
    from assemblyai_tools.batch.batch import Batch
    from assemblyai_tools.batch.sources.source import Source, stamp_of

    def source(path: Path) -> Source:
        seen = path.stat()
        return Source(str(path), True, path.stem, None, seen.st_size, stamp_of(seen), 2.0)

    settings = _settings(url, key)
    database = Path(to) / "batch.sqlite3"
    with stopwatch() as seen:
        sources = map(source, _files(folder))
        with Batch.start(
            "bench", sources, settings=settings, to=Path(to), formats=["text"], database=database
        ) as started:
            counts = started.work()
    return {**seen, "done": counts.get("done", 0), "database_mb": database.stat().st_size / 1e6}


def client(url: str, key: str, folder: str, to: str) -> dict[str, Any]:
    """The bare async client: it remembers nothing if it is killed."""
    from assemblyai_tools import AsyncClient, get_transcript, transcribe

    async def run() -> int:
        slots = asyncio.Semaphore(_AT_ONCE)
        async with AsyncClient(_settings(url, key, ledger="off")) as client:

            async def one(path: Path) -> int:
                async with slots:
                    created = await client.run(transcribe(audio=path, wait_seconds=0))
                view = await client.run(get_transcript(transcript_id=created.id, wait_seconds=_MOST_SECONDS))
                _write(to, path, view.render())
                return 1

            return sum(await asyncio.gather(*map(one, _files(folder))))

    with stopwatch() as seen:
        done = asyncio.run(run())
    return {**seen, "done": done}


def threads(url: str, key: str, folder: str, to: str, most: int) -> dict[str, Any]:
    """The official SDK in threads that wait, as the vendor's own command line does it."""
    import assemblyai as aai

    client = aai.Client(settings=aai.Settings(api_key=key, base_url=url))
    transcriber = aai.Transcriber(client=client)

    def one(path: Path) -> int:
        transcript = transcriber.transcribe(str(path))
        _write(to, path, transcript.text or "")
        return 1

    with stopwatch() as seen, client.http_client, ThreadPoolExecutor(most) as pool:
        done = sum(pool.map(one, _files(folder)))
    return {**seen, "done": done, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6}


def _files(folder: str) -> Sequence[Path]:
    return sorted(Path(folder).iterdir())


def _write(to: str, path: Path, text: str) -> None:
    (Path(to) / f"{path.stem}.txt").write_text(text, encoding="utf-8")


def _settings(url: str, key: str, **more: Any) -> Any:
    from pydantic import SecretStr

    from assemblyai_tools import Settings

    return Settings(api_key=SecretStr(key), base_url=url, allowed_dirs=(Path("/"),), **more)
