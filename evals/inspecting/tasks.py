"""The jobs of one side as a task: a sample for each job, a solver that lets the model work, a scorer of the checks."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from inspect_ai import Task
from inspect_ai.dataset import Sample
from inspect_ai.model import ChatMessageSystem, ChatMessageUser
from inspect_ai.scorer import Score, Scorer, Target, accuracy, scorer
from inspect_ai.solver import Generate, Solver, TaskState, solver
from inspect_ai.tool import Tool as InspectTool
from inspect_ai.tool import ToolDef, ToolError, ToolParams

from assemblyai_tools import Settings
from evals.checks.check import problems
from evals.jobs.job import Job
from evals.sides.endpoints import OWN_DOCUMENT, endpoint_tools
from evals.sides.host import host_tools
from evals.sides.mcp_server import server_tools
from evals.sides.side import Side, Tool, Toolbox
from evals.world.world import World, world

PROBLEMS = "problems"
"""The key of a sample's metadata for what the checks found."""

MOST_MESSAGES = 100
"""Messages of a conversation; one that needs more has failed."""

_SYSTEM = (
    "You help a person with their recordings. You may use the tools. The person's files are in one folder: the name of "
    "a file is enough. Do what they ask, nothing else, and then answer in a few words. Today is {today}."
)


@dataclass(frozen=True)
class Bench:
    """Where a run takes place."""

    service: Settings
    """The emulator."""
    document: Path = OWN_DOCUMENT
    """The OpenAPI file of the side `endpoints`."""


def task_of(side: Side, jobs: Sequence[Job], bench: Bench) -> Task:
    """The task of a side."""
    by_name = {job.name: job for job in jobs}
    return Task(
        name=side,
        dataset=[Sample(input=job.request, id=job.name) for job in jobs],
        solver=_work(side, by_name, bench),
        scorer=checked(),
        message_limit=MOST_MESSAGES,
    )


@solver
def _work(side: Side, jobs: dict[str, Job], bench: Bench) -> Solver:
    async def solve(state: TaskState, generate: Generate) -> TaskState:
        job = jobs[str(state.sample_id)]
        async with world(job, bench.service) as place, _toolbox(side, place, bench.document) as toolbox:
            state.tools = [_inspect_tool(tool) for tool in (*toolbox.tools, *host_tools(place))]
            today = _SYSTEM.format(today=datetime.now(UTC).date().isoformat())
            state.messages.insert(0, ChatMessageSystem(content=f"{today}\n\n{toolbox.instructions}"))
            for reply in (*job.replies, None):
                state = await generate(state, tool_calls="loop")
                place.answers.append(state.output.completion)
                if reply is None or state.completed:
                    break
                state.messages.append(ChatMessageUser(content=reply))
            state.metadata[PROBLEMS] = problems(job.checks, await place.end_state())
        return state

    return solve


@scorer(metrics=[accuracy()])
def checked() -> Scorer:
    """Whether no check found anything. A conversation that was broken off has no checks, and counts as failed."""

    async def score(state: TaskState, target: Target) -> Score:  # noqa: ARG001 - there is no answer to compare with
        found: list[str] = state.metadata.get(PROBLEMS, ["the conversation did not come to its end"])
        return Score(value=not found, explanation="; ".join(found))

    return score


@asynccontextmanager
async def _toolbox(side: Side, place: World, document: Path) -> AsyncGenerator[Toolbox]:
    if side == "endpoints":
        yield endpoint_tools(place, document)
        return
    async with server_tools(place) as found:
        yield found


def _inspect_tool(tool: Tool) -> InspectTool:
    async def execute(**kwargs: Any) -> str:  # earlier releases know arguments of any name by this name
        reply = await tool.call(kwargs)
        if reply.is_error:
            raise ToolError(reply.text)
        return reply.text

    parameters = ToolParams.model_validate(dict(tool.parameters))
    for name, parameter in parameters.properties.items():  # inspect-ai takes none without a description
        parameter.description = parameter.description or name
    return ToolDef(execute, tool.name, tool.description, parameters).as_tool()
