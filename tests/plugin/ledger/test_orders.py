"""No job is paid for twice: seen from a client, with a service that counts."""

import asyncio
from dataclasses import replace

import httpx
import pytest
from pydantic import SecretStr

from assemblyai_tools import (
    AssemblyAIError,
    AsyncClient,
    BadRequestError,
    ConnectionFailedError,
    FileAccessError,
    TranscriptionFailedError,
    delete_transcript,
    get_transcript,
    transcribe,
)
from assemblyai_tools.ledger.ledger import Ledger
from assemblyai_tools.ledger_steps import PlaceOrder

URL = "https://x.test/call.mp3"


@pytest.fixture
def recording(tmp_path):
    file = tmp_path / "call.mp3"
    file.write_bytes(b"RIFF sound")
    return file


def test_the_same_call_again_gives_the_same_transcript_and_says_so(client, service):
    first = client.run(transcribe(audio=URL, speaker_labels=True))
    again = client.run(transcribe(audio=URL, speaker_labels=True))
    assert (first.id, again.id, service.created) == ("t1", "t1", 1)
    assert (first.reused, again.reused) == (None, True)
    assert (
        "This audio was transcribed with the same options before; again=true makes and pays a new one."
        in again.render()
    )
    assert "again=true" not in first.render()


def test_how_long_to_wait_and_whom_to_notify_do_not_make_another_job(client, service):
    client.run(transcribe(audio=URL))
    hook = {
        "webhook_url": "https://me.test",
        "webhook_auth_header_name": "X-A",
        "webhook_auth_header_value": "b",
    }
    assert client.run(transcribe(audio=URL, wait_seconds=600, **hook)).id == "t1"
    assert service.created == 1


@pytest.mark.parametrize(
    "other",
    [
        {"audio": "https://x.test/other.mp3"},
        {"audio": f"{URL}?part=2"},
        {"speaker_labels": True},
        {"prompt": "x"},
    ],
)
def test_another_audio_or_option_is_another_job(client, service, other):
    client.run(transcribe(audio=URL))
    assert client.run(transcribe(**{"audio": URL, **other})).id == "t2"


@pytest.mark.parametrize(
    "change", [{"api_key": SecretStr("other")}, {"base_url": "http://elsewhere.test"}], ids=["key", "service"]
)
def test_another_account_or_service_never_gets_the_transcript(client_of, service, kept, change):
    client_of(kept).run(transcribe(audio=URL))
    assert client_of(replace(kept, **change)).run(transcribe(audio=URL)).id == "t2"


def test_again_makes_a_new_one_which_the_next_call_gets(client, service):
    client.run(transcribe(audio=URL))
    assert client.run(transcribe(audio=URL, again=True)).id == "t2"
    assert client.run(transcribe(audio=URL)).id == "t2"
    assert "again" not in service.jobs["t2"]


@pytest.mark.parametrize(("hours", "number"), [(23.9, 1), (24.1, 2)])
def test_a_transcript_is_reused_within_24_hours(client, service, hours, number):
    now = 1_000_000.0
    client._account.memory = Ledger(clock=lambda: now)
    client.run(transcribe(audio=URL))
    now += hours * 3600
    client.run(transcribe(audio=URL))
    assert service.created == number


def test_with_a_setting_of_no_hours_each_call_makes_a_job(client_of, service, settings):
    client = client_of(replace(settings, reuse_hours=0.0))
    client.run(transcribe(audio=URL))
    client.run(transcribe(audio=URL))
    assert service.created == 2
    service.faults, service.hidden = [httpx.ReadError("reset")], {"t3"}
    with pytest.raises(ConnectionFailedError):
        client.run(transcribe(audio=URL))
    service.hidden = set()
    assert client.run(transcribe(audio=URL)).id == "t3", "an order in doubt is looked for all the same"


def test_a_call_that_gave_up_finds_the_job_that_is_running(client, service):
    service.outcome = {"status": "processing"}
    assert client.run(transcribe(audio=URL, wait_seconds=0)).status == "processing"
    service.jobs["t1"] |= {"status": "completed", "text": "Hello."}
    view = client.run(transcribe(audio=URL))
    assert (view.id, view.status, service.created) == ("t1", "completed", 1)


def test_a_transcript_that_was_deleted_is_not_reused(client, service):
    client.run(transcribe(audio=URL))
    client.run(delete_transcript(transcript_id="t1"))
    assert client.run(transcribe(audio=URL)).id == "t2"


@pytest.mark.parametrize(
    "elsewhere",
    [lambda jobs: jobs.pop("t1"), lambda jobs: jobs["t1"].update(audio_url="http://deleted_by_user")],
)
def test_a_transcript_that_was_deleted_elsewhere_is_not_reused(client, service, elsewhere):
    client.run(transcribe(audio=URL))
    service.jobs["t0"] = {}
    elsewhere(service.jobs)
    assert client.run(transcribe(audio=URL)).id == f"t{len(service.jobs)}"
    assert service.created == 2


def test_a_job_that_failed_is_made_anew(client, service):
    service.outcome = {"status": "error", "error": "Download error"}
    with pytest.raises(TranscriptionFailedError):
        client.run(transcribe(audio=URL))
    service.outcome = {"status": "completed", "text": "Hello."}
    assert client.run(transcribe(audio=URL)).id == "t2"


def test_a_file_is_known_by_its_content(client, service, recording):
    client.run(transcribe(audio="call.mp3"))
    copy = recording.with_name("copy.mp3")
    copy.write_bytes(recording.read_bytes())
    assert client.run(transcribe(audio="copy.mp3")).id == "t1"
    recording.write_bytes(b"RIFF other")
    assert client.run(transcribe(audio="call.mp3")).id == "t2"
    assert service.uploads == 2


def test_a_call_that_is_corrected_does_not_upload_the_file_again(client, service, recording):
    service.faults, service.accepts = [httpx.Response(400, json={"error": "No."})], False
    with pytest.raises(BadRequestError):
        client.run(transcribe(audio="call.mp3", speaker_labels=True))
    assert client.run(transcribe(audio="call.mp3")).id == "t1"
    assert (service.uploads, service.jobs["t1"]["audio_url"]) == (1, "https://cdn.test/1")
    assert client.run(transcribe(audio="call.mp3", again=True)).id == "t2"
    assert service.uploads == 2, "the first upload may be deleted with its job"


def test_a_file_that_did_not_change_is_not_read_again(client, service, recording, monkeypatch):
    client.run(transcribe(audio="call.mp3"))
    monkeypatch.setattr("assemblyai_tools.ledger.subject.content_digest", None)
    assert client.run(transcribe(audio=str(recording))).id == "t1"


def test_a_signed_url_is_known_by_what_is_not_signed_of_it(client, service):
    signed = "https://bucket.test/call.mp3?versionId=7&X-Amz-Expires=60&X-Amz-Signature="
    client.run(transcribe(audio=f"{signed}abc"))
    assert client.run(transcribe(audio=f"{signed}def")).id == "t1"
    assert (
        client.run(transcribe(audio="https://bucket.test/call.mp3?versionId=8&X-Amz-Signature=x")).id == "t2"
    )


def test_a_file_outside_the_allowed_folders_is_neither_read_nor_remembered(client, service):
    for _ in range(2):
        with pytest.raises(FileAccessError):
            client.run(transcribe(audio="/etc/passwd"))
    assert service.requests == []


def test_a_job_that_is_refused_may_be_ordered_again_at_once(client, service):
    service.faults, service.accepts = [httpx.Response(400, json={"error": "No."})], False
    with pytest.raises(BadRequestError):
        client.run(transcribe(audio=URL))
    assert client.run(transcribe(audio=URL)).id == "t1"


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


def test_a_failed_upload_leaves_nothing_behind(client, service, recording, monkeypatch):
    monkeypatch.setattr(type(service), "uploads", property(lambda _: 1 / 0))
    with pytest.raises(ZeroDivisionError):
        client.run(transcribe(audio="call.mp3"))
    monkeypatch.undo()
    assert client.run(transcribe(audio="call.mp3")).id == "t1"


def test_a_transcript_that_is_read_is_remembered_once(client, service, monkeypatch):
    client.run(transcribe(audio=URL))
    client.run(get_transcript(transcript_id="t1"))
    monkeypatch.setattr(Ledger, "answer", None)
    assert client.run(get_transcript(transcript_id="t1")).status == "completed"


def test_without_a_ledger_each_call_makes_a_job(client_of, service, settings):
    client = client_of(replace(settings, ledger="off"))
    assert [client.run(transcribe(audio=URL)).id for _ in range(2)] == ["t1", "t2"]
    assert isinstance(service.jobs["t1"], dict)


def test_an_upload_that_fails_is_not_in_doubt(client, service, recording):
    handle = service.__call__

    class Down:
        def __call__(self, request):
            return httpx.Response(401) if request.url.path == "/v2/upload" else handle(request)

    client._http._http._transport = httpx.MockTransport(Down())
    with pytest.raises(AssemblyAIError):
        client.run(transcribe(audio="call.mp3"))
    client._http._http._transport = httpx.MockTransport(service)
    assert client.run(transcribe(audio="call.mp3")).id == "t1"
