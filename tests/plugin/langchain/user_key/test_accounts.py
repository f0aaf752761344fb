"""A call may bring its user's own key, and then its user's account is used, and no other."""

import asyncio
from dataclasses import dataclass

import pytest
from langchain_core.runnables import RunnableLambda
from pydantic import SecretStr
from tests.plugin.langchain.agents import ASK, agent_of, call, results_of
from tests.plugin.langchain.user_key.calls import ANN, BEN, READ, Context, agent_with_context, of

from assemblyai_tools.langchain import (
    AssemblyAISteps,
    AssemblyAIToolkit,
    AssemblyAITranscriptLoader,
    AssemblyAITranscriptRetriever,
    TranscribeTool,
)


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
        (message,) = results_of(await invoke(agent, ASK, of(given)))
        assert f"Spoken to {given[:3]}." in message.content
    assert set(service.requests) == {ANN, BEN}


@dataclass(slots=True)
class SlottedContext:
    assemblyai_api_key: str


CONTEXTS = [{"assemblyai_api_key": ANN}, Context(ANN), SlottedContext(ANN)]


@pytest.mark.parametrize("context", CONTEXTS, ids=["dict", "dataclass", "slots"])
def test_the_key_may_come_in_the_context_of_a_graph(clients, service, context):
    agent = agent_with_context(clients, context)
    assert "Spoken to ann." in results_of(agent.invoke(ASK, context=context))[0].content
    assert set(service.requests) == {ANN}


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
