"""An operation as a LangChain tool, blocking and async."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, ClassVar, Literal

from langchain_core.tools import BaseTool, ToolException
from langchain_core.tools.base import ArgsSchema
from pydantic import ConfigDict, Field, SecretStr, SkipValidation, ValidationError, model_validator

from assemblyai_tools.config import Settings
from assemblyai_tools.errors import AssemblyAIError
from assemblyai_tools.langchain.clients import Clients, shared_or_made
from assemblyai_tools.langchain.model import Model
from assemblyai_tools.langchain.progress import Announcer, AsyncAnnouncer
from assemblyai_tools.operation import AnyOperation
from assemblyai_tools.operations import catalogue
from assemblyai_tools.waiting.progress import ProgressCallback, no_progress


class _Named:
    """The operation of that name, imported when a tool class is first used: one tool does not load all operations."""

    def __get__(self, tool: "AssemblyAITool | None", kind: "type[AssemblyAITool]") -> AnyOperation:
        return catalogue.load(kind.operation_name)


class AssemblyAITool(BaseTool):
    """One operation as a tool: text for the model, the same result as a JSON dict (the artifact) for the program.

    Without arguments it reads the environment (ASSEMBLYAI_API_KEY and the other settings). `api_key` alone, or
    whole `settings`, go before it; `clients` lets several tools share their connections. Errors become failed tool
    messages that say what to do next; a bug stays an exception.
    """

    # Built at the first use: all classes of this size would take as long to build as LangChain takes to import.
    model_config = ConfigDict(
        arbitrary_types_allowed=True, extra="forbid", defer_build=True, hide_input_in_errors=True
    )

    operation_name: ClassVar[str]
    operation: ClassVar[_Named] = _Named()

    name: str = ""
    description: str = ""
    args_schema: SkipValidation[ArgsSchema | None] = None
    response_format: Literal["content", "content_and_artifact"] = "content_and_artifact"
    handle_tool_error: Any = True
    api_key: SecretStr | None = Field(default=None, exclude=True, repr=False)
    settings: SkipValidation[Settings] = Field(default_factory=Settings.from_env, exclude=True, repr=False)
    llm: SkipValidation[Model | None] = Field(default=None, exclude=True, repr=False)
    """A model of your own that reasons over transcripts in place of AssemblyAI's."""
    clients: SkipValidation[Clients] = Field(default_factory=Clients, exclude=True, repr=False)
    on_progress: SkipValidation[ProgressCallback] = Field(default=no_progress, exclude=True, repr=False)

    @model_validator(mode="before")
    @classmethod
    def _complete(cls, given: dict[str, Any]) -> dict[str, Any]:
        """What follows from the operation, the environment and the clients, unless it was given."""
        hints = cls.operation.hints
        clients = shared_or_made(
            **{name: given.get(name) for name in ("clients", "settings", "api_key", "llm")}
        )
        return {
            "name": cls.operation.name,
            "description": cls.operation.description,
            # The JSON schema rather than the model, so that a wrong argument reaches the operation and comes
            # back as the same sentence that every other framework shows.
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

    # LangChain resolves these annotations again at every call, so that a fuller one would cost as much as the rest.
    def _run(self, /, **arguments: Any) -> Any:
        with self._failures():
            announce = Announcer(self.name, self.on_progress)
            result = self.clients.blocking.run(self.operation.start(arguments), on_progress=announce)
            return result.render(), result.dump()

    async def _arun(self, /, **arguments: Any) -> Any:
        with self._failures():
            client = self.clients.asynchronous
            async with AsyncAnnouncer(self.name, self.on_progress) as announce:
                result = await client.run(self.operation.start(arguments), on_progress=announce)
            return result.render(), result.dump()

    @contextmanager
    def _failures(self) -> Generator[None]:
        try:
            yield
        except AssemblyAIError as error:
            raise ToolException(str(error)) from error
        except ValidationError as error:
            # LangGraph would show it to the model as its own mistake; wrong arguments never get this far.
            raise RuntimeError(f"{self.name} has a bug: its result does not fit its form.") from error
