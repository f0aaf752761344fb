"""One `work` on a batch, in a process of its own that is killed: prints how many recordings have ended, each second."""

import sys
from pathlib import Path

from pydantic import SecretStr

from assemblyai_tools import AssemblyAIError, Settings
from assemblyai_tools.batch.batch import Batch
from assemblyai_tools.batch.sources.source import Source, stamp_of

NAME = "calls"
KEY = "batch"
CONCURRENCY = 32
"""Recordings that are sent at once."""


def settings(url: str) -> Settings:
    return Settings(api_key=SecretStr(KEY), base_url=url)


def start(url: str, database: str, folder: Path, recordings: int) -> None:
    """Write a batch of so many files, each with a content of its own."""
    audio = folder / "audio"
    audio.mkdir()

    def sources():
        for number in range(recordings):
            path = audio / f"{number}.wav"
            path.write_bytes(b"audio of recording %d" % number)
            seen = path.stat()
            yield Source(str(path), True, str(number), size=seen.st_size, stamp=stamp_of(seen), seconds=2.0)

    options = {"to": folder / "results", "formats": ["text"], "database": database}
    Batch.start(NAME, sources(), settings=settings(url), **options).close()


def main() -> int:
    url, database = sys.argv[1:]
    with Batch.open(NAME, database=database, settings=settings(url)) as batch:
        try:
            batch.work(lambda counts: print(counts.get("done", 0), flush=True), concurrency=CONCURRENCY)
        except AssemblyAIError as error:
            print(error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
