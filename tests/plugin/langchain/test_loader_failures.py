"""The loader says why a recording failed, keeps the IDs that were made, and refuses what it cannot load."""

import json

import httpx
import pytest
from tests.plugin.langchain.loading import AUDIO, CREATED, DONE, RUNNING, blocking, on_asyncio

from assemblyai_tools.errors import (
    AssemblyAIError,
    BadRequestError,
    InvalidArgumentsError,
    NotFoundError,
    TranscriptionFailedError,
)
from assemblyai_tools.langchain import AssemblyAITranscriptLoader


async def test_a_recording_that_fails_says_why_and_keeps_its_id(load, loader, answers):
    answers(CREATED, {"id": "t1", "status": "error", "error": "Audio is too short"})
    with pytest.raises(TranscriptionFailedError, match="Audio is too short") as caught:
        await load(loader(AUDIO))
    assert caught.value.transcript_id == "t1"


@pytest.fixture
def recordings(scripted):
    """Recordings t1 to t4. t2 fails to transcribe, t3 is silent, t4 is created but cannot be read."""

    def answer(request):
        name = request.url.path.rpartition("/")[2]
        if request.method == "POST":
            made = json.loads(request.content)["audio_url"].rpartition("/")[2]
            return httpx.Response(200, json={"id": made, "status": "queued"})
        if name in ("t4", "t9"):
            return httpx.Response(404, json={"error": "Not found"})
        ended = {"status": "error", "error": "No speech"} if name == "t2" else {"status": "completed"}
        return httpx.Response(200, json={"id": name, "text": "" if name == "t3" else "Hi.", **ended})

    def make(*names, **options):
        urls = [f"https://host.test/{name}" for name in names]
        return AssemblyAITranscriptLoader(urls, clients=scripted(answer=answer), **options)

    return make


async def test_the_error_for_a_failed_recording_names_the_other_new_transcripts(recordings):
    loader = recordings("t1", "t2", "t3", "t4", transcript_ids=["t9"])
    with pytest.raises(TranscriptionFailedError) as caught:
        await on_asyncio(loader)
    assert caught.value.transcript_id == "t2"
    assert sorted(caught.value.next_step.rpartition(": ")[2].strip(".").split(", ")) == ["t1", "t3", "t4"]
    assert "load them by transcript_ids" in str(caught.value)


async def test_lazy_loads_error_names_the_transcripts_created_before_the_failure(recordings):
    with pytest.raises(TranscriptionFailedError, match=r"Others were made; .*: t1, t3\."):
        await blocking(recordings("t1", "t3", "t2", "t4"))


async def test_the_error_for_a_single_recording_names_no_others(load, recordings):
    with pytest.raises(NotFoundError) as caught:
        await load(recordings("t4"))
    assert "Others were made" not in str(caught.value)
    assert caught.value.transcript_id == "t4"


async def test_a_job_that_was_never_created_has_no_id(load, loader, answers):
    answers({"error": "Bad audio_url"}, status=400)
    with pytest.raises(BadRequestError) as caught:
        await load(loader(AUDIO))
    assert caught.value.transcript_id is None


async def test_stopping_early_logs_the_new_transcripts(recordings, caplog):
    documents = recordings("t1", "t3").alazy_load()
    async for _ in documents:
        break
    await documents.aclose()
    (record,) = caplog.records
    text, ids = record.getMessage().rsplit(": ", 1)
    assert text.endswith("these transcripts were made")
    assert "t1" in ids.split(", ")  # and t3, if its job was made by then


async def test_the_wait_times_out_but_the_job_goes_on(load, loader, answers):
    answers(CREATED, RUNNING, RUNNING)
    with pytest.raises(AssemblyAIError) as caught:
        await load(loader(AUDIO, wait_seconds=0))
    assert str(caught.value) == (
        "Transcript t1 is still processing after 0 s; the job goes on. "
        'Load it later with transcript_ids="t1", or wait longer.'
    )
    assert caught.value.transcript_id == "t1"


async def test_a_failed_read_of_a_new_transcript_keeps_its_id(load, loader, answers):
    answers(CREATED, DONE)
    answers({"error": "Not found"}, status=404)
    with pytest.raises(NotFoundError) as caught:
        await load(loader(AUDIO, by="sentence"))
    assert caught.value.transcript_id == "t1"


@pytest.mark.parametrize("sources", [{"audio": AUDIO}, {"transcript_ids": "t1"}])
def test_the_constructor_refuses_an_unknown_option(loader, sources):
    with pytest.raises(InvalidArgumentsError, match="no argument 'speaker_label'"):
        loader(speaker_label=True, **sources)


@pytest.mark.parametrize("sources", [{}, {"audio": []}, {"transcript_ids": ()}])
def test_a_loader_without_sources_is_refused(loader, sources):
    with pytest.raises(InvalidArgumentsError) as caught:
        loader(**sources)
    assert str(caught.value) == "There is nothing to load. Give audio (files or URLs) or transcript_ids."


def test_an_unknown_unit_is_refused_with_the_known_ones(loader):
    with pytest.raises(InvalidArgumentsError) as caught:
        loader(AUDIO, by="word")
    assert str(caught.value) == "by is 'word'. Give one of: whole, paragraph, sentence, turn."
