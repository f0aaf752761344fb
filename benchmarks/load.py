"""Many short jobs at once: time, processor, memory."""

from collections.abc import Callable, Mapping
from functools import partial

from benchmarks import faults
from benchmarks.batch import Batch
from benchmarks.figure import Figure, Goal
from benchmarks.rounds import Measured, at_once, medians

_FEW, _MANY, _LATE = 500, 2_000, 250
_LATENCY = 0.1
_THREADS = 50
_SDK, _SDK_THREADS = "official SDK, async", f"official SDK, {_THREADS} threads"
_OURS, _OURS_MANY, _OURS_LATE, _SDK_LATE = "ours", "ours, many", "ours, late answers", "SDK, late answers"


def measure() -> list[Figure]:
    """Ours before and after the others. The SDK in threads runs beside all, as it sleeps for nearly all of its time."""
    threads = Batch("many.sdk_threads", _FEW, options={"threads": _THREADS})
    sides = _sides()
    others = partial(medians, 3, sides, fewer={name: 1 for name in sides if name != _OURS})
    threaded, seen = at_once([partial(medians, 1, {_SDK_THREADS: threads.cost}), others], most=2)
    return [*_few(seen | threaded), *_late(seen), *_many(seen), *faults.measure()]


def _sides() -> dict[str, Callable[[], Measured]]:
    """2,000 jobs are ours alone: the SDK's async client took 121 s for them, 89 s of that on the processor."""
    return {
        _OURS: Batch("many.ours", _FEW).cost,
        _OURS_MANY: Batch("many.ours", _MANY).cost,
        _OURS_LATE: Batch("many.ours", _LATE, latency=_LATENCY).cost,
        _SDK: Batch("many.sdk", _FEW).cost,
        _SDK_LATE: Batch("many.sdk", _LATE, latency=_LATENCY).cost,
    }


def _few(seen: Mapping[str, Measured]) -> list[Figure]:
    def figure(what: str, unit: str, key: str, goal: Goal) -> Figure:
        peers = {name: seen[name][key] for name in (_SDK, _SDK_THREADS)}
        return Figure(f"{_FEW} jobs: {what}", unit, seen[_OURS][key], peers, goal)

    return [
        figure("until the last is returned", "s", "wall", Goal(1 / 4, _SDK)),
        figure("processor time", "s", "cpu", Goal(1 / 4, _SDK)),
        figure("peak memory", "MB", "peak_mb", Goal(60)),
    ]


def _late(seen: Mapping[str, Measured]) -> list[Figure]:
    jobs = f"{_LATE} jobs, answers {_LATENCY} s late"
    return [
        Figure(f"{jobs}: {what}", "s", seen[_OURS_LATE][key], {_SDK: seen[_SDK_LATE][key]})
        for what, key in (("until the last is returned", "wall"), ("processor time", "cpu"))
    ]


def _many(seen: Mapping[str, Measured]) -> list[Figure]:
    ours, jobs, times = seen[_OURS_MANY], f"{_MANY:,} jobs", _MANY // _FEW
    few = f"{times} times {_FEW} jobs"
    peers = {few: times * seen[_OURS]["cpu"]}
    return [
        Figure(f"{jobs}: until the last is returned", "s", ours["wall"]),
        Figure(f"{jobs}: processor time", "s", ours["cpu"], peers, Goal(1.1, few)),
        Figure(f"{jobs}: peak memory", "MB", ours["peak_mb"]),
    ]
