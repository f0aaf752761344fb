"""How long after its end a job is returned, and how many looks that took."""

from bisect import bisect_left
from collections.abc import Sequence
from statistics import median
from typing import Any

import httpx

from benchmarks import child
from benchmarks.figure import Figure, Goal

LENGTHS = (1.5, 4.0, 9.0, 20.0, 47.0, 180.0)
_ALONE_EACH = 5
_AT_ONCE = 200
_WITH_WEBHOOK = 60
_PRECAUTION = 30
"""Seconds after which a wait for a notification looks for itself."""
_SDK = "official SDK"


def measure() -> list[Figure]:
    """All sides at the same time, each in a process of its own: it takes as long as the longest job."""
    alone = _seconds(_ALONE_EACH * len(LENGTHS), apart=0.37)
    together = _seconds(_AT_ONCE, apart=0.013)
    hooked = _seconds(_WITH_WEBHOOK, apart=0.013)
    with child.stub() as url:
        sides = {
            "alone": child.start("many_ours", url=url, key="alone", seconds=alone, apart=True),
            "sdk-alone": child.start("many_sdk_async", url=url, key="sdk-alone", seconds=alone),
            "together": child.start("many_ours", url=url, key="together", seconds=together),
            "sdk-together": child.start("many_sdk_async", url=url, key="sdk-together", seconds=together),
            "webhook": child.start("many_webhook", url=url, key="webhook", seconds=hooked),
        }
        measured = {key: child.finish(side) for key, side in sides.items()}
        seen = {key: Waits(measured[key], _report(url, key)) for key in sides}
    return [
        *_figures("one job alone", seen["alone"], seen["sdk-alone"], Goal("most", 0.5)),
        _busiest(seen["alone"], seen["sdk-alone"]),
        *_figures(
            "200 jobs at once", seen["together"], seen["sdk-together"], Goal("most", 0.6), Goal("most", 2.0)
        ),
        *_figures("with our webhook receiver", seen["webhook"], None, Goal("most", 0.05), Goal("most", 1.0)),
        Figure(
            "with our webhook receiver: looks at a job of less than 30 s",
            "requests",
            seen["webhook"].looks_at_short_jobs(),
            note="and one to create it",
        ),
    ]


class Waits:
    """What one side did: the lags of its jobs in seconds, and the looks that the stub counted."""

    def __init__(self, measured: dict[str, Any], report: dict[str, Any]) -> None:
        self._jobs: dict[str, dict[str, Any]] = report["jobs"]
        self.lags: list[float] = [at - self._jobs[name]["ends"] for name, at in measured["returned"].items()]
        self._lists: int = report["requests"].get("list", 0)

    @property
    def lag(self) -> float:
        return median(self.lags)

    @property
    def looks(self) -> float:
        """Reads and looks at the list, for each job; without the request that created it."""
        return (sum(len(job["reads"]) for job in self._jobs.values()) + self._lists) / max(1, len(self.lags))

    @property
    def busiest(self) -> int:
        """The most looks at one job in any second of its life, by the times at which they arrived at the stub."""
        return max(most_in_a_second(job["reads"]) for job in self._jobs.values())

    def looks_at_short_jobs(self) -> float:
        return max(len(job["reads"]) for job in self._jobs.values() if job["seconds"] < _PRECAUTION)


def most_in_a_second(times: Sequence[float]) -> int:
    """The most of the rising `times` that lie in any [t, t + 1)."""
    return max((bisect_left(times, time + 1) - index for index, time in enumerate(times)), default=0)


def _seconds(number: int, apart: float) -> list[float]:
    """All lengths in turn, a little more of each every time, so that no way of waiting happens to be in step."""
    return [LENGTHS[index % len(LENGTHS)] + apart * (index // len(LENGTHS)) for index in range(number)]


def _report(url: str, key: str) -> dict[str, Any]:
    report: dict[str, Any] = httpx.get(f"{url}/stub", headers={"Authorization": key}).json()
    return report


def _busiest(ours: Waits, sdk: Waits) -> Figure:
    what, peers = "one job alone: most looks in any second", {_SDK: float(sdk.busiest)}
    return Figure(what, "requests", ours.busiest, peers, Goal("most", 2))


def _figures(what: str, ours: Waits, sdk: Waits | None, lag: Goal, looks: Goal | None = None) -> list[Figure]:
    return [
        Figure(f"{what}: median lag", "s", ours.lag, {_SDK: sdk.lag} if sdk else {}, lag),
        Figure(f"{what}: looks a job", "requests", ours.looks, {_SDK: sdk.looks} if sdk else {}, looks),
    ]
