"""What every side measures about itself."""

import time
from types import TracebackType
from typing import Self


class Stopwatch:
    """Wall and processor seconds of a stretch of this process."""

    def __enter__(self) -> Self:
        self._wall, self._cpu = time.perf_counter(), time.process_time()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.wall, self.cpu = time.perf_counter() - self._wall, time.process_time() - self._cpu

    def read(self) -> dict[str, float]:
        return {"wall": self.wall, "cpu": self.cpu}
