"""No job is paid for twice: seen from a client, with a service that counts."""

from dataclasses import replace

import httpx
import pytest
from pydantic import SecretStr
from tests.plugin.ledger.service import URL

from assemblyai_tools import (
    AssemblyAIError,
    BadRequestError,
    ConnectionFailedError,
    FileAccessError,
    TranscriptionFailedError,
    delete_transcript,
    get_transcript,
    transcribe,
)
from assemblyai_tools.ledger.ledger import Ledger


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
