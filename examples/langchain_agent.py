"""A LangChain agent that does the whole job, offline: python examples/langchain_agent.py [--model NAME].

A scripted model chooses the calls, so the example needs no key; the results of the tools are real.
With --model openai:gpt-5-mini (or any other name that LangChain's init_chat_model accepts) a real model chooses.
"""

import sys
from collections.abc import Sequence
from typing import Any

from langchain.agents import create_agent  # pyright: ignore[reportUnknownVariableType] - its generics
from langchain_core.messages import AIMessage, BaseMessage, ToolMessage
from stand_ins import SAMPLE, Script, call

from assemblyai_tools.langchain import AssemblyAIToolkit
from assemblyai_tools.offline import emulator

JOB = f"Transcribe {SAMPLE} (one speaker on each channel), tell me the action items, then delete the transcript."


def choose(messages: Sequence[BaseMessage]) -> AIMessage:
    """The scripted model: it chooses the next call by the tool results so far."""
    match [message for message in messages if isinstance(message, ToolMessage)]:
        case []:
            return call("transcribe", audio=str(SAMPLE), multichannel=True, wait_seconds=900)
        case [transcript]:
            return call("extract_action_items", transcript_ids=[transcript.artifact["id"]])
        case [transcript, _]:
            return call("delete_transcript", transcript_id=transcript.artifact["id"])
        case results:
            return AIMessage(f"These are the action items:\n{results[1].artifact['response']}")


if __name__ == "__main__":
    model = sys.argv[2] if sys.argv[1:2] == ["--model"] else Script(answer=choose)
    with emulator(allowed_dirs=[SAMPLE.parent]) as settings:
        tools = AssemblyAIToolkit(settings=settings).get_tools()
        agent: Any = create_agent(model, tools)  # pyright: ignore[reportUnknownVariableType] - likewise
        for message in agent.invoke({"messages": [("user", JOB)]})["messages"]:
            message.pretty_print()
