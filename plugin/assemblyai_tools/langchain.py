"""The operations as LangChain tools, blocking and async. The only importer of langchain_core."""

from typing import Any, Literal

from langchain_core.tools import BaseTool, BaseToolkit, ToolException
from langchain_core.tools.base import ArgsSchema
from pydantic import ConfigDict, Field, PrivateAttr

from assemblyai_tools.async_client import AsyncClient
from assemblyai_tools.client import Client
from assemblyai_tools.config import Settings
from assemblyai_tools.engine import ProgressCallback, no_progress
from assemblyai_tools.errors import AssemblyAIError
from assemblyai_tools.operation import Operation, Result
from assemblyai_tools.operations import offered_operations

Content = tuple[str, dict[str, Any]]


class AssemblyAITool(BaseTool):
    """One operation as a tool: text for the model, the same result as a JSON dict for the program.

    Errors become failed tool messages that say what to do next; a bug stays an exception.
    """

    name: str = ""
    description: str = ""
    args_schema: ArgsSchema | None = None
    response_format: Literal["content", "content_and_artifact"] = "content_and_artifact"
    handle_tool_error: Any = True
    operation: Operation[Any, Result] = Field(exclude=True, repr=False)
    client: Client = Field(exclude=True, repr=False)
    async_client: AsyncClient = Field(exclude=True, repr=False)
    on_progress: ProgressCallback = Field(default=no_progress, exclude=True, repr=False)

    def _run(self, /, **arguments: Any) -> Content:
        try:
            result = self.client.run(self.operation.start(arguments), on_progress=self.on_progress)
        except AssemblyAIError as error:
            raise ToolException(str(error)) from error
        return result.render(), result.dump()

    async def _arun(self, /, **arguments: Any) -> Content:
        try:
            result = await self.async_client.run(
                self.operation.start(arguments), on_progress=self.on_progress
            )
        except AssemblyAIError as error:
            raise ToolException(str(error)) from error
        return result.render(), result.dump()


class AssemblyAIToolkit(BaseToolkit):
    """All operations as tools that share one client. `AssemblyAIToolkit().get_tools()` reads the environment."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    settings: Settings = Field(default_factory=Settings.from_env, exclude=True, repr=False)
    on_progress: ProgressCallback = Field(default=no_progress, exclude=True, repr=False)

    _client: Client = PrivateAttr()
    _async_client: AsyncClient = PrivateAttr()

    def model_post_init(self, _context: Any, /) -> None:
        """Make the shared clients; neither opens a connection before its first call."""
        self._client = Client(self.settings)
        self._async_client = AsyncClient(self.settings)

    def get_tools(self) -> list[BaseTool]:
        """One tool for each operation that the settings allow."""
        return [self._tool(operation) for operation in offered_operations(self.settings.choices)]

    def close(self) -> None:
        """Close the blocking client's connections."""
        self._client.close()

    async def aclose(self) -> None:
        """Close the connections of the running event loop."""
        await self._async_client.aclose()

    def _tool(self, operation: Operation[Any, Result]) -> AssemblyAITool:
        return AssemblyAITool(
            name=operation.name,
            description=operation.description,
            # The JSON schema rather than the model, so that a wrong argument reaches the operation and comes
            # back as the same sentence that every other framework shows.
            args_schema=operation.input_schema,
            metadata={
                "readOnlyHint": operation.hints.read_only,
                "destructiveHint": operation.hints.destructive,
                "idempotentHint": operation.hints.idempotent,
                "openWorldHint": operation.hints.open_world,
            },
            operation=operation,
            client=self._client,
            async_client=self._async_client,
            on_progress=self.on_progress,
        )
