"""The operations as MCP tools, transcripts as resources, and what people ask of them as prompts."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from importlib.metadata import version
from typing import Any

from mcp.server import MCPServer
from mcp.server.caching import CacheableMethod, CacheHint
from mcp.server.lowlevel.helper_types import ReadResourceContents
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError, UnexpectedToolError
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError
from mcp.types import (
    INVALID_PARAMS,
    CallToolResult,
    Completion,
    CompletionArgument,
    CompletionContext,
    ContentBlock,
    GetPromptResult,
    InputRequiredResult,
    Prompt,
    PromptReference,
    ResourceTemplate,
    ResourceTemplateReference,
    TextContent,
    Tool,
)
from mcp_types.version import is_version_at_least

from assemblyai_mcp import resources
from assemblyai_mcp.callers import Callers
from assemblyai_mcp.confirmation import Confirmation
from assemblyai_mcp.definitions import CONFIRM, AnyOperation, tool_of
from assemblyai_mcp.instructions import instructions_for
from assemblyai_mcp.progress import ProgressNotifications
from assemblyai_mcp.prompts import RECORDING, offered_prompts
from assemblyai_mcp.stdio import MessageReader
from assemblyai_tools import (
    AssemblyAIError,
    AsyncClient,
    InvalidArgumentsError,
    Selection,
    Settings,
    operation_named,
)

logger = logging.getLogger(__name__)

_LINKS_SINCE = "2025-06-18"
_AN_HOUR = CacheHint(ttl_ms=3_600_000, scope="public")
_FIXED_LISTS: Mapping[CacheableMethod, CacheHint] = {
    "server/discover": _AN_HOUR,
    "tools/list": _AN_HOUR,
    "prompts/list": _AN_HOUR,
    "resources/list": _AN_HOUR,
    "resources/templates/list": _AN_HOUR,
}
"""What is offered is decided at the start and the same for everyone, so clients may keep it."""


class ToolServer(MCPServer[None]):
    """Serves the selected operations with their exact schemas; an unknown argument is refused, never dropped."""

    def __init__(self, callers: Callers | AsyncClient, selection: Selection | None = None) -> None:
        self._callers = callers if isinstance(callers, Callers) else Callers(callers)
        wanted, choices = selection or Selection(), self._callers.settings.choices
        offered = wanted.of(choices)
        self._operations = {operation.name: operation for operation in offered}
        self._prompts = offered_prompts(offered)
        # Captions can be read even if the tool that can also save them is left out for that.
        readable = {operation.name for operation in replace(wanted, read_only=False).of(choices)}
        self._documents = resources.offered_documents(readable)
        self._lists = "list_transcripts" in self._operations
        super().__init__(
            "assemblyai",
            title="AssemblyAI",
            version=version("assemblyai-tools"),
            instructions=instructions_for(offered),
            lifespan=self._closing,
            log_level="WARNING",  # at INFO every request's address, ids and all, goes to the client's log
            cache_hints=_FIXED_LISTS,
            subscriptions=False,  # nothing ever changes that one could subscribe to
            middleware=[self._callers.note_caller],
        )
        self.completion()(self._complete)  # type: ignore[no-untyped-call]  # the SDK left it so

    @asynccontextmanager
    async def _closing(self, _: MCPServer[None]) -> AsyncGenerator[None]:
        async with self._callers:
            yield

    async def run_stdio_async(self) -> None:
        """Serve over stdin and stdout; what is no message is answered as well."""
        server = self._lowlevel_server
        async with stdio_server() as (messages, answers):
            await server.run(
                MessageReader(messages, answers), answers, server.create_initialization_options()
            )

    async def list_tools(self) -> list[Tool]:
        return [tool_of(operation) for operation in self._operations.values()]

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[None, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        try:
            operation = operation_named(name, self._operations.values())
            question, given = await self._consent(operation, arguments, context)
            return question or await self._run(operation, given, context)
        except AssemblyAIError as error:
            raise ToolError(str(self._callers.told(error))) from error
        except (ToolError, MCPError):
            raise
        except Exception as error:  # a bug: the log gets the traceback, the model only the fact
            raise UnexpectedToolError(
                f"{name} failed for a reason of its own; see the server's log."
            ) from error

    async def _consent(
        self, operation: AnyOperation, arguments: dict[str, Any], context: Context[None, Any] | None
    ) -> tuple[InputRequiredResult | None, dict[str, Any]]:
        """The question to ask a person first, if there is one, and the operation's own arguments."""
        if not operation.hints.destructive:
            return None, arguments
        own = {name: value for name, value in arguments.items() if name != CONFIRM}
        operation.start(own).close()  # a call that is wrong is no question for a person
        given = arguments.get(CONFIRM, False)
        if not isinstance(given, bool):
            raise InvalidArgumentsError(f"{operation.name} was not called: {CONFIRM} is true or false.")
        client = self._callers.client()
        consent = Confirmation(operation, own, given, lambda: client.run(operation.described(own)))
        return await consent.ask(context), own

    async def _run(
        self, operation: AnyOperation, arguments: dict[str, Any], context: Context[None, Any] | None
    ) -> CallToolResult:
        flow = operation.start(self._callers.with_webhook(operation, arguments))
        client, reports = self._callers.client(), ProgressNotifications(context)
        try:
            async with reports:
                result = await client.run(flow, on_progress=reports)
        except asyncio.CancelledError:
            if not operation.hints.read_only:
                logger.warning("%s was given up; %s", operation.name, reports.left_behind)
            raise
        content: list[ContentBlock] = [
            TextContent(type="text", text=result.render()),
            *(resources.links(result.documents(), self._documents) if _knows_links(context) else ()),
        ]
        return CallToolResult(content=content, structured_content=result.dump())

    async def list_resource_templates(self) -> list[ResourceTemplate]:
        return resources.templates(self._documents)

    async def read_resource(
        self,
        uri: Any,
        context: Context[None, Any] | None = None,  # noqa: ARG002 - the base class passes it
    ) -> Iterable[ReadResourceContents]:
        text, mime_type = await resources.read(str(uri), self._documents, self._callers)
        return [ReadResourceContents(content=text, mime_type=mime_type)]

    async def list_prompts(self) -> list[Prompt]:
        return [ask.shown(self._operations) for ask in self._prompts.values()]

    async def get_prompt(
        self,
        name: str,
        arguments: dict[str, Any] | None = None,
        context: Context[None, Any] | None = None,  # noqa: ARG002 - the base class passes it
    ) -> GetPromptResult:
        ask, given = self._prompts.get(name), arguments or {}
        if ask is None:
            raise MCPError(
                INVALID_PARAMS, f"There is no prompt {name!r}; there are {', '.join(self._prompts)}."
            )
        if missing := ask.missing(given):
            raise MCPError(INVALID_PARAMS, f"{name} needs {' and '.join(missing)}.")
        return ask.rendered(given, self._operations)

    async def _complete(
        self,
        ref: PromptReference | ResourceTemplateReference,
        argument: CompletionArgument,
        _context: CompletionContext | None,
    ) -> Completion | None:
        wanted = resources.ID_ARGUMENT if isinstance(ref, ResourceTemplateReference) else RECORDING
        if argument.name != wanted or not self._lists:
            return None
        ids, more = await resources.recent_ids(argument.value, self._callers)
        return Completion(values=ids, has_more=more)


def create_server(settings: Settings | None = None, selection: Selection | None = None) -> ToolServer:
    """A server for these settings, or for those of the environment, with what is selected of their tools."""
    return ToolServer(AsyncClient(settings), selection)


def _knows_links(context: Context[None, Any] | None) -> bool:
    protocol = context.protocol_version if context else None
    return protocol is not None and is_version_at_least(protocol, _LINKS_SINCE)
