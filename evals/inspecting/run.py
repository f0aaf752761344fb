"""Runs jobs with a model, and gives their outcomes."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from inspect_ai import eval as inspect_eval  # pyright: ignore[reportUnknownVariableType] - of an argument not used here
from inspect_ai.log import EvalLog, EvalSample
from inspect_ai.model import ChatMessageAssistant

from assemblyai_tools.offline import emulator
from evals.inspecting.provider import SCRIPTED
from evals.inspecting.tasks import Bench, task_of
from evals.jobs.job import Job
from evals.outcome import Outcome
from evals.recordings import write_scenarios
from evals.sides.side import Side

_SECONDS_PER_JOB = 900
"""Seconds after which a job is broken off."""


def run(
    models: Sequence[str],
    jobs: Sequence[Job],
    sides: Sequence[Side],
    *,
    document: Path,
    log_dir: Path,
) -> list[Outcome]:
    """Run jobs on these sides with these models, each job in a world of its own, at an emulator that they share."""
    with TemporaryDirectory(prefix="evals-") as folder:
        scenarios = write_scenarios(Path(folder))
        with emulator(arguments=["--scenarios", str(scenarios)], allowed_dirs=()) as service:
            logs = inspect_eval(
                [task_of(side, jobs, Bench(service, document)) for side in sides],
                model=list(models),
                log_dir=str(log_dir),
                display="none" if all(model.startswith(f"{SCRIPTED}/") for model in models) else "plain",
                fail_on_error=False,
                time_limit=_SECONDS_PER_JOB,
                log_realtime=False,
                max_tasks=1,
                max_tool_output=0,  # replies are shown whole, however long
            )
    found = {(one.model, one.side, one.job): one for log in logs for one in _outcomes(log)}
    return [found[model, side, job.name] for model in models for side in sides for job in jobs]


def _outcomes(log: EvalLog) -> list[Outcome]:
    if not log.samples:
        raise RuntimeError(log.error.message if log.error else "inspect-ai ran no job and does not say why.")
    return [_outcome(log.eval.model, cast("Side", log.eval.task), sample) for sample in log.samples]


def _outcome(model: str, side: Side, sample: EvalSample) -> Outcome:
    score = next(iter((sample.scores or {}).values()), None)
    if sample.error:
        problem = f"an error: {sample.error.message}"
    elif sample.limit:
        problem = f"broken off: the {sample.limit.type} limit"
    else:
        problem = (score.explanation or "") if score else "it was not checked"
    usage = list(sample.model_usage.values())
    costs = [one.total_cost for one in usage if one.total_cost is not None]
    return Outcome(
        job=str(sample.id),
        model=model,
        side=side,
        problem=problem,
        turns=sum(isinstance(message, ChatMessageAssistant) for message in sample.messages),
        input_tokens=sum(
            one.input_tokens + (one.input_tokens_cache_read or 0) + (one.input_tokens_cache_write or 0)
            for one in usage
        ),
        output_tokens=sum(one.output_tokens for one in usage),
        cost=sum(costs) if costs else None,
    )
