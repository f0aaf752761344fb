"""How long after its end a job is returned, and how many polls that took."""

from bisect import bisect_left
from collections.abc import Sequence
from statistics import median
from typing import Any

import httpx

from benchmarks import child
from benchmarks.figure import Figure, Goal

_LENGTHS = (1.5, 4.0, 9.0, 20.0, 47.0, 180.0)
_FIRST_POLL = 30
"""Seconds after which a wait for a notification polls for the first time."""
_SDK = "official SDK"


def measure() -> list[Figure]:
    """All sides at the same time, each in a process of its own: it takes as long as the longest job."""
    alone = _seconds(5 * len(_LENGTHS), apart=0.37)
    together = _seconds(200, apart=0.013)
    hooked = _seconds(60, apart=0.013)
    with child.stub() as url:
        sides = {
            "alone": child.start("many.ours", url=url, key="alone", seconds=alone, apart=True),
            "sdk-alone": child.start("many.sdk", url=url, key="sdk-alone", seconds=alone),
            "together": child.start("many.ours", url=url, key="together", seconds=together),
            "sdk-together": child.start("many.sdk", url=url, key="sdk-together", seconds=together),
            "webhook": child.start("many.webhook", url=url, key="webhook", seconds=hooked),
        }
        measured = {key: child.finish(side) for key, side in sides.items()}
        seen = {key: _Waits(measured[key], _report(url, key)) for key in sides}
    one, hook, sdk = seen["alone"], seen["webhook"], seen["sdk-alone"]
    busiest, short = "one job alone: most polls in any second", "polls of a job under 30 s"
    return [
        *_figures("one job alone", one, sdk, Goal(0.5)),
        Figure(busiest, "requests", one.busiest, {_SDK: float(sdk.busiest)}, Goal(2)),
        *_figures("200 jobs at once", seen["together"], seen["sdk-together"], Goal(0.6), Goal(2.0)),
        *_figures("with our webhook receiver", hook, None, Goal(0.05), Goal(1.0)),
        Figure(f"with our webhook receiver: {short}", "requests", hook.short, note="and one to create it"),
    ]


class _Waits:
    """The lags of one side's jobs in seconds, and its polls as the stub counted them."""

    def __init__(self, measured: dict[str, Any], report: dict[str, Any]) -> None:
        self._jobs: dict[str, dict[str, Any]] = report["jobs"]
        self._lags: list[float] = [at - self._jobs[name]["ends"] for name, at in measured["returned"].items()]
        self._lists: int = report["requests"].get("list", 0)

    @property
    def lag(self) -> float:
        return median(self._lags)

    @property
    def polls(self) -> float:
        """Reads of the job and of the list, for each job; without the request that created it."""
        return (sum(len(job["reads"]) for job in self._jobs.values()) + self._lists) / len(self._lags)

    @property
    def busiest(self) -> int:
        """The most reads of one job in any second."""
        return max(_most_in_a_second(job["reads"]) for job in self._jobs.values())

    @property
    def short(self) -> int:
        """The most reads of a job that ends before the first poll is due."""
        return max(len(job["reads"]) for job in self._jobs.values() if job["seconds"] < _FIRST_POLL)


def _most_in_a_second(times: Sequence[float]) -> int:
    """The most of the rising `times` in any [t, t + 1)."""
    return max((bisect_left(times, time + 1) - index for index, time in enumerate(times)), default=0)


def _seconds(number: int, apart: float) -> list[float]:
    """All lengths in turn, each a little longer every time, so that no way of waiting is in step by chance."""
    return [_LENGTHS[index % len(_LENGTHS)] + apart * (index // len(_LENGTHS)) for index in range(number)]


def _report(url: str, key: str) -> dict[str, Any]:
    report: dict[str, Any] = httpx.get(f"{url}/stub", headers={"Authorization": key}).json()
    return report


def _figures(
    what: str, ours: _Waits, sdk: _Waits | None, lag: Goal, polls: Goal | None = None
) -> list[Figure]:
    return [
        Figure(f"{what}: median lag", "s", ours.lag, {_SDK: sdk.lag} if sdk else {}, lag),
        Figure(f"{what}: polls per job", "requests", ours.polls, {_SDK: sdk.polls} if sdk else {}, polls),
    ]
