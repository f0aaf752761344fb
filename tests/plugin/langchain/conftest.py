"""Shared by the LangChain tests: clients of a scripted service, and a transcript with speakers."""

import json

import httpx
import pytest
from tests.plugin.langchain.loading import blocking, on_asyncio

from assemblyai_tools import AsyncClient, Client
from assemblyai_tools.langchain import AssemblyAITranscriptLoader, Clients
from assemblyai_tools.langchain.model import async_completer, completer

TURNS = [
    ("A", "We will launch on Wednesday.", 1_000),
    ("B", "Who writes the notes?", 4_000),
    ("A", "I will write the notes.", 6_000),
]


def _words(text, start, speaker):
    return [
        {"text": word, "start": start + 300 * place, "end": start + 300 * place + 250, "speaker": speaker}
        for place, word in enumerate(text.split())
    ]


def _turn(speaker, text, start):
    words = _words(text, start, speaker)
    return {"speaker": speaker, "text": text, "start": start, "end": words[-1]["end"], "words": words}


@pytest.fixture
def meeting():
    """A completed transcript of three turns, as the API returns it."""
    turns = [_turn(*turn) for turn in TURNS]
    return {
        "id": "t1",
        "status": "completed",
        "text": " ".join(turn["text"] for turn in turns),
        "audio_duration": 8,
        "utterances": turns,
        "words": [word for turn in turns for word in turn["words"]],
    }


@pytest.fixture
def sentences(meeting):
    """Its sentences, as the API returns them."""
    return {"id": "t1", "sentences": [{**turn, "words": None} for turn in meeting["utterances"]]}


@pytest.fixture
def scripted(settings, service, clock):
    """Make clients that the scripted service answers, or `answer`; with `llm`, they have a model."""

    def make(settings=settings, answer=service, llm=None):
        async def sleep(seconds):
            clock.sleep(seconds)

        transport = httpx.MockTransport(answer)
        asked = {"complete": completer(llm)} if llm else {}
        asked_async = {"complete": async_completer(llm)} if llm else {}
        return Clients(
            settings,
            llm=llm,
            blocking=Client(settings, sleep=clock.sleep, transport=transport, **asked),
            asynchronous=AsyncClient(settings, sleep=sleep, transport=transport, **asked_async),
        )

    return make


@pytest.fixture
def clients(scripted):
    return scripted()


@pytest.fixture
def answers(service):
    """Add JSON replies to the service's script."""

    def add(*bodies, status=200):
        service.script += [httpx.Response(status, json=body) for body in bodies]

    return add


async def _invoke(runnable, given, config=None):
    return runnable.invoke(given, config)


async def _ainvoke(runnable, given, config=None):
    return await runnable.ainvoke(given, config)


@pytest.fixture(params=[_invoke, _ainvoke], ids=["invoke", "ainvoke"])
def invoke(request):
    """Invoke a runnable, blocking and on asyncio."""
    return request.param


@pytest.fixture
def sent(service):
    """The JSON bodies that were sent."""
    return lambda: [json.loads(request.content) for request in service.requests if request.content]


@pytest.fixture(params=[blocking, on_asyncio], ids=["lazy_load", "alazy_load"])
def load(request):
    return request.param


@pytest.fixture
def loader(clients):
    return lambda *audio, **options: AssemblyAITranscriptLoader(*audio, clients=clients, **options)
