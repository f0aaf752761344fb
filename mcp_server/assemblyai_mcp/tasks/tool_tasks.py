"""What a server adds for clients that take tasks: the extension, and the jobs of its tools."""

from collections.abc import Callable, Sequence

from mcp.server.context import ServerMiddleware
from mcp.server.request_state import RequestStateCodec

from assemblyai_mcp.callers import Callers
from assemblyai_mcp.consent.confirmation import Confirmation
from assemblyai_mcp.consent.questions import Questions
from assemblyai_mcp.definitions import AnyOperation
from assemblyai_mcp.tasks import consents, waits
from assemblyai_mcp.tasks.consents import Consents
from assemblyai_mcp.tasks.extension import Tasks
from assemblyai_mcp.tasks.job import Job
from assemblyai_mcp.tasks.listening import Listening
from assemblyai_mcp.tasks.tickets import Tickets
from assemblyai_mcp.tasks.tool_calls import ToolCalls
from assemblyai_mcp.tasks.waits import Waits, can_wait
from assemblyai_tools import Arguments


class ToolTasks:
    """The jobs of these tools; nothing if none of them can become a task."""

    def __init__(
        self,
        tools: ToolCalls,
        tickets: Tickets,
        confirmation: Callable[[AnyOperation, Arguments], Confirmation],
        questions: Questions,
        seal: RequestStateCodec,
        *,
        callers: Callers,
        clock: Callable[[], float],
    ) -> None:
        self.waits = Waits(tools, clock)
        self.consents = Consents(tools, confirmation, questions, seal, callers, clock)
        self.jobs: dict[str, Job] = {waits.KIND: self.waits, consents.KIND: self.consents}
        offered = any(can_wait(operation) or operation.hints.destructive for operation in tools.operations)
        self.extensions: Sequence[Tasks] = [Tasks(self.jobs, tickets, callers, clock)] if offered else []
        self.middleware: Sequence[ServerMiddleware[None]] = [
            Listening(extension, callers) for extension in self.extensions
        ]
        """What serves the notifications."""
