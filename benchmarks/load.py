"""Many short jobs at once on one event loop: time, processor, memory, and what becomes of them when requests fail."""

from collections.abc import Callable, Mapping
from functools import partial
from statistics import mean

from benchmarks import faults
from benchmarks.batch import Batch
from benchmarks.figure import Figure, Goal
from benchmarks.rounds import Measured, at_once, medians

_FEW, _MANY, _LATE = 500, 2_000, 250
_LATENCY = 0.1
_THREADS = 50
_SDK, _SDK_THREADS = "official SDK, async", f"official SDK, {_THREADS} threads"
_OURS_MANY, _OURS_LATE, _SDK_LATE = "ours, 2,000 jobs", "ours, late answers", "official SDK, late answers"


def measure() -> list[Figure]:
    """All sides in turns, ours first, between the rounds of the others, and last; then the faults."""
    sides = _sides()
    fewer = {name: 1 if name == _SDK_THREADS else 2 for name in sides if name != "ours"}
    seen = medians(3, sides, fewer=fewer)
    return [*_few(seen), *_late(seen), *_many(seen), *faults.measure()]


def _sides() -> dict[str, Callable[[], Measured]]:
    """2,000 jobs are ours alone: the SDK's async client took 121 s for them, 89 s of that on the processor."""
    threads = Batch("many_sdk_threads", _FEW, options=(("threads", _THREADS),))
    return {
        "ours": Batch("many_ours", _FEW).cost,
        _SDK: Batch("many_sdk_async", _FEW).cost,
        _OURS_MANY: Batch("many_ours", _MANY).cost,
        _OURS_LATE: Batch("many_ours", _LATE, latency=_LATENCY).cost,
        _SDK_LATE: Batch("many_sdk_async", _LATE, latency=_LATENCY).cost,
        _SDK_THREADS: partial(_twice, threads.cost),
    }


def _twice(side: Callable[[], Measured]) -> Measured:
    """The mean of two runs at the same time: of a side that sleeps for nearly all of its half a minute."""
    both = at_once([side, side], most=2)
    return {key: mean(measured[key] for measured in both) for key in both[0]}


def _few(seen: Mapping[str, Measured]) -> list[Figure]:
    def figure(what: str, unit: str, key: str, goal: Goal) -> Figure:
        peers = {name: seen[name][key] for name in (_SDK, _SDK_THREADS)}
        return Figure(f"{_FEW} jobs: {what}", unit, seen["ours"][key], peers, goal)

    return [
        figure("until the last is returned", "s", "wall", Goal("most", 1 / 4, _SDK)),
        figure("processor time", "s", "cpu", Goal("most", 1 / 4, _SDK)),
        figure("peak memory", "MB", "peak_mb", Goal("most", 60)),
    ]


def _late(seen: Mapping[str, Measured]) -> list[Figure]:
    return [
        Figure(
            f"{_LATE} jobs, answers {_LATENCY} s late: {what}",
            "s",
            seen[_OURS_LATE][key],
            {_SDK: seen[_SDK_LATE][key]},
        )
        for what, key in (("until the last is returned", "wall"), ("processor time", "cpu"))
    ]


def _many(seen: Mapping[str, Measured]) -> list[Figure]:
    ours, times = seen[_OURS_MANY], _MANY // _FEW
    few = f"{times} times {_FEW} jobs"
    return [
        Figure(f"{_MANY:,} jobs: until the last is returned", "s", ours["wall"]),
        Figure(
            f"{_MANY:,} jobs: processor time",
            "s",
            ours["cpu"],
            {few: times * seen["ours"]["cpu"]},
            Goal("most", 1.1, few),
        ),
        Figure(f"{_MANY:,} jobs: peak memory", "MB", ours["peak_mb"]),
    ]
