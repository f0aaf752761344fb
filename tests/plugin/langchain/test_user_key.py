"""A call may bring its user's own key. It is used, or it is an error; it is never another account that pays."""

import asyncio
import json
from collections import Counter
from dataclasses import dataclass
from unittest.mock import MagicMock

import httpx
import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import ToolMessage
from langchain_core.runnables import RunnableLambda
from langchain_core.tracers.langchain import LangChainTracer
from langgraph.checkpoint.memory import InMemorySaver
from pydantic import SecretStr
from tests.plugin.langchain.test_agent import ASK, agent_of, call

from assemblyai_tools import ConfigurationError
from assemblyai_tools.langchain import (
    AssemblyAISteps,
    AssemblyAIToolkit,
    AssemblyAITranscriptLoader,
    AssemblyAITranscriptRetriever,
    GetTranscriptTool,
    TranscribeTool,
)

ANN, BEN = "ann-key-0123456789", "ben-key-0123456789"


class Service:
    """Knows who may read what, and counts requests by key."""

    def __init__(self):
        self.requests, self.created = Counter(), Counter()

    def __call__(self, request):
        key = request.headers["Authorization"]
        self.requests[key] += 1
        if key == "revoked":
            return httpx.Response(401, json={"error": "Invalid API key"})
        last = request.url.path.rpartition("/")[2]
        body = {"id": last, "status": "completed", "text": f"Spoken to {key[:3]}."}
        if request.method == "POST":
            self.created[key] += 1
            body["id"] = f"{key[:3]}-{self.created[key]}"
        if last == "word-search":
            body = {"id": "t1", "total_count": 1, "matches": []}
        if last == "sentences":
            sentence = {"text": body["text"], "start": 0, "end": 900}
            body = {"id": "t1", "sentences": [sentence]}
        return httpx.Response(200, content=json.dumps(body))


@pytest.fixture
def service():
    return Service()


@pytest.fixture
def clients(scripted, service):
    return scripted(answer=service)


def of(key, **more):
    return {"configurable": {"assemblyai_api_key": key, **more}}


@pytest.fixture
def tool(clients):
    return GetTranscriptTool(clients=clients)


READ = {"type": "tool_call", "id": "c1", "name": "get_transcript", "args": {"transcript_id": "t1"}}


@pytest.mark.parametrize("given", [ANN, SecretStr(ANN)], ids=["text", "secret"])
async def test_a_tool_uses_the_key_of_the_call(invoke, tool, service, given):
    assert "Spoken to ann." in (await invoke(tool, READ, of(given))).content
    assert service.requests == {ANN: 1}


async def test_without_one_the_programs_own_account_is_used(invoke, tool, service, key):
    for config in (None, {}, {"configurable": {"thread_id": "1"}, "metadata": {"openai_api_key": "x"}}):
        await invoke(tool, READ, config)
    assert service.requests == {key: 3}


async def test_the_programs_own_key_given_in_a_call_is_its_own_account(invoke, tool, clients, key):
    await invoke(tool, READ, of(key))
    assert clients.accounts._accounts == {}


async def test_a_step_of_a_chain_uses_the_key_of_the_call(invoke, clients, service):
    chain = RunnableLambda(lambda _: "https://h.test/a.mp3") | AssemblyAISteps(clients=clients).transcribe()
    assert (await invoke(chain, "go", of(ANN))).id == "ann-1"
    assert set(service.requests) == {ANN}


async def test_the_loader_uses_the_key_of_the_runnable_around_it(clients, service):
    loader = AssemblyAITranscriptLoader(transcript_ids="t1", clients=clients)

    async def aload(_):
        return await loader.aload()

    inside = RunnableLambda(lambda _: loader.load(), afunc=aload)
    assert inside.invoke("go", of(ANN))[0].page_content == "Spoken to ann."
    assert (await inside.ainvoke("go", of(BEN)))[0].page_content == "Spoken to ben."
    assert set(service.requests) == {ANN, BEN}


async def test_the_retrievers_sentences_never_reach_another_key(invoke, clients, service, key):
    retriever = AssemblyAITranscriptRetriever(transcript_ids=["t1"], clients=clients)
    for given in (ANN, BEN, ANN):
        (found,) = await invoke(retriever, "spoken", of(given))
        assert found.page_content == f"Spoken to {given[:3]}."
    (own,) = await invoke(retriever, "spoken")
    assert own.page_content == f"Spoken to {key[:3]}."
    assert service.requests == {ANN: 3, BEN: 2, key: 2}, "the second time, Ann's sentences are cached"
    assert ANN not in repr(retriever._cache)


async def test_an_agents_tools_use_the_key_of_the_run(invoke, clients, service):
    agent = agent_of(AssemblyAIToolkit(clients=clients), call("get_transcript", transcript_id="t1"))
    for given in (ANN, BEN):
        (message,) = _results(await invoke(agent, ASK, of(given)))
        assert f"Spoken to {given[:3]}." in message.content
    assert set(service.requests) == {ANN, BEN}


@dataclass
class Context:
    assemblyai_api_key: str | None


@dataclass(slots=True)
class SlottedContext:
    assemblyai_api_key: str


CONTEXTS = [{"assemblyai_api_key": ANN}, Context(ANN), SlottedContext(ANN)]


@pytest.mark.parametrize("context", CONTEXTS, ids=["dict", "dataclass", "slots"])
def test_the_key_may_come_in_the_context_of_a_graph(clients, service, context):
    agent = _agent_with_context(clients, context)
    assert "Spoken to ann." in _results(agent.invoke(ASK, context=context))[0].content
    assert set(service.requests) == {ANN}


@pytest.mark.parametrize(
    ("context", "problem"),
    [
        (Context(None), "assemblyai_api_key of this call is not a text but NoneType"),
        ({"ASSEMBLYAI_API_KEY": ANN}, "'ASSEMBLYAI_API_KEY' in this call's context is not read"),
        ({"user": "Ann"}, None),
    ],
)
def test_a_key_in_the_context_that_cannot_be_used_is_an_error(clients, context, problem):
    (message,) = _results(_agent_with_context(clients, context).invoke(ASK, context=context))
    assert message.content.startswith(problem or "Transcript t1 is completed")


def _agent_with_context(clients, context):
    toolkit = AssemblyAIToolkit(clients=clients)
    return agent_of(toolkit, call("get_transcript", transcript_id="t1"), context_schema=type(context))


def _results(state):
    return [message for message in state["messages"] if isinstance(message, ToolMessage)]


UNUSABLE = [
    (None, "is not a text but NoneType"),
    (7, "is not a text but int"),
    ({"key": ANN}, "is not a text but dict"),
    ("", "is empty"),
    (SecretStr(""), "is empty"),
    ("Bearer abc", "holds characters that no key has"),
    ("clé", "holds characters that no key has"),
]


@pytest.mark.parametrize(("given", "problem"), UNUSABLE)
async def test_a_key_that_cannot_be_used_is_an_error_and_nothing_is_sent(
    invoke, tool, service, given, problem
):
    message = await invoke(tool, READ, of(given))
    assert message.status == "error"
    assert message.content.startswith(f"assemblyai_api_key of this call {problem}")
    assert message.content.endswith(
        'must give the key of its user as config={"configurable": {"assemblyai_api_key": key}}, or leave that entry '
        "out to use its own account."
    )
    assert service.requests == {}


NAMES = [
    "ASSEMBLYAI_API_KEY",
    "assemblyai_key",
    "assembly_ai_api_key",
    "assemblyaiApiKey",
    "assemblyai-api-key",
    "assemblyai_token",
    "my_assemblyai_api_key",
    "assembly_api_key",
    "aai_api_key",
    "asemblyai_api_key",
]


@pytest.mark.parametrize("name", NAMES)
async def test_a_similar_name_is_an_error_that_names_the_right_one(invoke, tool, service, name):
    message = await invoke(tool, READ, {"configurable": {name: ANN}})
    assert message.content.startswith(
        f"{name!r} in this call's configurable is not read, so nothing was sent."
    )
    assert '"assemblyai_api_key": key' in message.content
    assert ANN not in message.content
    assert service.requests == {}


@pytest.mark.parametrize("name", ["assemblyai_api_key", "ASSEMBLYAI_API_KEY"])
async def test_a_key_in_the_metadata_is_an_error(invoke, tool, service, name):
    message = await invoke(tool, READ, {"metadata": {name: ANN}})
    assert message.content.startswith(f"{name!r} in this call's metadata is not read")
    assert service.requests == {}


@pytest.mark.parametrize(
    "name", ["openai_api_key", "api_key", "assemblyai_base_url", "thread_id", "assembly_id"]
)
async def test_other_names_are_left_alone(invoke, tool, service, key, name):
    await invoke(tool, READ, {"configurable": {name: "x"}})
    assert service.requests == {key: 1}


async def test_steps_loader_and_retriever_refuse_a_bad_key_too(invoke, clients, service):
    loader = AssemblyAITranscriptLoader(transcript_ids="t1", clients=clients)
    for runnable, given in [
        (AssemblyAISteps(clients=clients).summarize(), "t1"),
        (RunnableLambda(lambda _: loader.load()), ""),
        (AssemblyAITranscriptRetriever(transcript_ids=["t1"], clients=clients), "spoken"),
    ]:
        with pytest.raises(ConfigurationError, match="is empty"):
            await invoke(runnable, given, of(""))
    assert service.requests == {}


async def test_a_refused_key_is_the_callers_and_not_the_environments(invoke, tool):
    message = await invoke(tool, READ, of("revoked"))
    assert "Invalid API key" in message.content
    assert "ASSEMBLYAI_API_KEY" not in message.content
    assert '"assemblyai_api_key": key' in message.content


async def test_the_own_key_that_is_refused_is_the_environments(invoke, scripted, service, settings):
    def refuse(_request):
        return httpx.Response(401, json={"error": "Invalid API key"})

    message = await invoke(GetTranscriptTool(clients=scripted(answer=refuse)), READ)
    assert "ASSEMBLYAI_API_KEY" in message.content


async def test_calls_with_one_key_share_the_ledger_and_other_keys_do_not(invoke, clients, service):
    transcribe = TranscribeTool(clients=clients)
    order = {"type": "tool_call", "id": "c1", "name": "transcribe", "args": {"audio": "https://h.test/a.mp3"}}
    for given in (ANN, ANN, BEN, ANN):
        await invoke(transcribe, order, of(given))
    assert service.created == {ANN: 1, BEN: 1}


async def test_a_blocking_and_an_async_call_with_one_key_share_an_account(clients, service):
    transcribe = TranscribeTool(clients=clients)
    order = {"type": "tool_call", "id": "c1", "name": "transcribe", "args": {"audio": "https://h.test/a.mp3"}}
    transcribe.invoke(order, of(ANN))
    await asyncio.gather(*(transcribe.ainvoke(order, of(given)) for given in (ANN, BEN, ANN)))
    assert service.created == {ANN: 1, BEN: 1}


async def test_the_number_of_accounts_is_bounded(invoke, tool, clients):
    clients.accounts._most = 3
    for number in range(10):
        await invoke(tool, READ, of(f"key-{number}"))
    assert len(clients.accounts._accounts) == 3
    await clients.aclose()


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
