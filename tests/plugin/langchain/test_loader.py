"""What the loader makes of recordings and transcripts: documents, with their metadata."""

import asyncio
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from langchain_core.documents import Document
from tests.plugin.langchain.loading import AUDIO, CREATED, DONE, RUNNING, on_asyncio

from assemblyai_tools.langchain import AssemblyAITranscriptLoader, Clients


async def test_a_recording_is_transcribed_and_loaded_by_turn_with_times_and_speakers(
    load, loader, answers, service, meeting, sent
):
    answers(CREATED, RUNNING, {**meeting, "status": "processing"}, DONE, meeting)
    documents = await load(loader(AUDIO, by="turn", language_code="en"))
    assert documents[1] == Document(
        id="t1-turn-1",
        page_content="Who writes the notes?",
        metadata={
            "source": AUDIO,
            "transcript_id": "t1",
            "unit": "turn",
            "index": 1,
            "start": 4_000,
            "end": 5_150,
            "speaker": "B",
        },
    )
    assert [document.page_content for document in documents] == [
        turn["text"] for turn in meeting["utterances"]
    ]
    assert sent() == [{"audio_url": AUDIO, "speaker_labels": True, "language_code": "en"}]
    assert service.script == []


@pytest.mark.parametrize(
    ("options", "speakers"),
    [
        ({"by": "turn"}, {"speaker_labels": True}),
        ({"by": "turn", "multichannel": True}, {"multichannel": True}),
        ({"by": "turn", "speaker_labels": False}, {"speaker_labels": False}),
        ({}, {}),
    ],
)
async def test_speaker_labels_are_requested_only_to_load_by_turn(
    load, loader, answers, meeting, sent, options, speakers
):
    answers(CREATED, DONE, meeting)
    await load(loader(AUDIO, **options))
    assert sent() == [{"audio_url": AUDIO, **speakers}]


async def test_an_existing_transcript_is_loaded_whole_without_unknown_metadata(
    load, loader, answers, service
):
    answers({"id": "t1", "status": "completed", "text": "Hi."})
    assert await load(loader(transcript_ids="t1")) == [
        Document(
            id="t1-whole-0",
            page_content="Hi.",
            metadata={"source": "t1", "transcript_id": "t1", "unit": "whole", "index": 0},
        )
    ]
    assert service.calls == ["GET /v2/transcript/t1"]


async def test_several_sources_keep_their_order(load, scripted):
    def answer(request):
        name = request.url.path.rpartition("/")[2]
        return httpx.Response(200, json={"id": name, "status": "completed", "text": name})

    names = [f"t{n}" for n in range(30)]
    documents = await load(AssemblyAITranscriptLoader(transcript_ids=names, clients=scripted(answer=answer)))
    assert [document.page_content for document in documents] == names


async def test_an_empty_chunk_is_not_a_document(load, loader, answers):
    answers({"sentences": [{"text": ""}, {"text": "Hi."}]})
    (document,) = await load(loader(transcript_ids=["t1"], by="sentence"))
    assert (document.page_content, document.metadata["index"]) == ("Hi.", 1)


def test_a_recording_that_is_not_consumed_is_not_transcribed(loader, answers, service):
    answers(CREATED, DONE, {**DONE, "text": "Hi."})
    documents = loader([AUDIO, "https://host.test/b.mp3"]).lazy_load()
    assert next(documents).page_content == "Hi."
    documents.close()
    assert service.calls.count("POST /v2/transcript") == 1


async def test_stopping_early_leaves_nothing_running(loader, scripted):
    started, both, released = [], asyncio.Event(), asyncio.Event()

    async def answer(request):
        started.append(request.url.path)
        if request.url.path.endswith("t2"):
            both.set()
            await released.wait()
        await both.wait()
        return httpx.Response(200, json={"id": "t1", "status": "completed", "text": "Hi."})

    clients = scripted(answer=answer)
    before = asyncio.all_tasks()
    documents = AssemblyAITranscriptLoader(transcript_ids=["t1", "t2"], clients=clients).alazy_load()
    async for document in documents:
        assert document.page_content == "Hi."
        break
    await documents.aclose()
    assert asyncio.all_tasks() == before
    assert len(started) == 2


@pytest.fixture
def recording(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = Path("call.mp3")
    path.write_bytes(b"sound")
    return path


@pytest.mark.parametrize("several", [False, True])
async def test_a_recording_may_be_a_path(load, loader, answers, recording, several):
    answers({"upload_url": "https://cdn.test/1"}, CREATED, DONE, {**DONE, "text": "Hi."})
    (document,) = await load(loader([recording] if several else recording))
    assert document.metadata["source"] == "call.mp3"


@pytest.mark.parametrize("audio", [b"sound", BytesIO(b"sound"), [b"sound"], iter([BytesIO(b"sound")])])
async def test_a_recording_may_be_what_a_program_holds(loader, answers, service, audio):
    answers({"upload_url": "https://cdn.test/1"}, CREATED, DONE, {**DONE, "text": "Hi."})
    (document,) = await on_asyncio(loader(audio))
    assert document.metadata["source"] == "audio"
    assert service.requests[0].content == b"sound"


@pytest.mark.parametrize(
    ("audio", "source"),
    [
        ("https://host.test/a.mp3?X-Signature=secret&b=1#t", "https://host.test/a.mp3"),
        ("https://me:secret@host.test/a@b.mp3", "https://host.test/a@b.mp3"),
    ],
)
async def test_secrets_in_a_url_stay_out_of_the_documents(load, loader, answers, audio, source):
    answers(CREATED, DONE, {**DONE, "text": "Hi.", "audio_duration": 3, "language_code": "en_us"})
    (document,) = await load(loader(audio))
    assert document.metadata == {
        "source": source,
        "transcript_id": "t1",
        "unit": "whole",
        "index": 0,
        "audio_duration": 3,
        "language_code": "en_us",
    }


def test_progress_is_reported(loader, answers):
    reports = []
    answers(CREATED, DONE, {**DONE, "text": "Hi."})
    list(loader(AUDIO, on_progress=reports.append).lazy_load())
    assert {report.transcript_id for report in reports} == {"t1"}


def test_without_clients_the_environment_is_read(monkeypatch):
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", "from-the-environment")
    loader = AssemblyAITranscriptLoader(AUDIO)
    assert loader._clients.settings.require_key() == "from-the-environment"
    assert isinstance(loader._clients, Clients)
