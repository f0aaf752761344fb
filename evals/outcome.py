"""The outcome of a job."""

from dataclasses import dataclass

from evals.sides.side import Side


@dataclass(frozen=True)
class Outcome:
    """One job, by one model, on one side."""

    job: str
    model: str
    side: Side
    problem: str
    """The problems that the checks found; empty if the job is done."""
    turns: int
    """How often the model was asked."""
    input_tokens: int
    output_tokens: int
    """Counted by the provider; 0 if it does not count."""
    cost: float | None
    """In US dollars; None if the price of the model is not known."""

    @property
    def is_done(self) -> bool:
        return not self.problem
