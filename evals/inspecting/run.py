"""Runs jobs with models, and gives the results."""

import signal
from asyncio import CancelledError
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from inspect_ai import Task
from inspect_ai import eval as inspect_eval  # pyright: ignore[reportUnknownVariableType] - of an argument not used here
from inspect_ai.log import EvalLog, read_eval_log
from inspect_ai.model import Model

from assemblyai_tools import Settings
from assemblyai_tools.offline import emulator
from evals.inspecting.outcomes import error_of, outcomes_of
from evals.inspecting.provider import ScriptedModel
from evals.inspecting.tasks import Bench, task_of
from evals.jobs.job import Job
from evals.recordings import write_scenarios
from evals.results import STOPPED, Results
from evals.sides.side import SIDES, Side

_WORKING_SECONDS = 900
"""Seconds of work after which a job is broken off. To wait for a provider that refuses for a while is no work."""

_RETRIES = 8
"""How often a request is repeated that is refused for a while, or does not reach the provider: for about 13 minutes."""


@dataclass(frozen=True)
class Plan:
    """What is to be run."""

    models: Mapping[str, Model]
    jobs: Sequence[Job]
    sides: Sequence[Side]
    document: Path
    """The OpenAPI file of the side `endpoints`."""


def run(plan: Plan, folder: Path, note: Callable[[Results], object]) -> Results:
    """Run each job in a world of its own, at an emulator that they share. The logs go into the folder.

    `note` is called with the results so far after each model and side. Ctrl-C ends the run, and the results say so.
    From then on Ctrl-C is ignored until this returns.
    """
    jobs = [job.name for job in plan.jobs]
    shared = {job.name for job in plan.jobs if job.right.keys() >= set(SIDES)}
    results = Results(list(plan.models), plan.sides, jobs, shared)
    on_ctrl_c = signal.getsignal(signal.SIGINT)
    try:
        with _service(folder / "emulator.log") as service:
            for name, side in product(plan.models, plan.sides):
                if not results.is_stopped:
                    task = task_of(side, plan.jobs, Bench(service, plan.document))
                    log, ending = _run_one(task, plan.models[name], folder / "logs")
                    reason = (log and error_of(log)) or ending.reason
                    results.add(name, side, outcomes_of(log, name, side) if log else (), reason)
                    results.is_stopped = ending.is_stop
                    note(results)
    except KeyboardInterrupt:  # between the tasks, or while the emulator starts or stops
        results.is_stopped = True
    finally:
        signal.signal(signal.SIGINT, on_ctrl_c)
    return results


@dataclass(frozen=True)
class _Ending:
    """How a task ended."""

    reason: str = "inspect-ai does not say why"
    """Why jobs are missing, if any are."""
    is_stop: bool = False
    """Whether the person stopped it."""


_STOPPED = _Ending(STOPPED, is_stop=True)


def _run_one(task: Task, model: Model, log_dir: Path) -> tuple[EvalLog | None, _Ending]:
    """Run one task. Its log is read from its file, which has the jobs that ended however the run ended."""
    before = set(log_dir.glob("*.eval"))
    ending = _ending_of(task, model, log_dir)
    if ending.is_stop:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # impatience must not lose what is now read and written
    file = next(iter(set(log_dir.glob("*.eval")) - before), None)
    log = read_eval_log(file) if file else None
    if log and log.error and not ending.is_stop:
        ending = _Ending(log.error.message)
    return log, ending


def _ending_of(task: Task, model: Model, log_dir: Path) -> _Ending:
    try:
        logs = inspect_eval(
            task,
            model=model,
            log_dir=str(log_dir),
            log_format="eval",
            log_buffer=1,  # each job is in the file as soon as it ends
            log_realtime=False,
            display="none" if isinstance(model.api, ScriptedModel) else "plain",
            fail_on_error=False,
            max_retries=_RETRIES,
            working_limit=_WORKING_SECONDS,
            max_tool_output=0,  # replies are shown whole, however long
        )
    except (KeyboardInterrupt, CancelledError):  # the second Ctrl-C; inspect-ai itself catches the first
        return _STOPPED
    except Exception as error:  # noqa: BLE001 - of any kind: the other models go on
        return _Ending(f"{type(error).__name__}: {error}")
    return _Ending() if logs and logs[0].status != "cancelled" else _STOPPED


@contextmanager
def _service(said: Path) -> Generator[Settings]:
    """The emulator with the recordings. What it says goes into a file: nothing is decoded, and its notices mislead."""
    with TemporaryDirectory(prefix="evals-") as folder, said.open("w", encoding="utf-8") as stderr:
        arguments = ["--scenarios", str(write_scenarios(Path(folder)))]
        with emulator(arguments=arguments, allowed_dirs=(), stderr=stderr) as service:
            yield service
