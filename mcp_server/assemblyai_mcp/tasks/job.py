"""What the extension needs to know of a kind of work that can be a task."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import BaseModel

from assemblyai_mcp.tasks.states import State

AUDIO_SECONDS = "audio_seconds"
"""The entry of an order's work that says how long its audio is, if that is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a task is for. It is all that is known of the task."""

    kind: str
    """The kind of work, under which its Job is found."""
    work: Mapping[str, Any]
    """What the Job needs to look at it: JSON values. Keep it small, as it is a part of the task's id."""
    created: float
    """Seconds since 1970."""

    @property
    def audio_seconds(self) -> float:
        """How long the audio is that is worked on; 0 if that is unknown."""
        return float(self.work.get(AUDIO_SECONDS, 0))


class Job(Protocol):
    """A kind of work. Any process may be asked to look, so a Job must keep nothing that a look needs."""

    asks: bool
    """Whether its tasks put questions to a person."""

    @property
    def work(self) -> type[BaseModel]:
        """What the work of an order must be. An account may have made an order itself."""
        ...

    @property
    def valid_seconds(self) -> float:
        """Seconds for which a task of this kind can be asked about."""
        ...

    async def look(self, order: Order) -> State:
        """How it stands. An MCPError is the error that the call would have been answered with."""
        ...

    async def answer(self, order: Order, answers: Mapping[str, Any]) -> None:
        """Take a person's answers, by the names of the questions; those that are not open are ignored."""
        ...

    async def cancel(self, order: Order) -> bool:
        """Stop what can be stopped. False if it has ended, so that its task can no longer be cancelled."""
        ...

    def advice(self, order: Order) -> str:
        """What to do instead once the task has expired or was cancelled."""
        ...
