"""What a job is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from evals.checks.check import Check
from evals.recordings import Recording
from evals.scripts.script import Script
from evals.sides.side import Side
from evals.world.wire import Fault


@dataclass(frozen=True, kw_only=True)
class Job:
    """One job: what a person asks for, what exists before it, and what must exist after it."""

    name: str
    aim: str
    """What the checks look for, written for a reader."""
    request: str
    """The first message of the person."""
    replies: tuple[str, ...] = ()
    """The person's further messages, one for each time that the model ends its turn."""
    files: tuple[Recording, ...] = ()
    """The recordings in the person's folder."""
    earlier: tuple[Recording, ...] = ()
    """The recordings that were transcribed before, the oldest first."""
    faults: tuple[Fault, ...] = ()
    person_agrees: bool = True
    """What the person answers when a form asks for their consent."""
    checks: tuple[Check, ...]
    right: Mapping[Side, Script]
    """How the job is done. A side that is missing cannot do it with its tools."""
    wrong: Mapping[Side, Script] = field(default_factory=dict[Side, Script])
    """A mistake that the checks must find."""
