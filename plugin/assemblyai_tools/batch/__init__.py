"""Many recordings at once, in a durable queue: on one machine with SQLite, on many with Postgres.

`Batch` starts a batch and works on it, `read_sources` finds what it is to transcribe, `Prices` says what that costs. It
needs the extra `batch`.
"""

from typing import TYPE_CHECKING

from assemblyai_tools.lazy import lazy

if TYPE_CHECKING:
    from assemblyai_tools.batch.batch import Batch
    from assemblyai_tools.batch.prices import Prices
    from assemblyai_tools.batch.recording import Recording
    from assemblyai_tools.batch.source import BadSource, Source
    from assemblyai_tools.batch.sources import read_sources

__all__ = ["BadSource", "Batch", "Prices", "Recording", "Source", "read_sources"]

__getattr__, __dir__ = lazy(
    __name__,
    {
        "BadSource": "source",
        "Batch": "batch",
        "Prices": "prices",
        "Recording": "recording",
        "Source": "source",
        "read_sources": "sources",
    },
)
