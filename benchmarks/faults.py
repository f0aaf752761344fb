"""What becomes of jobs when some of all requests fail: jobs lost, kept by their id, and paid for twice."""

from collections.abc import Mapping
from functools import partial

from benchmarks.batch import Batch
from benchmarks.figure import Figure, Goal
from benchmarks.outcome import Outcome
from benchmarks.rounds import at_once

_SHARE = 0.02
_JOBS = 250
_SEEDS = (17, 18, 19, 20, 21, 22)
_AT_ONCE = 4
_SDK = "official SDK, async"
_SIDES = {
    "ours": Batch("many_ours", _JOBS, faults=_SHARE),
    _SDK: Batch("many_sdk_async", _JOBS, faults=_SHARE),
}


def measure() -> list[Figure]:
    """Other requests fail in each round. Sides and rounds overlap: what is counted here needs no clock."""
    runs = [(name, seed) for seed in _SEEDS for name in _SIDES]
    outcomes = at_once([partial(_outcome, _SIDES[name], seed) for name, seed in runs], _AT_ONCE)
    found = list(zip(runs, outcomes, strict=True))
    return figures({side: Outcome.total(one for (name, _), one in found if name == side) for side in _SIDES})


def _outcome(batch: Batch, seed: int) -> Outcome:
    return Outcome.of(batch.asked, *batch.run(seed))


def figures(totals: Mapping[str, Outcome]) -> list[Figure]:
    """The sums of all rounds."""
    jobs = f"{_JOBS * len(_SEEDS):,} jobs, {_SHARE * 100:g} % of requests fail"

    def figure(what: str, key: str, goal: Goal | None = None) -> Figure:
        counts = {name: float(getattr(total, key)) for name, total in totals.items()}
        return Figure(f"{jobs}: {what}", "jobs", counts.pop("ours"), counts, goal)

    return [
        figure("jobs lost", "lost", Goal("most", 0)),
        figure("jobs returned as an id to go on with", "by_id"),
        figure("jobs paid for twice", "twice", Goal("most", 0)),
    ]
