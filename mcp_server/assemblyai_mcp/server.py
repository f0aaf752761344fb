"""The MCP server: operations as tools, transcripts as resources, and common jobs as prompts."""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from importlib.metadata import version
from typing import Any

from mcp.server import MCPServer
from mcp.server.caching import CacheableMethod, CacheHint
from mcp.server.lowlevel.helper_types import ReadResourceContents
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError, UnexpectedToolError
from mcp.server.request_state import RequestStateSecurity
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
    Resource,
    ResourceTemplate,
    ResourceTemplateReference,
    TextContent,
    Tool,
)
from mcp_types.version import LATEST_MODERN_VERSION, is_version_at_least
from pydantic import SecretStr

from assemblyai_mcp.apps.host import remember_host
from assemblyai_mcp.apps.transcript_app import TranscriptApp
from assemblyai_mcp.callers import Callers
from assemblyai_mcp.consent.confirmation import Confirmation
from assemblyai_mcp.consent.questions import Questions
from assemblyai_mcp.consent.refusals import Refusals
from assemblyai_mcp.consent.sealed_state import ask_again, sealed_for
from assemblyai_mcp.definitions import CONFIRM, AnyOperation, split_consent, tool_of
from assemblyai_mcp.listings import resources
from assemblyai_mcp.listings.instructions import instructions_for
from assemblyai_mcp.listings.prompts import RECORDING, offered_prompts
from assemblyai_mcp.listings.whole_lists import refuse_cursors
from assemblyai_mcp.progress import ProgressNotifications
from assemblyai_mcp.stdio.message_reader import MessageReader
from assemblyai_mcp.stdio.terminal import lines_of_terminal
from assemblyai_mcp.tasks.tickets import Tickets, sealing_keys
from assemblyai_mcp.tasks.tool_calls import ToolCalls
from assemblyai_mcp.tasks.tool_tasks import ToolTasks
from assemblyai_mcp.tasks.waits import can_wait
from assemblyai_tools import (
    Arguments,
    AssemblyAIError,
    AsyncClient,
    Progress,
    Selection,
    Settings,
    operation_named,
    presented,
)

logger = logging.getLogger(__name__)

_LINKS_SINCE = "2025-06-18"
"""The first protocol revision whose results may hold links to resources."""

_FOR_ALL = CacheHint(ttl_ms=3_600_000, scope="public")
_FOR_ONE = CacheHint(ttl_ms=3_600_000, scope="private")
_FIXED_LISTS: Mapping[CacheableMethod, CacheHint] = {
    "server/discover": _FOR_ALL,
    "tools/list": _FOR_ONE,
    "prompts/list": _FOR_ALL,
    "resources/list": _FOR_ONE,
    "resources/templates/list": _FOR_ALL,
}
"""These lists never change while the server runs, so clients may cache them. Most are the same for everyone; a host
that shows Apps gets more tools and resources, so that a cache must not hand these to another client."""


class ToolServer(MCPServer[None]):
    """Serves the selected operations with their exact schemas; an unknown argument is an error, never ignored."""

    def __init__(
        self,
        callers: Callers | AsyncClient,
        selection: Selection | None = None,
        *,
        resource_links: bool = False,
        state_keys: Sequence[SecretStr] = (),
        clock: Callable[[], float] = time.time,
    ) -> None:
        """With `resource_links`, a shortened result also links to the whole document; several hosts fail on links.

        `state_keys` seal the questions put to people and the ids of tasks. Without them, only this process can take the
        answers, and a key that follows from the account's own seals the ids.
        """
        self._resource_links = resource_links
        self._callers = callers if isinstance(callers, Callers) else Callers(callers)
        self._questions, self._refusals = Questions(clock), Refusals(clock)
        self._select(selection or Selection())
        self._app = TranscriptApp(self._operations, self._callers, clock)
        security = sealed_for(self._callers.account_of, state_keys)
        self._tasks = self._new_tasks(state_keys, security, clock)
        super().__init__(
            "assemblyai",
            title="AssemblyAI",
            version=version("assemblyai-tools"),
            instructions=instructions_for(self._operations.values()),
            lifespan=self._close_at_end,
            log_level="WARNING",  # at INFO the client's log gets the URL of every request, ids included
            cache_hints=_FIXED_LISTS,
            subscriptions=False,  # nothing that a client could subscribe to ever changes
            middleware=[refuse_cursors, self._callers.remember_key, remember_host, *self._tasks.middleware],
            extensions=[*self._app.extensions, *self._tasks.extensions],
            request_state_security=security,
        )
        self.middleware.insert(0, ask_again)  # outside the SDK's seal, whose errors it answers
        self.completion()(self._complete)  # type: ignore[no-untyped-call]  # untyped in the SDK

    def _select(self, wanted: Selection) -> None:
        """Choose what is offered."""
        choices = self._callers.settings.choices
        self._operations = {operation.name: operation for operation in wanted.of(choices)}
        self._prompts = offered_prompts(self._operations.values())
        # A read-only server leaves out get_subtitles because it can save a file; reading captions is still fine.
        readable = {operation.name for operation in replace(wanted, read_only=False).of(choices)}
        self._documents = resources.offered_documents(readable)
        self._completes_ids = "list_transcripts" in self._operations

    def _new_tasks(
        self, state_keys: Sequence[SecretStr], security: RequestStateSecurity, clock: Callable[[], float]
    ) -> ToolTasks:
        def told(error: AssemblyAIError) -> str:
            return str(self._callers.with_next_step(error))

        def confirmation(operation: AnyOperation, given: Arguments) -> Confirmation:
            return self._confirmation(operation, given, confirmed=False)

        tools = ToolCalls(tuple(self._operations.values()), self._perform, told)
        tickets = Tickets(sealing_keys(self._callers, state_keys), self._callers, clock)
        return ToolTasks(
            tools, tickets, confirmation, self._questions, security.codec, callers=self._callers, clock=clock
        )

    @asynccontextmanager
    async def _close_at_end(self, _: MCPServer[None]) -> AsyncGenerator[None]:
        async with self._callers:
            yield

    async def run_stdio_async(self) -> None:
        """Serve over stdin and stdout; answer malformed lines, and a client that goes back to the older handshake."""
        server = self._lowlevel_server
        options = server.create_initialization_options()
        async with stdio_server(lines_of_terminal()) as (messages, answers), answers:
            reader = MessageReader(messages, answers)
            await server.run(reader, answers.clone(), options)
            if reader.handshake:
                await server.run(reader, answers.clone(), options)

    async def list_tools(self) -> list[Tool]:
        return self._app.listed([tool_of(operation) for operation in self._operations.values()])

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[None, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        try:
            if self._app.has(name):
                return await self._app.view(arguments)
            operation = operation_named(name, self._operations.values())
            if not operation.hints.destructive:
                given = await AsyncClient.validated(
                    operation, self._callers.with_webhook(operation, arguments)
                )
                return await self._run(operation, given, context)
            own, agreed = split_consent(operation, arguments)
            # Before a person is asked: an invalid call needs no consent.
            given = operation.validated(own, beside=(CONFIRM,))
            confirmation = self._confirmation(operation, given, confirmed=agreed)
            question = await self._tasks.consents.ask(confirmation, context)
            return question or await self._run(operation, given, context)
        except AssemblyAIError as error:
            raise ToolError(str(self._callers.with_next_step(error))) from error
        except (ToolError, MCPError):
            raise
        except Exception as error:  # a bug: its traceback goes to the log, not to the model
            raise UnexpectedToolError(
                f"{name} failed because of a bug in this server; its log has the details."
            ) from error

    def _confirmation(self, operation: AnyOperation, given: Arguments, *, confirmed: bool) -> Confirmation:
        client = self._callers.client()
        return Confirmation(
            operation,
            given.model_dump(mode="json", exclude_unset=True),
            account=self._callers.account(),
            share=self._callers.share,
            confirmed=confirmed,
            describe=lambda: client.run(operation.described(given)),
            questions=self._questions,
            refusals=self._refusals,
        )

    async def _run(
        self, operation: AnyOperation, given: Arguments, context: Context[None, Any] | None
    ) -> CallToolResult:
        protocol = context.protocol_version if context else None
        notifications = ProgressNotifications(context, waits=can_wait(operation))
        try:
            async with notifications:
                result = await self._perform(operation, given, notifications, protocol)
        except asyncio.CancelledError:
            if not operation.hints.read_only:
                logger.warning("%s was cancelled; %s", operation.name, notifications.still_running)
            raise
        self._tasks.waits.make_task_if_running(operation, given, result, notifications.audio_seconds)
        return result

    async def _perform(
        self,
        operation: AnyOperation,
        given: Arguments,
        on_progress: Callable[[Progress], None],
        protocol: str | None = LATEST_MODERN_VERSION,  # tasks know no other
    ) -> CallToolResult:
        try:
            flow = self._tasks.waits.begun_flow(operation, given)
            result = await self._callers.client().run(presented(flow), on_progress=on_progress)
        finally:
            if not operation.hints.read_only:
                self._app.forget()
        content: list[ContentBlock] = [
            TextContent(type="text", text=result.text),
            *(resources.links(result.documents, self._documents) if self._may_link(protocol) else ()),
        ]
        return CallToolResult(content=content, structured_content=result.data)

    def _may_link(self, protocol: str | None) -> bool:
        return self._resource_links and protocol is not None and is_version_at_least(protocol, _LINKS_SINCE)

    async def list_resources(self) -> list[Resource]:
        return self._app.resources()

    async def list_resource_templates(self) -> list[ResourceTemplate]:
        return resources.templates(self._documents)

    async def read_resource(
        self,
        uri: Any,
        context: Context[None, Any] | None = None,  # noqa: ARG002 - the base class passes it
    ) -> Iterable[ReadResourceContents]:
        if app := self._app.contents(str(uri)):
            return [app]
        text, mime_type = await resources.read(str(uri), self._documents, self._callers)
        return [ReadResourceContents(content=text, mime_type=mime_type)]

    async def list_prompts(self) -> list[Prompt]:
        return [prompt.definition(self._operations) for prompt in self._prompts.values()]

    async def get_prompt(
        self,
        name: str,
        arguments: dict[str, Any] | None = None,
        context: Context[None, Any] | None = None,  # noqa: ARG002 - the base class passes it
    ) -> GetPromptResult:
        prompt, given = self._prompts.get(name), arguments or {}
        if prompt is None:
            raise MCPError(
                INVALID_PARAMS, f"There is no prompt {name!r}; there are {', '.join(self._prompts)}."
            )
        if missing := prompt.missing(given):
            raise MCPError(INVALID_PARAMS, f"{name} needs {' and '.join(missing)}.")
        return prompt.render(given, self._operations)

    async def _complete(
        self,
        ref: PromptReference | ResourceTemplateReference,
        argument: CompletionArgument,
        _context: CompletionContext | None,
    ) -> Completion | None:
        wanted = resources.ID_ARGUMENT if isinstance(ref, ResourceTemplateReference) else RECORDING
        if argument.name != wanted or not self._completes_ids:
            return None
        ids, more = await resources.recent_ids(argument.value, self._callers)
        return Completion(values=ids, has_more=more)


def create_server(
    settings: Settings | None = None, selection: Selection | None = None, *, resource_links: bool = False
) -> ToolServer:
    """A server for these settings (default: the environment's) that offers the selected tools (default: all)."""
    return ToolServer(AsyncClient(settings), selection, resource_links=resource_links)
