"""One pair of clients serves threads, event loops, and blocking code inside a running loop."""

import asyncio
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import httpx
import pytest
from langchain_core.language_models import FakeListChatModel

from assemblyai_tools import ConfigurationError, Settings, get_transcript
from assemblyai_tools.langchain import (
    AssemblyAISteps,
    AssemblyAIToolkit,
    Clients,
    GetTranscriptTool,
    SummarizeTool,
)

MANY = 40


def completed(request):
    return httpx.Response(
        200, json={"id": request.url.path.rpartition("/")[2], "status": "completed", "text": "Hi."}
    )


def messages(number):
    return [
        {"type": "tool_call", "id": f"c{n}", "name": "get_transcript", "args": {"transcript_id": f"t{n}"}}
        for n in range(number)
    ]


def ids(results):
    return [result.artifact["id"] for result in results]


EXPECTED = [f"t{n}" for n in range(MANY)]


@pytest.fixture
def tool(scripted):
    return GetTranscriptTool(clients=scripted(answer=completed))


@pytest.fixture
def real_tool(running_emulator):
    """A tool with real connections: these are what threads and event loops could wrongly share."""
    return GetTranscriptTool(settings=running_emulator)


def test_a_batch_runs_in_threads(tool):
    assert ids(tool.batch(messages(MANY))) == EXPECTED


async def test_an_async_batch_runs_in_one_loop(tool):
    assert ids(await tool.abatch(messages(MANY))) == EXPECTED


async def test_blocking_code_may_call_a_tool_within_a_running_loop(tool):
    assert ids([tool.invoke(message) for message in messages(3)]) == EXPECTED[:3]


SCRIPT = """
import asyncio
from assemblyai_tools.langchain import GetTranscriptTool

tool = GetTranscriptTool()
call = {"type": "tool_call", "id": "c", "name": "get_transcript", "args": {"transcript_id": "t1"}}
for _ in range(3):
    print(asyncio.run(tool.ainvoke(call)).content.partition(" (")[0])
print(tool.invoke(call).content.partition(" (")[0])
"""


def test_a_script_may_use_several_loops_in_turn_without_closing_anything(running_emulator):
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**os.environ, **running_emulator.to_env()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("Transcript lookup error, transcript id not found\n" * 4, "")


def test_threads_with_their_own_event_loops_share_a_tool(real_tool):
    def work(message):
        async def both():
            async with real_tool.clients.asynchronous:
                return [await real_tool.ainvoke(message), real_tool.invoke(message)]

        return asyncio.run(both())

    with ThreadPoolExecutor(4) as pool:
        outcomes = [outcome for pair in pool.map(work, messages(8)) for outcome in pair]
    real_tool.clients.close()
    assert {outcome.content.partition("(")[0] for outcome in outcomes} == {
        "Transcript lookup error, transcript id not found "
    }
    assert len(outcomes) == 16


def test_threads_share_one_client_of_each_kind(settings):
    clients = Clients(settings)
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: (clients.blocking, clients.asynchronous), range(64)))
    assert len({id(blocking) for blocking, _ in made}) == len({id(other) for _, other in made}) == 1
    clients.close()


def test_settings_default_to_the_environment(monkeypatch):
    monkeypatch.setenv("ASSEMBLYAI_REGION", "eu")
    monkeypatch.delenv("ASSEMBLYAI_BASE_URL", raising=False)
    assert Clients().settings == Settings.from_env()


def test_the_callers_own_model_does_the_reasoning(settings):
    clients = Clients(settings, llm=FakeListChatModel(responses=["x"]))
    assert clients.settings == replace(settings, llm="own")
    assert clients.blocking.settings == clients.asynchronous.settings == clients.settings


async def test_clients_that_were_never_used_have_nothing_to_close(settings):
    clients = Clients(settings)
    clients.close()
    await clients.aclose()
    assert clients.blocking.run(_nothing()) == "done"


def _nothing():
    yield from ()
    return "done"


async def test_closing_ends_the_connections_of_both_clients(scripted):
    clients = scripted(answer=completed)
    await clients.asynchronous.run(get_transcript(transcript_id="t1"))
    assert len(clients.asynchronous._account.pools) == 1
    clients.close()
    await clients.aclose()
    assert len(clients.asynchronous._account.pools) == 0
    with pytest.raises(RuntimeError, match="closed"):
        clients.blocking.run(get_transcript(transcript_id="t1"))


@pytest.mark.parametrize("make", [AssemblyAIToolkit, AssemblyAISteps, SummarizeTool])
def test_settings_or_a_model_given_together_with_clients_are_an_error(settings, make):
    with pytest.raises(ConfigurationError) as caught:
        make(clients=Clients(settings), settings=settings, llm=FakeListChatModel(responses=[]))
    assert str(caught.value) == (
        "settings and llm cannot be given together with clients, which have their own. "
        "Give settings to Clients instead."
    )
