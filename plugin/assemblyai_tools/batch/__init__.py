"""Many recordings at once, in a durable queue: on one machine with SQLite, on many with Postgres.

The names below are imported on first use.
"""

from typing import TYPE_CHECKING, Any

from assemblyai_tools.errors import MissingExtraError
from assemblyai_tools.lazy import is_installed, lazy

if TYPE_CHECKING:
    from assemblyai_tools.batch.batch import Batch
    from assemblyai_tools.batch.prices import Prices
    from assemblyai_tools.batch.source import Source

__all__ = ["Batch", "Prices", "Source"]

_find, __dir__ = lazy(__name__, {"Batch": "batch", "Prices": "prices", "Source": "source"})


def __getattr__(name: str) -> Any:
    if name == "Batch" and not is_installed("dbos"):
        raise MissingExtraError.of("A batch", needs="dbos", extra="batch")
    return _find(name)
