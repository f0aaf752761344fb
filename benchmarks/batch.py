"""Many short jobs at once on one side, with a stub of their own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from benchmarks import child
from benchmarks.sides.many import address

_KEY = "batch"


@dataclass(frozen=True)
class Batch:
    """A side and its number of jobs of so many `seconds` each; `options` are the side's own."""

    side: str
    jobs: int
    latency: float = 0.0
    faults: float = 0.0
    seconds: float = 2.0
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def audio(self) -> list[str]:
        """The addresses of the recordings."""
        return [address(index, self.seconds) for index in range(self.jobs)]

    def run(self, seed: int = 0) -> tuple[dict[str, Any], dict[str, Any]]:
        """What the side measured, and the stub's report. `seed` decides which requests fail."""
        with child.stub(faults=self.faults, seed=seed, latency=self.latency) as url:
            seconds = [self.seconds] * self.jobs
            measured = child.run(self.side, url=url, key=_KEY, seconds=seconds, **self.options)
            report: dict[str, Any] = httpx.get(f"{url}/stub", headers={"Authorization": _KEY}).json()
        return measured, report

    def cost(self) -> dict[str, float]:
        """The time until the last job was returned, and what that took."""
        measured, _ = self.run()
        if len(measured["returned"]) != self.jobs:
            raise RuntimeError(f"{self} did not return all: {measured['failed']}")
        return {name: measured[name] for name in ("wall", "cpu", "peak_mb")}
