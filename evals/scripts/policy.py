"""The policies that need no model. Each knows the job by the person's first message and the side by the tools."""

from collections.abc import Sequence
from typing import Literal, get_args

from typing_extensions import TypeIs

from evals.jobs.catalogue import JOBS
from evals.scripts.script import Call, Say, Script, next_step, says
from evals.sides.side import Side

Policy = Literal["right", "wrong", "idle"]
"""The job, a mistake that the checks must find, or no step at all and a claim that it is done."""

POLICIES: tuple[Policy, ...] = get_args(Policy)
"""All of them."""

_IDLE = says("Done.")
_UNABLE = says("That cannot be done with the tools that I have.")


def is_policy(name: str) -> TypeIs[Policy]:
    """Whether there is a policy of this name."""
    return name in POLICIES


def script_for(policy: Policy, request: str, side: Side) -> Script:
    """The script of the job that begins with this request."""
    job = next(job for job in JOBS.values() if job.request == request)
    if policy == "right":
        return job.right.get(side, _UNABLE)
    return job.wrong.get(side, _IDLE) if policy == "wrong" else _IDLE


def act(policy: Policy, request: str, side: Side, replies: Sequence[str]) -> Call | Say:
    """The next step of the policy, after these replies of the tools and the person."""
    return next_step(script_for(policy, request, side), replies)
