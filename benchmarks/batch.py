"""Many short jobs at once on one side, with a stub of their own."""

from dataclasses import dataclass
from typing import Any

import httpx

from benchmarks import child
from benchmarks.sides.job import address

SECONDS = 2.0
"""How long each job takes at the stub."""
_KEY = "load"


@dataclass(frozen=True)
class Batch:
    """A side, and how many jobs it is given; `options` are the side's own."""

    side: str
    jobs: int
    latency: float = 0.0
    faults: float = 0.0
    options: tuple[tuple[str, Any], ...] = ()

    @property
    def asked(self) -> list[str]:
        """The addresses of what is to be transcribed."""
        return [address(index, SECONDS) for index in range(self.jobs)]

    def run(self, seed: int = 0) -> tuple[dict[str, Any], dict[str, Any]]:
        """What the side measured, and what the stub reports; `seed` says which requests fail."""
        with child.stub(faults=self.faults, seed=seed, latency=self.latency) as url:
            seconds = [SECONDS] * self.jobs
            measured = child.run(self.side, url=url, key=_KEY, seconds=seconds, **dict(self.options))
            report: dict[str, Any] = httpx.get(f"{url}/stub", headers={"Authorization": _KEY}).json()
        return measured, report

    def cost(self) -> dict[str, float]:
        """What it took, until the last job was returned."""
        measured, _ = self.run()
        if len(measured["returned"]) != self.jobs:
            raise RuntimeError(f"{self} did not return all: {measured['failed']}")
        return {name: measured[name] for name in ("wall", "cpu", "peak_mb")}
