"""The policies as a provider of inspect-ai: the models `scripted/right`, `scripted/wrong` and `scripted/idle`."""

from itertools import pairwise

from inspect_ai.model import (
    ChatMessage,
    ChatMessageAssistant,
    ChatMessageTool,
    ChatMessageUser,
    GenerateConfig,
    ModelAPI,
    ModelOutput,
    modelapi,
)
from inspect_ai.tool import ToolChoice, ToolInfo

from evals.scripts.policy import POLICIES, Policy, act, is_policy
from evals.scripts.script import Call
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
        if isinstance(step, Call):
            return ModelOutput.for_tool_call(self.model_name, step.tool, step.arguments)
        return ModelOutput.from_content(self.model_name, step.text)

    def max_connections(self) -> int:
        """Nothing limits it but this machine."""
        return 16


def _replies(messages: list[ChatMessage]) -> list[str]:
    """What followed each of the model's own messages."""
    found: list[str] = []
    for before, message in pairwise(messages):
        if isinstance(before, ChatMessageAssistant):
            error = message.error if isinstance(message, ChatMessageTool) else None
            found.append(error.message if error else message.text)
    return found


@modelapi(SCRIPTED)
def scripted() -> type[ModelAPI]:
    """Tells inspect-ai of it."""
    return ScriptedModel
