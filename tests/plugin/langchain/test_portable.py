"""Copies have connections of their own; what is pickled has neither connections nor the key."""

import copy
import os
import pickle
import subprocess
import sys
import threading
from dataclasses import replace

import pytest
from langchain_core.language_models import FakeListChatModel
from pydantic import SecretStr

from assemblyai_tools import ALL_OPERATIONS, ConfigurationError, get_subtitles
from assemblyai_tools.langchain import (
    AssemblyAISteps,
    AssemblyAIToolkit,
    AssemblyAITranscriptLoader,
    AssemblyAITranscriptRetriever,
    Clients,
    GetTranscriptTool,
    TranscribeTool,
)
from assemblyai_tools.langchain.tools import tool_class

READ = {"type": "tool_call", "id": "c1", "name": "get_transcript", "args": {"transcript_id": "t1"}}
COMPLETED = {"id": "t1", "status": "completed", "text": "Hello."}


class Screen:
    """What a program shows progress on; like much that a callback holds, it can be neither copied nor pickled."""

    def __init__(self):
        self.lock = threading.Lock()

    def show(self, _progress):
        pass


def things(**options):
    """One of each kind."""
    clients = Clients(**options)
    steps = AssemblyAISteps(clients=clients)
    return {
        "toolkit": AssemblyAIToolkit(clients=clients),
        "tools": AssemblyAIToolkit(clients=clients).get_tools(),
        "steps": steps,
        "step": steps.transcribe(speaker_labels=True),
        "chain": steps.transcribe() | steps.ask("When?") | steps.search_words("launch"),
        "any operation": steps.operation(get_subtitles),
        "loader": AssemblyAITranscriptLoader("a.mp3", transcript_ids="t1", by="turn", clients=clients),
        "retriever": AssemblyAITranscriptRetriever(transcript_ids=["t1"], clients=clients),
        "clients": clients,
    }


KINDS = list(things())


def clients_of(one):
    """The clients of whatever it is."""
    if isinstance(one, Clients):
        return one
    if isinstance(one, list):
        return clients_of(one[0])
    if hasattr(one, "steps"):
        return clients_of(one.steps[0])
    return getattr(one, "clients", None) or one._clients


@pytest.fixture
def environment(monkeypatch, key):
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", key)


@pytest.mark.parametrize("kind", KINDS)
def test_a_deep_copy_has_the_settings_and_the_model_and_connections_of_its_own(settings, kind):
    model = FakeListChatModel(responses=["Fine."])
    original = things(settings=settings, llm=model)[kind]
    before = clients_of(original)
    blocking, asynchronous = before.blocking, before.asynchronous
    after = clients_of(copy.deepcopy(original))
    assert after is not before
    assert after.settings == before.settings == replace(settings, llm="own")
    assert after._llm is model
    assert (after._blocking, after._asynchronous) == (None, None)
    assert after.blocking._http is not blocking._http
    assert after.asynchronous.account.pools is not asynchronous.account.pools


@pytest.mark.parametrize("kind", KINDS)
def test_a_shallow_copy_shares_the_clients(settings, kind):
    original = things(settings=settings)[kind]
    assert clients_of(copy.copy(original)) is clients_of(original)


def test_the_tools_of_a_copied_list_still_share_their_clients(settings):
    copied = copy.deepcopy(AssemblyAIToolkit(settings=settings).get_tools())
    assert len({id(tool.clients) for tool in copied}) == 1


def test_a_callback_is_shared_and_not_copied(settings):
    screen = Screen()
    clients = Clients(settings)
    toolkit = AssemblyAIToolkit(clients=clients, on_progress=screen.show)
    loader = AssemblyAITranscriptLoader("a.mp3", clients=clients, on_progress=screen.show)
    assert copy.deepcopy(toolkit).on_progress.__self__ is screen
    assert copy.deepcopy(loader)._on_progress.__self__ is screen


async def test_the_copy_of_a_tool_with_given_clients_works(invoke, clients, answers):
    """A deep copy of a given client keeps its transport and its model."""
    answers(COMPLETED)
    tool = copy.deepcopy(GetTranscriptTool(clients=clients))
    assert "Hello." in (await invoke(tool, READ)).content
    assert tool.clients.blocking is not clients.blocking


async def test_closing_a_copy_leaves_the_original_open(clients, answers):
    answers(COMPLETED)
    tool = GetTranscriptTool(clients=clients)
    copy.deepcopy(tool).clients.close()
    assert "Hello." in tool.invoke(READ).content


@pytest.mark.parametrize("kind", KINDS)
def test_a_pickle_holds_no_key_and_takes_the_one_of_the_environment(environment, settings, key, kind):
    secret = "sk-to-be-kept-secret"
    original = things(settings=replace(settings, api_key=SecretStr(secret)))[kind]
    _ = clients_of(original).blocking, clients_of(original).accounts
    pickled = pickle.dumps(original)
    assert secret.encode() not in pickled
    after = clients_of(pickle.loads(pickled))
    assert after.settings == settings
    assert after.blocking.settings.api_key == after.asynchronous.settings.api_key == SecretStr(key)


def test_the_fields_of_a_tool_follow_its_clients(environment, settings, key):
    tool = pickle.loads(pickle.dumps(TranscribeTool(settings=replace(settings, api_key=SecretStr("x" * 20)))))
    assert (tool.settings, tool.api_key) == (settings, SecretStr(key))
    assert tool.args_schema == TranscribeTool.operation.input_schema


async def test_without_a_key_in_the_environment_the_error_says_that_keys_are_not_pickled(
    invoke, monkeypatch, settings
):
    monkeypatch.delenv("ASSEMBLYAI_API_KEY", raising=False)
    tool = pickle.loads(pickle.dumps(GetTranscriptTool(settings=settings)))
    message = await invoke(copy.deepcopy(tool), READ)
    assert message.content.startswith(
        "This object was unpickled, keys are never pickled, and ASSEMBLYAI_API_KEY"
    )
    with pytest.raises(ConfigurationError, match="keys are never pickled"):
        pickle.loads(pickle.dumps(Clients(settings))).run(get_subtitles(transcript_id="t1"))


def test_what_was_read_is_not_pickled(environment, clients, answers, sentences):
    retriever = AssemblyAITranscriptRetriever(transcript_ids=["t1"], clients=clients)
    answers({"id": "t1", "total_count": 1, "matches": []}, sentences)
    retriever.invoke("Who writes the notes?")
    assert retriever._cache
    assert b"notes" not in pickle.dumps(retriever)
    assert pickle.loads(pickle.dumps(retriever))._cache == copy.deepcopy(retriever)._cache == {}


def test_the_callers_own_model_is_pickled_along(environment, settings):
    tool = TranscribeTool(settings=settings, llm=FakeListChatModel(responses=["Fine."]))
    assert pickle.loads(pickle.dumps(tool)).clients._llm == FakeListChatModel(responses=["Fine."])


def test_a_step_of_an_operation_that_is_not_ours_cannot_be_pickled(settings):
    mine = replace(get_subtitles, name="mine")
    with pytest.raises(ConfigurationError, match="mine is not an operation of this package"):
        pickle.dumps(AssemblyAISteps(settings).operation(mine))


UNPICKLE = """
import pickle, sys
tools = pickle.load(sys.stdin.buffer)
print(*(f"{tool.name}:{type(tool).__name__}:{tool.api_key.get_secret_value()}" for tool in tools))
"""


def test_every_tool_is_unpickled_in_a_new_process(settings):
    done = subprocess.run(
        [sys.executable, "-c", UNPICKLE],
        input=pickle.dumps([tool_class(operation.name)(settings=settings) for operation in ALL_OPERATIONS]),
        env={**os.environ, "ASSEMBLYAI_API_KEY": "of-the-new-process"},
        capture_output=True,
        check=False,
    )
    assert done.stderr == b""
    assert done.stdout.decode().split() == [
        f"{operation.name}:{tool_class(operation.name).__name__}:of-the-new-process"
        for operation in ALL_OPERATIONS
    ]
