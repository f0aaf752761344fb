"""A job that may exist, or is just being sent, is looked for and waited for before another one is paid."""

import asyncio

import httpx
import pytest
from tests.plugin.ledger.service import URL

from assemblyai_tools import (
    AssemblyAIError,
    AsyncClient,
    ConnectionFailedError,
    transcribe,
)
from assemblyai_tools.ledger_steps import PlaceOrder


def test_a_job_whose_reply_was_lost_is_found_by_the_next_call_even_if_the_list_was_late(
    client, service, recording
):
    service.faults, service.hidden = [httpx.ReadError("reset")], {"t1"}
    with pytest.raises(ConnectionFailedError):
        client.run(transcribe(audio="call.mp3"))
    service.hidden = set()
    view = client.run(transcribe(audio="call.mp3"))
    assert (view.id, service.created, service.uploads) == ("t1", 1, 1)


def test_a_job_whose_reply_was_lost_is_found_after_a_restart(client_of, service, kept, another_process):
    service.faults, service.hidden = [httpx.ReadError("reset")], {"t1"}
    with pytest.raises(ConnectionFailedError):
        client_of(kept).run(transcribe(audio=URL, speaker_labels=True))
    service.hidden = set()
    another_process()
    assert client_of(kept).run(transcribe(audio=URL, speaker_labels=True)).id == "t1"
    assert service.created == 1


def test_a_host_that_gave_up_and_repeats_at_once_waits_for_a_list_that_is_late(client, service, clock):
    """It gave up while the job was sent: nobody has looked for it yet."""
    service.jobs["t1"] = {"id": "t1", "audio_url": URL, "created": "2999-01-01T00:00:00Z", **service.outcome}
    service.hidden = {"t1"}
    asked = client.run(lost_order(URL))
    assert asked.number == 1
    pauses = clock.sleep

    def later(seconds):
        pauses(seconds)
        if clock.now >= 1003:
            service.hidden = set()

    client._sleep = later
    assert client.run(transcribe(audio=URL)).id == "t1"
    assert service.created == 0


def lost_order(url):
    """The steps of a call that was killed while its job was sent."""
    order = yield PlaceOrder(url, None, {})
    return order


def other_jobs(number):
    """Jobs about another recording, which say no time."""
    rows = [{"id": f"n{n}", "audio_url": "x", "status": "completed", "created": None} for n in range(number)]
    return {row["id"]: row for row in rows}


def test_a_lost_job_is_found_below_thousands_of_others_that_came_since(client, service):
    service.faults = [httpx.ReadError("reset")]
    service.hidden = {"t1"}
    with pytest.raises(ConnectionFailedError):
        client.run(transcribe(audio=URL))
    service.hidden = set()
    service.jobs |= other_jobs(9_000)
    assert client.run(transcribe(audio=URL)).id == "t1"
    assert service.created == 1


def test_again_makes_one_although_the_list_cannot_tell(client, service):
    service.faults, service.accepts = [httpx.ReadError("reset")], False
    with pytest.raises(ConnectionFailedError):
        client.run(transcribe(audio=URL))
    service.jobs = other_jobs(10_000)
    service.accepts = True
    assert client.run(transcribe(audio=URL, again=True)).id == "t10001"


def test_a_job_that_was_never_accepted_is_made_by_the_next_call_from_the_same_upload(
    client, service, recording
):
    service.faults, service.accepts = [httpx.ReadError("reset")], False
    with pytest.raises(ConnectionFailedError):
        client.run(transcribe(audio="call.mp3"))
    assert client.run(transcribe(audio="call.mp3")).id == "t1"
    assert (service.created, service.uploads) == (2, 1)


def test_the_next_call_takes_no_job_of_another_kind_and_none_that_failed(client, service):
    service.faults, service.accepts = [httpx.ReadError("reset")], False
    with pytest.raises(ConnectionFailedError):
        client.run(transcribe(audio=URL, speaker_labels=True))
    created = {"created": "2999-01-01T00:00:00"}
    service.jobs = {
        "t1": {"id": "t1", "audio_url": URL, "status": "completed", "speaker_labels": False, **created},
        "t2": {"id": "t2", "audio_url": URL, "status": "error", "error": "No.", **created},
        "t3": {"id": "t3", "audio_url": URL, "status": "completed", "created": "1999-01-01T00:00:00"},
    }
    assert client.run(transcribe(audio=URL, speaker_labels=True)).id == "t4"


def test_nothing_is_created_while_the_list_cannot_tell(client, service, monkeypatch):
    service.faults, service.accepts = [httpx.ReadError("reset")], False
    with pytest.raises(ConnectionFailedError):
        client.run(transcribe(audio=URL))
    service.jobs = other_jobs(10_000)
    with pytest.raises(AssemblyAIError, match="too long to tell"):
        client.run(transcribe(audio=URL))
    assert service.created == 1


def test_a_service_that_accepts_answers_503_and_lists_late_makes_one_job(client, service, clock):
    service.faults, service.hidden = [httpx.Response(503)], {"t1"}
    service.outcome = {"status": "processing"}
    sleep = clock.sleep

    def later(seconds):
        sleep(seconds)
        if clock.now >= 1006:
            service.hidden = set()

    clock.sleep = later
    client._sleep = later
    assert client.run(transcribe(audio=URL, wait_seconds=0)).id == "t1"
    assert service.created == 1


async def test_the_same_call_at_the_same_time_waits_for_the_first(settings, service, recording):
    gate, uploading, slept = asyncio.Event(), asyncio.Event(), []

    async def handle(request):
        if request.url.path == "/v2/upload":
            uploading.set()
            await gate.wait()
        return service(request)

    async def sleep(seconds):
        slept.append(seconds)
        if len(slept) > 60:
            gate.set()
        await asyncio.sleep(0)

    async with AsyncClient(settings, sleep=sleep, transport=httpx.MockTransport(handle)) as client:
        first = asyncio.create_task(client.run(transcribe(audio="call.mp3")))
        await uploading.wait()
        with pytest.raises(ConnectionFailedError, match="call again with the same arguments") as caught:
            await client.run(transcribe(audio="call.mp3", wait_seconds=0))
        assert caught.value.retryable
        assert sum(slept) == 45
        views = await asyncio.gather(first, client.run(transcribe(audio="call.mp3")))
    assert [view.id for view in views] == ["t1", "t1"]
    assert (service.created, service.uploads) == (1, 1)


async def test_a_call_that_is_cancelled_while_it_uploads_holds_nobody_up(settings, service, recording):
    uploading, hang = asyncio.Event(), True

    async def handle(request):
        if request.url.path == "/v2/upload" and hang:
            uploading.set()
            await asyncio.Event().wait()
        return service(request)

    async with AsyncClient(settings, transport=httpx.MockTransport(handle)) as client:
        first = asyncio.create_task(client.run(transcribe(audio="call.mp3")))
        await uploading.wait()
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        hang = False
        assert (await client.run(transcribe(audio="call.mp3"))).id == "t1"
