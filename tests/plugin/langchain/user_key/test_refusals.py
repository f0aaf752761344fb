"""A key that cannot be used is an error; it is never another account that pays."""

import httpx
import pytest
from langchain_core.runnables import RunnableLambda
from pydantic import SecretStr
from tests.plugin.langchain.agents import ASK, results_of
from tests.plugin.langchain.user_key.calls import ANN, READ, Context, agent_with_context, of

from assemblyai_tools import ConfigurationError
from assemblyai_tools.langchain import (
    AssemblyAISteps,
    AssemblyAITranscriptLoader,
    AssemblyAITranscriptRetriever,
    GetTranscriptTool,
)


@pytest.mark.parametrize(
    ("context", "problem"),
    [
        (Context(None), "assemblyai_api_key of this call is not a text but NoneType"),
        ({"ASSEMBLYAI_API_KEY": ANN}, "'ASSEMBLYAI_API_KEY' in this call's context is not read"),
        ({"user": "Ann"}, None),
    ],
)
def test_a_key_in_the_context_that_cannot_be_used_is_an_error(clients, context, problem):
    (message,) = results_of(agent_with_context(clients, context).invoke(ASK, context=context))
    assert message.content.startswith(problem or "Transcript t1 is completed")


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
