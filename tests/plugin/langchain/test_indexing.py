"""LangChain's `index()` skips what it knows, and nothing is transcribed twice for it."""

import hashlib
import json
from dataclasses import replace

import httpx
import pytest
from langchain_core.embeddings import Embeddings
from langchain_core.indexing import InMemoryRecordManager, aindex, index
from langchain_core.vectorstores import InMemoryVectorStore

from assemblyai_tools import AsyncClient
from assemblyai_tools.langchain import AssemblyAITranscriptLoader, AssemblyAITranscriptRetriever, Clients


class Letters(Embeddings):
    """A vector of a text's digest."""

    def embed_documents(self, texts):
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text):
        return [float(byte) for byte in hashlib.sha256(text.encode()).digest()[:8]]


@pytest.fixture
def recording(tmp_path):
    file = tmp_path / "call.mp3"
    file.write_bytes(b"speech")
    return file


@pytest.fixture
def created():
    """The transcripts that were created."""
    return []


@pytest.fixture
def answer(created, meeting):
    def reply(request):
        if request.url.path == "/v2/upload":
            return httpx.Response(200, json={"upload_url": "https://cdn.test/1"})
        if request.method == "POST":
            created.append(json.loads(request.content)["audio_url"])
            return httpx.Response(200, json={"id": f"t{len(created)}", "status": "queued"})
        return httpx.Response(200, json={**meeting, "id": request.url.path.rpartition("/")[2]})

    return reply


@pytest.fixture
def store():
    manager = InMemoryRecordManager("calls")
    manager.create_schema()
    return InMemoryVectorStore(Letters()), manager


def indexed(loader, store):
    vectors, manager = store
    return index(
        loader, manager, vectors, cleanup="incremental", source_id_key="source", key_encoder="sha256"
    )


def test_indexing_a_recording_again_adds_nothing_and_costs_nothing(
    scripted, answer, created, recording, store
):
    clients = scripted(answer=answer)
    first = indexed(AssemblyAITranscriptLoader(recording, by="turn", clients=clients), store)
    again = indexed(AssemblyAITranscriptLoader(recording, by="turn", clients=clients), store)
    assert (first["num_added"], first["num_skipped"]) == (3, 0)
    assert (again["num_added"], again["num_skipped"], again["num_deleted"]) == (0, 3, 0)
    assert len(created) == 1


async def test_the_same_on_asyncio(scripted, answer, created, recording, store):
    vectors, manager = store
    clients, seen = scripted(answer=answer), []
    for _ in range(2):
        loader = AssemblyAITranscriptLoader(recording, by="turn", clients=clients)
        documents = await loader.aload()
        seen.append([document.id for document in documents])
        done = await aindex(
            documents, manager, vectors, cleanup="incremental", source_id_key="source", key_encoder="sha256"
        )
    assert seen[0] == seen[1] == ["t1-turn-0", "t1-turn-1", "t1-turn-2"]
    assert (done["num_added"], done["num_skipped"]) == (0, 3)
    assert len(created) == 1


def test_a_ledger_in_a_file_knows_it_after_a_restart(
    scripted, answer, created, recording, settings, store, tmp_path
):
    kept = replace(settings, ledger=tmp_path / "ledger.sqlite3")
    for _ in range(2):
        done = indexed(AssemblyAITranscriptLoader(recording, clients=scripted(kept, answer)), store)
    assert (done["num_added"], done["num_skipped"]) == (0, 1)
    assert len(created) == 1


async def test_what_was_loaded_blocking_is_not_paid_for_again_on_asyncio(
    answer, created, recording, settings
):
    """The two clients of one Clients have one account, and so one ledger in memory."""
    clients = Clients(settings, asynchronous=AsyncClient(settings, transport=httpx.MockTransport(answer)))
    clients.blocking._http = type(clients.blocking._http)(httpx.MockTransport(answer))
    loader = AssemblyAITranscriptLoader(recording, clients=clients)
    assert [one.id for one in loader.load()] == [one.id for one in await loader.aload()]
    assert len(created) == 1


async def test_what_the_retriever_finds_has_the_source_that_the_loader_gives(
    invoke, scripted, sentences, meeting
):
    def answer(request):
        last = request.url.path.rpartition("/")[2]
        known = {"word-search": {"id": "t1", "total_count": 1, "matches": []}, "sentences": sentences}
        return httpx.Response(200, json=known.get(last, meeting))

    clients = scripted(answer=answer)
    retriever = AssemblyAITranscriptRetriever(transcript_ids=["t1"], clients=clients)
    found = await invoke(retriever, "Who writes the notes?")
    loaded = AssemblyAITranscriptLoader(transcript_ids="t1", by="sentence", clients=clients).load()
    assert {document.metadata["source"] for document in [*found, *loaded]} == {"t1"}
    assert {document.id for document in found} <= {document.id for document in loaded}
