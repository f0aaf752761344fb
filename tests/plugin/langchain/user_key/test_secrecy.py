"""A user's key stands in no error, no repr, no trace and no checkpoint."""

from unittest.mock import MagicMock

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.tracers.langchain import LangChainTracer
from langgraph.checkpoint.memory import InMemorySaver
from pydantic import SecretStr
from tests.plugin.langchain.agents import ASK, agent_of, call
from tests.plugin.langchain.user_key.calls import ANN, READ, of

from assemblyai_tools.langchain import AssemblyAIToolkit


class Everything(BaseCallbackHandler):
    """Keeps all that a callback handler is told."""

    raise_error = True

    def __init__(self):
        self.told = []

    def on_chain_start(self, *given, **more):
        self.told.append(repr((given, more)))

    on_tool_start = on_tool_end = on_tool_error = on_retriever_start = on_chain_end = on_chain_start


async def test_the_key_stands_in_no_error_and_no_repr(invoke, tool, clients):
    handler = Everything()
    config = {**of(SecretStr("revoked")), "callbacks": [handler]}
    message = await invoke(tool, READ, config)
    assert handler.told
    shown = [*handler.told, message.content, repr(tool), repr(vars(clients.accounts))]
    assert "revoked" not in " ".join(shown)


def test_a_secret_reaches_neither_traces_nor_checkpoints(clients):
    """A plain text would: LangChain copies such entries to LangSmith, and LangGraph to its checkpoints."""
    agent, saver, sent = _traced(clients)
    agent.invoke(ASK, {**of(SecretStr(ANN), thread_id="1"), "callbacks": [LangChainTracer(client=sent)]})
    assert sent.mock_calls
    assert saver.storage
    assert ANN not in f"{sent.mock_calls} {dict(saver.storage)}"


def test_a_context_reaches_neither_traces_nor_checkpoints(clients):
    agent, saver, sent = _traced(clients, context_schema=dict)
    config = {"configurable": {"thread_id": "1"}, "callbacks": [LangChainTracer(client=sent)]}
    agent.invoke(ASK, config, context={"assemblyai_api_key": ANN})
    assert ANN not in f"{sent.mock_calls} {dict(saver.storage)}"


def _traced(clients, **options):
    saver = InMemorySaver()
    toolkit = AssemblyAIToolkit(clients=clients)
    agent = agent_of(toolkit, call("get_transcript", transcript_id="t1"), checkpointer=saver, **options)
    return agent, saver, MagicMock()
