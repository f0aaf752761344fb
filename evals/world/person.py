"""The person who asks for a job, and answers forms."""

from dataclasses import dataclass, field
from typing import Any

from mcp.types import ElicitRequestParams, ElicitResult


@dataclass
class Person:
    """Answers every form in the same way."""

    agrees: bool = True
    asked: list[str] = field(default_factory=list[str])

    async def answer(self, context: Any, params: ElicitRequestParams) -> ElicitResult:  # noqa: ARG002 - the client passes the context
        """What an MCP client calls to ask the person."""
        self.asked.append(params.message)
        if self.agrees:
            return ElicitResult(action="accept", content={"confirm": True})
        return ElicitResult(action="decline")
