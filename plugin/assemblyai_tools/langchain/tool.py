"""An operation as a LangChain tool, blocking and async."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar, Literal

from langchain_core.tools import BaseTool, ToolException
from langchain_core.tools.base import ArgsSchema
from pydantic import ConfigDict, Field, SecretStr, SkipValidation, ValidationError, model_validator

from assemblyai_tools.config import Settings
from assemblyai_tools.errors import AssemblyAIError
from assemblyai_tools.flow import Flow
from assemblyai_tools.langchain.clients import Clients, resolve_clients
from assemblyai_tools.langchain.model import Model
from assemblyai_tools.langchain.portable import PortableModel
from assemblyai_tools.langchain.progress import AsyncProgressReporter, ProgressReporter
from assemblyai_tools.operation import AnyOperation, Result, presented
from assemblyai_tools.operations import catalogue
from assemblyai_tools.waiting.progress import ProgressCallback, no_progress


class _LazyOperation:
    """A tool class's operation, imported on first use, so that one tool does not load all operations."""

    def __get__(self, tool: "AssemblyAITool | None", kind: "type[AssemblyAITool]") -> AnyOperation:
        return catalogue.load(kind.operation_name)


class AssemblyAITool(PortableModel, BaseTool):
    """One operation as a tool: text for the model, the same result as a JSON dict (the artifact) for the program.

    Without arguments it reads the environment (ASSEMBLYAI_API_KEY and the other settings). `api_key` or `settings`
    override it; `clients` lets several tools share their connections. A call's config may bring a user's own key
    (`Clients` says how). Errors become failed tool messages that say
    what to do next; a bug stays an exception.
    """

    # Built on first use: building all tool classes would take as long as importing LangChain.
    model_config = ConfigDict(
        arbitrary_types_allowed=True, extra="forbid", defer_build=True, hide_input_in_errors=True
    )

    operation_name: ClassVar[str]
    operation: ClassVar[_LazyOperation] = _LazyOperation()

    name: str = ""
    description: str = ""
    args_schema: SkipValidation[ArgsSchema | None] = None
    response_format: Literal["content", "content_and_artifact"] = "content_and_artifact"
    handle_tool_error: Any = True
    api_key: SecretStr | None = Field(default=None, exclude=True, repr=False)
    settings: SkipValidation[Settings] = Field(default_factory=Settings.from_env, exclude=True, repr=False)
    llm: SkipValidation[Model | None] = Field(default=None, exclude=True, repr=False)
    """Your own model, to reason over transcripts in place of AssemblyAI's."""
    clients: SkipValidation[Clients] = Field(default_factory=Clients, exclude=True, repr=False)
    on_progress: SkipValidation[ProgressCallback] = Field(default=no_progress, exclude=True, repr=False)

    @model_validator(mode="before")
    @classmethod
    def _fill_in(cls, given: dict[str, Any]) -> dict[str, Any]:
        """Fill in what was not given, from the operation, the environment and the clients."""
        hints = cls.operation.hints
        clients = resolve_clients(
            **{name: given.get(name) for name in ("clients", "settings", "api_key", "llm")}
        )
        return {
            "name": cls.operation.name,
            "description": cls.operation.description,
            # The JSON schema, not the pydantic model: so a wrong argument reaches the operation and gives the same
            # error message as in every other framework.
            "args_schema": cls.operation.input_schema,
            "metadata": {
                "readOnlyHint": hints.read_only,
                "destructiveHint": hints.destructive,
                "idempotentHint": hints.idempotent,
                "openWorldHint": hints.open_world,
            },
            **given,
            "clients": clients,
            "settings": clients.settings,
            "api_key": clients.settings.api_key,
        }

    # LangChain resolves these annotations on every call, so a more precise one would cost as much as the rest.
    def _run(self, /, **arguments: Any) -> Any:
        with self._tool_errors():
            report = ProgressReporter(self.name, self.on_progress)
            result = self.clients.run(presented(self._start(arguments)), on_progress=report)
            return result.text, result.data

    async def _arun(self, /, **arguments: Any) -> Any:
        with self._tool_errors():
            flow = await self._astart(arguments)
            async with AsyncProgressReporter(self.name, self.on_progress) as report:
                result = await self.clients.arun(presented(flow), on_progress=report)
            return result.text, result.data

    def _start(self, arguments: Mapping[str, Any]) -> Flow[Result]:
        """The flow of a call; an InvalidArgumentsError for wrong arguments."""
        return self.operation.start(arguments)

    async def _astart(self, arguments: Mapping[str, Any]) -> Flow[Result]:
        """The same without blocking the event loop."""
        return await self.clients.astart(self.operation, arguments)

    @contextmanager
    def _tool_errors(self) -> Generator[None]:
        try:
            yield
        except AssemblyAIError as error:
            raise ToolException(str(error)) from error
        except ValidationError as error:
            # LangGraph would show a ValidationError to the model as its mistake; wrong arguments never get this far.
            raise RuntimeError(f"{self.name} has a bug: its result does not fit its form.") from error
