"""A LangChain agent that does the whole job, offline: python examples/langchain_agent.py [--model NAME].

A scripted model chooses the calls, so the example needs no key; the results of the tools are real.
With --model openai:gpt-5-mini (or any other name that LangChain's init_chat_model accepts) a real model chooses.
"""

import sys
from pathlib import Path
from typing import Any

from langchain.agents import create_agent  # pyright: ignore[reportUnknownVariableType] - its generics
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult

from assemblyai_tools.langchain import AssemblyAIToolkit
from assemblyai_tools.offline import emulator

SAMPLE = Path(__file__).parents[1] / "plugin/assemblyai_tools/cli/meeting.ogg"
JOB = f"Transcribe {SAMPLE} (one speaker on each channel), tell me the action items, then delete the transcript."


class Script(BaseChatModel):
    """Stands in for a chat model: it chooses the next call by the tool results so far."""

    @property
    def _llm_type(self) -> str:
        return "script"

    def bind_tools(self, *_: Any, **__: Any) -> "Script":
        return self  # the script already names its tools

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        results = [message for message in messages if isinstance(message, ToolMessage)]
        return ChatResult(generations=[ChatGeneration(message=self.choose(results))])

    def choose(self, results: list[ToolMessage]) -> AIMessage:
        match results:
            case []:
                return call("transcribe", audio=str(SAMPLE), multichannel=True, wait_seconds=900)
            case [transcript]:
                return call("extract_action_items", transcript_ids=[transcript.artifact["id"]])
            case [transcript, _]:
                return call("delete_transcript", transcript_id=transcript.artifact["id"])
            case _:
                return AIMessage(f"These are the action items:\n{results[1].artifact['response']}")


def call(name: str, **arguments: Any) -> AIMessage:
    return AIMessage("", tool_calls=[{"name": name, "args": arguments, "id": name}])


if __name__ == "__main__":
    model = sys.argv[2] if sys.argv[1:2] == ["--model"] else Script()
    with emulator(allowed_dirs=[SAMPLE.parent]) as settings:
        tools = AssemblyAIToolkit(settings=settings).get_tools()
        agent: Any = create_agent(model, tools)  # pyright: ignore[reportUnknownVariableType] - likewise
        for message in agent.invoke({"messages": [("user", JOB)]})["messages"]:
            message.pretty_print()
