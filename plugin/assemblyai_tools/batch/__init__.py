"""Many recordings at once, in a durable queue: on one machine with SQLite, on many with Postgres.

`Batch` starts a batch and works on it, `read_sources` finds what it is to transcribe, `Prices` says what that costs.
The names are imported on first use.
"""

from typing import TYPE_CHECKING, Any

from assemblyai_tools.errors import MissingExtraError
from assemblyai_tools.lazy import is_installed, lazy

if TYPE_CHECKING:
    from assemblyai_tools.batch.batch import Batch
    from assemblyai_tools.batch.prices import Prices
    from assemblyai_tools.batch.recording import Recording
    from assemblyai_tools.batch.sources.reading import read_sources
    from assemblyai_tools.batch.sources.source import BadSource, Source

__all__ = ["BadSource", "Batch", "Prices", "Recording", "Source", "read_sources"]

_find, __dir__ = lazy(
    __name__,
    {
        "BadSource": "sources.source",
        "Batch": "batch",
        "Prices": "prices",
        "Recording": "recording",
        "Source": "sources.source",
        "read_sources": "sources.reading",
    },
)


def __getattr__(name: str) -> Any:
    if name in ("Batch", "Recording") and not is_installed("dbos"):
        raise MissingExtraError.of("A batch", needs="dbos", extra="batch")
    return _find(name)
