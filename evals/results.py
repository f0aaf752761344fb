"""The results of a run."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product

from evals.outcome import Outcome
from evals.sides.side import Side

STOPPED = "the run was stopped"
"""Why jobs are missing after Ctrl-C, or if the program was killed."""


@dataclass(frozen=True)
class Gap:
    """A model and a side whose jobs were not all run."""

    model: str
    side: Side
    jobs: int
    """How many are missing."""
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
    reasons: dict[tuple[str, Side], str] = field(default_factory=dict[tuple[str, Side], str])
    """Why a model and a side came to their end without all jobs."""
    is_stopped: bool = False
    """Whether the person has stopped the run."""

    def add(self, model: str, side: Side, outcomes: Iterable[Outcome], reason: str) -> None:
        """Note what came of this model and side. `reason` counts if jobs are missing."""
        self.outcomes += outcomes
        self.reasons[model, side] = reason

    def of(self, model: str) -> list[Outcome]:
        """The outcomes of this model, in the order of the sides and the jobs."""
        found = [one for one in self.outcomes if one.model == model]
        return sorted(found, key=lambda one: (self.sides.index(one.side), self.jobs.index(one.job)))

    @property
    def gaps(self) -> list[Gap]:
        """Where jobs are missing. What has not come to its end is missing because the run was stopped."""
        pairs = product(self.models, self.sides)
        found = [
            Gap(model, side, self._missing(model, side), self.reasons.get((model, side), STOPPED))
            for model, side in pairs
        ]
        return [gap for gap in found if gap.jobs]

    def _missing(self, model: str, side: Side) -> int:
        return len(self.jobs) - sum(one.side == side for one in self.of(model))
