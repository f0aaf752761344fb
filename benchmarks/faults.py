"""What happens to jobs when some requests fail: how many are lost, kept by their id, or paid for twice."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import astuple, dataclass
from functools import partial
from typing import Any, Self

from benchmarks.batch import Batch
from benchmarks.figure import Figure, Goal
from benchmarks.rounds import at_once

_SHARE = 0.02
_JOBS = 250
_SEEDS = (17, 18, 19, 20)
_AT_ONCE = 4
_SIDES = {
    "ours": Batch("many.ours", _JOBS, faults=_SHARE),
    "official SDK, async": Batch("many.sdk", _JOBS, faults=_SHARE),
}


@dataclass(frozen=True)
class Outcome:
    """Numbers of jobs."""

    lost: int
    """The caller has neither a result nor a transcript id."""
    by_id: int
    """The caller has an error with the transcript's id, to go on with."""
    twice: int
    """The service has another job for the same audio."""

    @classmethod
    def of(cls, audio: Collection[str], measured: Mapping[str, Any], report: Mapping[str, Any]) -> Self:
        """Compare the recordings of a side with what it returned and with the stub's report.

        A result counts for the audio of its transcript. An error counts as an id if it carries or names the id of
        a transcript of its own audio.
        """
        made = {name: str(job["audio_url"]) for name, job in report["jobs"].items()}
        with_result = {made.get(name) for name in measured["returned"]}
        failed: Mapping[str, Mapping[str, Any]] = measured["failed"]
        with_id = {url for url, error in failed.items() if _names(error, _ids(url, made))} - with_result
        return cls(
            lost=len(set(audio) - with_result - with_id),
            by_id=len(with_id),
            twice=sum(number - 1 for number in Counter(made.values()).values()),
        )

    @classmethod
    def total(cls, outcomes: Iterable[Self]) -> Self:
        return cls(*(sum(numbers) for numbers in zip(*map(astuple, outcomes), strict=True)))


def measure() -> list[Figure]:
    """Each seed fails other requests. Runs overlap: they are counted, not timed."""
    runs = [(name, seed) for seed in _SEEDS for name in _SIDES]
    outcomes = at_once([partial(_outcome, _SIDES[name], seed) for name, seed in runs], _AT_ONCE)
    found = list(zip(runs, outcomes, strict=True))
    totals = {side: Outcome.total(one for (name, _), one in found if name == side) for side in _SIDES}
    jobs = f"{_JOBS * len(_SEEDS):,} jobs, {_SHARE * 100:g} % of requests fail"

    def figure(what: str, key: str, goal: Goal | None = None) -> Figure:
        counts = {name: float(getattr(total, key)) for name, total in totals.items()}
        return Figure(f"{jobs}: {what}", "jobs", counts.pop("ours"), counts, goal)

    return [
        figure("jobs lost", "lost", Goal(0)),
        figure("jobs returned as an id to go on with", "by_id"),
        figure("jobs paid for twice", "twice", Goal(0)),
    ]


def _outcome(batch: Batch, seed: int) -> Outcome:
    return Outcome.of(batch.audio, *batch.run(seed))


def _ids(url: str, made: Mapping[str, str]) -> Collection[str]:
    return [name for name, audio in made.items() if audio == url]


def _names(error: Mapping[str, Any], ids: Collection[str]) -> bool:
    words = set(re.findall(r"[\w-]+", error["text"]))
    return any(name == error["transcript_id"] or name in words for name in ids)
