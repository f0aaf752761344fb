"""Many short jobs at once on one event loop: time, processor, memory, and what becomes of them when requests fail."""

from typing import Any

import httpx

from benchmarks import child
from benchmarks.figure import Figure, Goal
from benchmarks.rounds import medians

SECONDS = 2.0
_FEW, _MANY = 500, 2_000
_FAULTS = 0.02
_THREADS = 50
_SDK, _SDK_THREADS = "official SDK, async", f"official SDK, {_THREADS} threads"


def measure() -> list[Figure]:
    """500 jobs on every side, twice and in turns; 2,000 on ours; 500 with faults."""
    few = medians(2, {"ours": lambda: _run("many_ours", _FEW), _SDK: lambda: _run("many_sdk_async", _FEW)})
    few |= medians(1, {_SDK_THREADS: lambda: _run("many_sdk_threads", _FEW, threads=_THREADS)})
    many = medians(2, {"ours": lambda: _run("many_ours", _MANY)})["ours"]
    return [
        _figure("500 jobs: until the last is returned", "s", "wall", few, Goal("most", 1 / 4, _SDK)),
        _figure("500 jobs: processor time", "s", "cpu", few, Goal("most", 1 / 4, _SDK)),
        _figure("500 jobs: peak memory", "MB", "peak_mb", few, Goal("most", 60)),
        Figure("2,000 jobs: until the last is returned", "s", many["wall"]),
        Figure(
            "2,000 jobs: processor time",
            "s",
            many["cpu"],
            {"4 times 500 jobs": 4 * few["ours"]["cpu"]},
            Goal("most", 1.1, "4 times 500 jobs"),
        ),
        Figure("2,000 jobs: peak memory", "MB", many["peak_mb"]),
        *_with_faults(),
    ]


def _with_faults() -> list[Figure]:
    sides = {
        "ours": "many_ours",
        _SDK: "many_sdk_async",
    }
    seen = {name: _run(side, _FEW, faults=_FAULTS) for name, side in sides.items()}
    return [
        _figure("500 jobs, 2 % of requests fail: jobs not returned", "jobs", "lost", seen, Goal("most", 0)),
        _figure(
            "500 jobs, 2 % of requests fail: jobs paid for twice", "jobs", "twice", seen, Goal("most", 0)
        ),
        _figure("500 jobs, 2 % of requests fail: until the last is returned", "s", "wall", seen),
    ]


def _run(side: str, jobs: int, *, faults: float = 0.0, **options: Any) -> dict[str, float]:
    with child.stub(faults=faults) as url:
        measured = child.run(side, url=url, key="load", seconds=[SECONDS] * jobs, **options)
        report = httpx.get(f"{url}/stub", headers={"Authorization": "load"}).json()
    lost = jobs - len(measured["returned"])
    return {
        **{name: measured[name] for name in ("wall", "cpu", "peak_mb")},
        "lost": lost,
        "twice": max(0, len(report["jobs"]) - jobs),
    }


def _figure(
    what: str, unit: str, key: str, seen: dict[str, dict[str, float]], goal: Goal | None = None
) -> Figure:
    peers = {name: values[key] for name, values in seen.items() if name != "ours"}
    return Figure(what, unit, seen["ours"][key], peers, goal)
