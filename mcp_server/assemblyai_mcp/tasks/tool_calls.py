"""How the jobs of the server's tools run an operation, and what a client gets if it fails."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Protocol

from mcp.types import CallToolResult, TextContent

from assemblyai_mcp.definitions import AnyOperation
from assemblyai_tools import Arguments, AssemblyAIError, Progress, operation_named


class Run(Protocol):
    """Runs an operation for the account of the current request; raises an AssemblyAIError."""

    async def __call__(
        self, operation: AnyOperation, given: Arguments, on_progress: Callable[[Progress], None], /
    ) -> CallToolResult: ...


@dataclass(frozen=True, slots=True)
class ToolCalls:
    """The tools that the server offers, and how it runs them."""

    operations: Collection[AnyOperation]
    run: Run
    told: Callable[[AssemblyAIError], str]
    """An error as its reader can act on it."""

    def offered(self, name: str) -> AnyOperation:
        """The tool of this name; raises an InvalidArgumentsError if the server does not offer it."""
        return operation_named(name, self.operations)

    def failed(self, error: AssemblyAIError) -> CallToolResult:
        """The result of a call that ended with this error."""
        return text_result(self.told(error), is_error=True)


def text_result(text: str, *, is_error: bool = False) -> CallToolResult:
    """A result that is only text."""
    return CallToolResult(content=[TextContent(type="text", text=text)], is_error=is_error)
