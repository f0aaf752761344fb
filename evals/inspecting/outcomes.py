"""Reads the outcomes of jobs from inspect-ai's logs."""

from collections.abc import Iterator

from inspect_ai.log import EvalLog, EvalSample
from inspect_ai.model import ChatMessageAssistant

from evals.outcome import Outcome
from evals.sides.side import Side

_BROKEN_OFF = ("CancelledError(", "Cancelled(")
"""How the error begins of a job that was under way when the run was stopped."""

_LONGEST_REASON = 300
"""Characters of a reason. Errors of providers repeat the whole request; what is wrong with it stands at their end."""


def outcomes_of(log: EvalLog, model: str, side: Side) -> Iterator[Outcome]:
    """The jobs that came to their end. An error of the provider or of this program is no failure of the model."""
    for sample in log.samples or ():
        if not sample.error:
            yield _outcome(sample, model, side)


def error_of(log: EvalLog) -> str | None:
    """The first error that ended a job, in one line; None if there was none but that the run was stopped."""
    errors = (" ".join(sample.error.message.split()) for sample in log.samples or () if sample.error)
    first = next((one for one in errors if not one.startswith(_BROKEN_OFF)), None)
    if first is None or len(first) <= _LONGEST_REASON:
        return first
    return f"{first.partition('(')[0]}: ... {first[-_LONGEST_REASON:]}"


def _outcome(sample: EvalSample, model: str, side: Side) -> Outcome:
    usage = list(sample.model_usage.values())
    costs = [one.total_cost for one in usage if one.total_cost is not None]
    return Outcome(
        job=str(sample.id),
        model=model,
        side=side,
        problem=_problem(sample),
        turns=sum(isinstance(message, ChatMessageAssistant) for message in sample.messages),
        input_tokens=sum(
            one.input_tokens + (one.input_tokens_cache_read or 0) + (one.input_tokens_cache_write or 0)
            for one in usage
        ),
        output_tokens=sum(one.output_tokens for one in usage),
        cost=sum(costs) if costs else None,
    )


def _problem(sample: EvalSample) -> str:
    if sample.limit:
        return f"broken off: the {sample.limit.type} limit"
    score = next(iter((sample.scores or {}).values()), None)
    return (score.explanation or "") if score else "it was not checked"
