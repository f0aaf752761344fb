"""What the agents have offline: a recording in place of a microphone, and a script in place of a chat model."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import av
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult

SAMPLE = Path(__file__).parents[1] / "plugin/assemblyai_tools/cli/meeting.ogg"


def played(recording: Path) -> Iterator[bytes]:
    """A recording as a microphone would give it: one channel, 16,000 samples of 16 bits a second."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=16_000)
    with av.open(str(recording)) as file:
        for frame in file.decode(audio=0):
            yield from (part.to_ndarray().tobytes() for part in resampler.resample(frame))


class Script(BaseChatModel):
    """A chat model whose answer to a conversation is a function."""

    answer: Callable[[Sequence[BaseMessage]], AIMessage]

    @property
    def _llm_type(self) -> str:
        return "script"

    def bind_tools(self, *_: Any, **__: Any) -> "Script":
        return self  # the function already names the tools

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=self.answer(messages))])


def call(name: str, **arguments: Any) -> AIMessage:
    """The message of a model that calls a tool."""
    return AIMessage("", tool_calls=[{"name": name, "args": arguments, "id": name}])


def promised(messages: Sequence[BaseMessage]) -> AIMessage:
    """What voice_agent.py's model answers: what was promised in the last turn, or -."""
    last = messages[-1]
    if isinstance(last, ToolMessage):
        return AIMessage(last.artifact["response"].splitlines()[-1].removeprefix("- "))
    return call("live_extract_action_items") if "I will" in last.text else AIMessage("-")
