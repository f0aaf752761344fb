"""The operations as a set of LangChain tools that share one client."""

from collections.abc import Sequence
from typing import Any

from langchain_core.tools import BaseTool, BaseToolkit
from pydantic import ConfigDict, Field, SecretStr, SkipValidation, model_validator

from assemblyai_tools.config import Settings
from assemblyai_tools.langchain.clients import Clients, shared_or_made
from assemblyai_tools.langchain.model import Model
from assemblyai_tools.waiting.progress import ProgressCallback, no_progress


class AssemblyAIToolkit(BaseToolkit):
    """All operations as tools that share one client. `AssemblyAIToolkit().get_tools()` reads the environment.

    `api_key` alone, or whole `settings`, go before it.

    Narrow them with `read_only=True`, with `toolsets` (transcription, reading, reasoning, streaming), with `tools`
    and `exclude_tools` by name. With `llm`, your own chat model summarizes, answers, lists action items and runs
    tasks; the transcripts are read to it, and nothing is sent to AssemblyAI's language models.
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
    """What the tools share; steps, loaders and retrievers may share it too. None opens a connection before a call."""

    @model_validator(mode="before")
    @classmethod
    def _complete(cls, given: dict[str, Any]) -> dict[str, Any]:
        """One pair of clients for all, unless it was given."""
        clients = shared_or_made(
            **{name: given.get(name) for name in ("clients", "settings", "api_key", "llm")}
        )
        settings = clients.settings
        return {**given, "clients": clients, "settings": settings, "api_key": settings.api_key}

    def get_tools(self) -> list[BaseTool]:
        """One tool for each operation that was chosen and that the settings allow.

        Raises ConfigurationError for the name of a tool or a set that does not exist.
        """
        # Here, so that importing the toolkit does not build what an agent may never ask for.
        from assemblyai_tools.langchain import class_name, tools  # noqa: PLC0415
        from assemblyai_tools.operations.selection import Selection  # noqa: PLC0415

        chosen = Selection(
            toolsets=self.toolsets,
            tools=self.tools,
            exclude_tools=self.exclude_tools,
            read_only=self.read_only,
        )
        return [
            getattr(tools, class_name(operation.name))(clients=self.clients, on_progress=self.on_progress)
            for operation in chosen.of(self.clients.settings.choices)
        ]

    def close(self) -> None:
        """Close the blocking client's connections."""
        self.clients.close()

    async def aclose(self) -> None:
        """Close the connections of the running event loop."""
        await self.clients.aclose()


def destructive_tool_names() -> list[str]:
    """The tools that delete something for good, to have a person approve them.

    `HumanInTheLoopMiddleware(interrupt_on=dict.fromkeys(destructive_tool_names(), True))`
    """
    from assemblyai_tools.operations.selection import ALL_OPERATIONS  # noqa: PLC0415 - likewise

    return [operation.name for operation in ALL_OPERATIONS if operation.hints.destructive]
