"""Calls that bring the key of their user."""

from dataclasses import dataclass

from tests.plugin.langchain.agents import agent_of, call

from assemblyai_tools.langchain import AssemblyAIToolkit

ANN, BEN = "ann-key-0123456789", "ben-key-0123456789"


def of(key, **more):
    return {"configurable": {"assemblyai_api_key": key, **more}}


READ = {"type": "tool_call", "id": "c1", "name": "get_transcript", "args": {"transcript_id": "t1"}}


@dataclass
class Context:
    assemblyai_api_key: str | None


def agent_with_context(clients, context):
    toolkit = AssemblyAIToolkit(clients=clients)
    return agent_of(toolkit, call("get_transcript", transcript_id="t1"), context_schema=type(context))
