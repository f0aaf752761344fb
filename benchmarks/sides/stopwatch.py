"""Wall and processor time of a part of this process."""

import time
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def stopwatch() -> Generator[dict[str, float]]:
    """A dict that holds `wall` and `cpu`, in seconds, once the context ends."""
    seen: dict[str, float] = {}
    wall, cpu = time.perf_counter(), time.process_time()
    yield seen
    seen.update(wall=time.perf_counter() - wall, cpu=time.process_time() - cpu)
