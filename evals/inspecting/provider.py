"""The policies as a provider of inspect-ai: the models `scripted/right`, `scripted/wrong` and `scripted/idle`."""

import json
from itertools import pairwise

from benchmarks.tokenizer import tokens
from inspect_ai.model import (
    ChatMessage,
    ChatMessageAssistant,
    ChatMessageTool,
    ChatMessageUser,
    GenerateConfig,
    ModelAPI,
    ModelOutput,
    ModelUsage,
    modelapi,
)
from inspect_ai.tool import ToolChoice, ToolInfo

from evals.scripts.policy import POLICIES, Policy, act, is_policy
from evals.scripts.script import Call, Say
from evals.sides.side import Side

SCRIPTED = "scripted"
"""The provider's name."""

_OURS = "transcribe"
"""A tool that only our side has."""


class ScriptedModel(ModelAPI):
    """Reads the conversation, as any model does, and remembers nothing."""

    def __init__(
        self,
        model_name: str,
        base_url: str | None = None,
        api_key: str | None = None,
        config: GenerateConfig = GenerateConfig(),  # noqa: B008 - as the base class has it
    ) -> None:
        super().__init__(model_name, base_url, api_key, [], config)
        if not is_policy(model_name):
            raise ValueError(f"There is no policy {model_name}; there are {', '.join(POLICIES)}.")
        self.policy: Policy = model_name

    async def generate(
        self,
        input: list[ChatMessage],  # noqa: A002 - the base class calls it so
        tools: list[ToolInfo],
        tool_choice: ToolChoice,  # noqa: ARG002 - the base class has it
        config: GenerateConfig,  # noqa: ARG002 - the base class has it
    ) -> ModelOutput:
        """The next step of the job's script."""
        request = next(message.text for message in input if isinstance(message, ChatMessageUser))
        side: Side = "tools" if any(tool.name == _OURS for tool in tools) else "endpoints"
        step = act(self.policy, request, side, _replies(input))
        output = _output(self.model_name, step)
        output.usage = _usage([*map(_written, input), _definitions(tools)], _written(output.message))
        return output

    def max_connections(self) -> int:
        """Only this machine limits it."""
        return 16


def _output(model: str, step: Call | Say) -> ModelOutput:
    if isinstance(step, Call):
        return ModelOutput.for_tool_call(model, step.tool, step.arguments)
    return ModelOutput.from_content(model, step.text)


def _usage(read: list[str], written: str) -> ModelUsage:
    """Counted with a published vocabulary."""
    before, after = sum(map(tokens, read)), tokens(written)
    return ModelUsage(input_tokens=before, output_tokens=after, total_tokens=before + after)


def _written(message: ChatMessage) -> str:
    calls = (message.tool_calls or ()) if isinstance(message, ChatMessageAssistant) else ()
    return "\n".join([_text(message), *(json.dumps([call.function, call.arguments]) for call in calls)])


def _text(message: ChatMessage) -> str:
    error = message.error if isinstance(message, ChatMessageTool) else None
    return error.message if error else message.text


def _definitions(tools: list[ToolInfo]) -> str:
    return json.dumps(
        [tool.model_dump(include={"name", "description", "parameters"}, exclude_none=True) for tool in tools]
    )


def _replies(messages: list[ChatMessage]) -> list[str]:
    """The message after each of the model's own messages."""
    return [_text(after) for before, after in pairwise(messages) if isinstance(before, ChatMessageAssistant)]


@modelapi(SCRIPTED)
def scripted() -> type[ModelAPI]:
    """Tells inspect-ai of it."""
    return ScriptedModel
