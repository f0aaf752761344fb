"""The operations as a set of LangChain tools that share one client."""

from collections.abc import Sequence
from typing import Any

from langchain_core.tools import BaseTool, BaseToolkit
from pydantic import ConfigDict, Field, SecretStr, SkipValidation, model_validator

from assemblyai_tools.config import Settings
from assemblyai_tools.langchain.clients import Clients, resolve_clients
from assemblyai_tools.langchain.model import Model
from assemblyai_tools.langchain.portable import PortableModel
from assemblyai_tools.langchain.tools import tool_class
from assemblyai_tools.operations.selection import ALL_OPERATIONS, Selection
from assemblyai_tools.waiting.progress import ProgressCallback, no_progress


class AssemblyAIToolkit(PortableModel, BaseToolkit):
    """All operations as tools that share one client. `AssemblyAIToolkit().get_tools()` reads the environment.

    `api_key` or `settings` override it.

    Select fewer with `read_only=True`, with `toolsets` (transcription, reading, reasoning, streaming), or by name
    with `tools` and `exclude_tools`. With `llm`, your own chat model summarizes, answers, lists action items and runs
    tasks; it gets the transcripts' text, and nothing is sent to AssemblyAI's language models.
    """

    model_config = ConfigDict(
        arbitrary_types_allowed=True, extra="forbid", defer_build=True, hide_input_in_errors=True
    )

    api_key: SecretStr | None = Field(default=None, exclude=True, repr=False)
    settings: SkipValidation[Settings] = Field(default_factory=Settings.from_env, exclude=True, repr=False)
    toolsets: Sequence[str] = ()
    tools: Sequence[str] = ()
    exclude_tools: Sequence[str] = ()
    read_only: bool = False
    llm: SkipValidation[Model | None] = Field(default=None, exclude=True, repr=False)
    on_progress: SkipValidation[ProgressCallback] = Field(default=no_progress, exclude=True, repr=False)

    clients: SkipValidation[Clients] = Field(default_factory=Clients, exclude=True, repr=False)
    """Shared by the tools; steps, loaders and retrievers may share them too. No connection is opened before a call."""

    @model_validator(mode="before")
    @classmethod
    def _fill_in(cls, given: dict[str, Any]) -> dict[str, Any]:
        """Make one pair of clients for all tools, unless it was given."""
        clients = resolve_clients(
            **{name: given.get(name) for name in ("clients", "settings", "api_key", "llm")}
        )
        settings = clients.settings
        return {**given, "clients": clients, "settings": settings, "api_key": settings.api_key}

    def get_tools(self) -> list[BaseTool]:
        """One tool for each selected operation that the settings allow.

        Raises ConfigurationError for a tool or toolset name that does not exist.
        """
        chosen = Selection(
            toolsets=self.toolsets,
            tools=self.tools,
            exclude_tools=self.exclude_tools,
            read_only=self.read_only,
        )
        return [
            tool_class(operation.name)(clients=self.clients, on_progress=self.on_progress)
            for operation in chosen.of(self.clients.settings.choices)
        ]

    def close(self) -> None:
        """Close the blocking client's connections."""
        self.clients.close()

    async def aclose(self) -> None:
        """Close the connections of the running event loop."""
        await self.clients.aclose()


def destructive_tool_names() -> list[str]:
    """The tools that delete something for good, so that a person can be asked to approve them.

    `HumanInTheLoopMiddleware(interrupt_on=dict.fromkeys(destructive_tool_names(), True))`
    """
    return [operation.name for operation in ALL_OPERATIONS if operation.hints.destructive]
