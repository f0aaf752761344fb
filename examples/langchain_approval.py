"""A person approves what an agent wants to delete, offline: python examples/langchain_approval.py [recording] [--yes].

The agent stops before a tool that deletes something, and says what that is. A checkpointer keeps its state until a
person answers, here at the keyboard (--yes answers for you). A scripted model chooses the call, as in
langchain_agent.py.
"""

import sys
from pathlib import Path
from typing import Any

from langchain.agents import create_agent  # pyright: ignore[reportUnknownVariableType] - its generics
from langchain_core.language_models import FakeMessagesListChatModel
from langchain_core.messages import AIMessage
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command

from assemblyai_tools.langchain import AssemblyAISteps, AssemblyAIToolkit, approval_middleware
from assemblyai_tools.offline import emulator

SAMPLE = Path(__file__).parents[1] / "plugin/assemblyai_tools/cli/meeting.ogg"
THREAD: Any = {"configurable": {"thread_id": "one for each conversation"}}


class Script(FakeMessagesListChatModel):
    """Stands in for a chat model: it gives one of its messages in each turn."""

    def bind_tools(self, *_: Any, **__: Any) -> Any:
        return self  # the script already names its tools


def decision(request: dict[str, Any]) -> dict[str, Any]:
    print(request["description"])
    if "--yes" in sys.argv or input("Allow it? [y/N] ").strip().lower() == "y":
        return {"type": "approve"}
    return {"type": "reject", "message": "The user wants to keep it."}


if __name__ == "__main__":
    recording = next((Path(name).resolve() for name in sys.argv[1:] if name != "--yes"), SAMPLE)
    with emulator(allowed_dirs=[recording.parent]) as settings:
        toolkit = AssemblyAIToolkit(settings=settings)
        transcript_id = AssemblyAISteps(clients=toolkit.clients).transcribe().invoke(str(recording)).id
        call: Any = {"name": "delete_transcript", "args": {"transcript_id": transcript_id}, "id": "call 1"}
        script = Script(responses=[AIMessage("", tool_calls=[call]), AIMessage("That is all.")])

        approval = approval_middleware(toolkit)
        agent: Any = create_agent(  # pyright: ignore[reportUnknownVariableType] - likewise
            script, toolkit.get_tools(), middleware=[approval], checkpointer=InMemorySaver()
        )
        state = agent.invoke({"messages": [("user", f"Delete {transcript_id}.")]}, THREAD)
        while pending := state.get("__interrupt__"):
            decisions = [decision(request) for request in pending[0].value["action_requests"]]
            state = agent.invoke(Command(resume={"decisions": decisions}), THREAD)
        print(*(message.content for message in state["messages"][-2:]), sep="\n")
        toolkit.close()
