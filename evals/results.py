"""The results of a run."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from evals.outcome import Outcome
from evals.sides.side import Side


@dataclass(frozen=True)
class Gap:
    """A model and a side of which not all jobs were run."""

    model: str
    side: Side
    reason: str
    """Why, in one sentence."""


@dataclass
class Results:
    """The jobs that were run, and why others were not."""

    models: Sequence[str]
    sides: Sequence[Side]
    jobs: Sequence[str]
    """The names of the jobs that were asked for."""
    shared: Collection[str]
    """Those of them that can be done on both sides."""
    outcomes: list[Outcome] = field(default_factory=list[Outcome])
    gaps: list[Gap] = field(default_factory=list[Gap])
    is_stopped: bool = False
    """Whether the person has stopped the run."""

    def of(self, model: str) -> list[Outcome]:
        """The outcomes of this model, in the order of the jobs."""
        found = [one for one in self.outcomes if one.model == model]
        return sorted(found, key=lambda one: self.jobs.index(one.job))
