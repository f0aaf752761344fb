"""Tools for an agent that listens: it reasons over what was said so far."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any, ClassVar

from langchain_core.tools import BaseTool
from pydantic import Field, SecretStr, SkipValidation

from assemblyai_tools.config import Settings
from assemblyai_tools.errors import ConfigurationError
from assemblyai_tools.flow import Flow
from assemblyai_tools.langchain.clients import Clients, resolve_clients
from assemblyai_tools.langchain.model import Model
from assemblyai_tools.langchain.tool import AssemblyAITool
from assemblyai_tools.operation import Result
from assemblyai_tools.streaming.live_transcript import SOURCES, LiveTranscript, live_arguments
from assemblyai_tools.waiting.progress import ProgressCallback, no_progress


class LiveTool(AssemblyAITool):
    """A reasoning operation about live speech, as far as it was heard when the tool is called."""

    says: ClassVar[str]
    """What a model reads of the tool."""

    live: SkipValidation[LiveTranscript] = Field(exclude=True, repr=False)

    def _start(self, arguments: Mapping[str, Any]) -> Flow[Result]:
        return _without_hint(self.live.reason(self.operation, live_arguments(self.operation, arguments)))

    async def _astart(self, arguments: Mapping[str, Any]) -> Flow[Result]:
        return self._start(arguments)


class LiveAskQuestionTool(LiveTool):
    """`ask_question` about live speech."""

    operation_name = "ask_question"
    says = "Ask one or several questions about what was said so far in this conversation; a language model answers."


class LiveSummarizeTool(LiveTool):
    """`summarize` about live speech."""

    operation_name = "summarize"
    says = (
        "Summarize what was said so far in this conversation, or write minutes of it, with a language model."
    )


class LiveExtractActionItemsTool(LiveTool):
    """`extract_action_items` about live speech."""

    operation_name = "extract_action_items"
    says = "List the action items in what was said so far in this conversation, with a language model."


class LiveRunTaskTool(LiveTool):
    """`run_task` about live speech."""

    operation_name = "run_task"
    says = "Run your own prompt over what was said so far in this conversation, with a language model."


_KINDS: Mapping[str, type[LiveTool]] = {
    kind.operation_name: kind
    for kind in (LiveAskQuestionTool, LiveSummarizeTool, LiveExtractActionItemsTool, LiveRunTaskTool)
}


def live_tools(
    live: LiveTranscript,
    *,
    settings: Settings | None = None,
    api_key: SecretStr | str | None = None,
    llm: Model | None = None,
    clients: Clients | None = None,
    tools: Sequence[str] = tuple(_KINDS),
    prefix: str = "live_",
    on_progress: ProgressCallback = no_progress,
) -> list[BaseTool]:
    """Tools with which an agent reasons over live speech while it goes on: `live_tools(live, llm=model)`.

    `tools` are ask_question, summarize, extract_action_items and run_task, or some of these; each takes the operation's
    arguments without transcript_ids and input_text. `prefix` is what their names begin with, so that they stand beside
    the tools of a toolkit. The other arguments are those of AssemblyAIToolkit. Raises a ConfigurationError for a tool
    that does not exist.
    """
    unknown = [name for name in tools if name not in _KINDS]
    if unknown:
        raise ConfigurationError(
            f"There is no live tool {unknown[0]!r}.", next_step=f"There are {', '.join(_KINDS)}."
        )
    shared = resolve_clients(clients, settings, api_key, llm)
    return [
        kind(
            live=live,
            name=prefix + name,
            description=f"{kind.says} Costs money.",
            args_schema=_without_sources(kind.operation.input_schema),
            clients=shared,
            on_progress=on_progress,
        )
        for name, kind in _KINDS.items()
        if name in tools
    ]


def _without_hint(flow: Flow[Result]) -> Flow[Result]:
    """The flow, but its result names no tool to purge the request, as live tools come without one.

    The request's id stays in the artifact, for the program.
    """
    result = yield from flow
    return result.model_copy(update={"purgeable": False})


def _without_sources(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON schema of an operation without the arguments that say what it is about."""
    copy = deepcopy(dict(schema))
    for name in SOURCES:
        del copy["properties"][name]
    return copy
