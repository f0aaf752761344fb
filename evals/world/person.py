"""The person who asks for a job, and answers forms."""

from dataclasses import dataclass, field
from typing import Any

from mcp.types import ElicitRequestParams, ElicitResult


@dataclass(frozen=True)
class Question:
    """What a form asked the person."""

    text: str
    turn: int = 0
    """How many answers the person had got before: 0 in the first turn, 1 after their first reply."""


@dataclass
class Person:
    """Answers every form in the same way."""

    agrees: bool = True
    answers: list[str] = field(default_factory=list[str])
    """The model's answers so far, one for each turn."""
    asked: list[Question] = field(default_factory=list[Question])

    async def answer(self, context: Any, params: ElicitRequestParams) -> ElicitResult:  # noqa: ARG002 - the client passes the context
        """What an MCP client calls to ask the person."""
        self.asked.append(Question(params.message, len(self.answers)))
        if self.agrees:
            return ElicitResult(action="accept", content={"confirm": True})
        return ElicitResult(action="decline")
