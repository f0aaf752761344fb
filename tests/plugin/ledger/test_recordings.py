"""What was transcribed is shown beside the files."""

import os
from dataclasses import replace

import pytest

from assemblyai_tools import TranscriptionFailedError, find_recordings, transcribe
from assemblyai_tools.ledger import fingerprint
from assemblyai_tools.ledger_steps import TranscribedFile
from assemblyai_tools.transport.local_file import LocalFile


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("call.mp3", "other.mp3"):
        (tmp_path / name).write_bytes(name.encode())
    return tmp_path


def transcripts(client):
    rows = client.run(find_recordings()).recordings
    return {row.path: row.transcript_id for row in rows}


def test_a_recording_has_the_newest_transcript_that_was_made_of_it(client, service, folder):
    assert transcripts(client) == {"call.mp3": None, "other.mp3": None}
    client.run(transcribe(audio="call.mp3"))
    client.run(transcribe(audio="call.mp3", speaker_labels=True))
    assert transcripts(client) == {"call.mp3": "t2", "other.mp3": None}
    assert " | transcript t2" in client.run(find_recordings()).render()


def test_a_copy_has_the_same_transcript_once_it_was_asked_for(client, service, folder):
    client.run(transcribe(audio="call.mp3"))
    (folder / "copy.mp3").write_bytes(b"call.mp3")
    assert transcripts(client)["copy.mp3"] is None
    for _ in range(2):
        assert client.run(transcribe(audio="copy.mp3")).reused
    assert transcripts(client) == {"call.mp3": "t1", "copy.mp3": "t1", "other.mp3": None}


def test_a_recording_whose_transcription_failed_has_none(client, service, folder):
    service.outcome = {"status": "error", "error": "No speech."}
    with pytest.raises(TranscriptionFailedError):
        client.run(transcribe(audio="call.mp3"))
    assert transcripts(client)["call.mp3"] is None


def test_a_recording_that_changed_has_none(client, service, folder):
    client.run(transcribe(audio="call.mp3"))
    (folder / "call.mp3").write_bytes(b"another call")
    assert transcripts(client)["call.mp3"] is None


def test_a_recording_whose_name_is_no_text_has_its_transcript(client, service, folder):
    name = os.fsdecode(b"odd\xff.mp3")
    (folder / name).write_bytes(b"odd")
    client.run(transcribe(audio=name))
    assert [path for path, transcript in transcripts(client).items() if transcript] == ["odd.mp3"]


def test_a_recording_that_changes_while_it_is_read_is_not_remembered_by_half_of_it(
    client, service, folder, monkeypatch
):
    """The upload says so: it finds the file as it is by then."""
    monkeypatch.setattr("assemblyai_tools.ledger.fingerprint._CHUNK", 4)
    real, changed = fingerprint._blake2b, []

    def change():
        if not changed:
            changed.append((folder / "call.mp3").write_bytes(b"another call, and longer"))
        return real()

    monkeypatch.setattr(fingerprint, "_blake2b", change)
    client.run(transcribe(audio="call.mp3"))
    assert service.uploads == 1
    assert transcripts(client)["call.mp3"] is None


def test_the_file_of_a_transcript_is_known_as_it_was(client, service, folder):
    def asked(transcript_id):
        return (yield TranscribedFile(transcript_id))

    client.run(transcribe(audio="call.mp3"))
    client.run(transcribe(audio="https://x.test/a.mp3"))
    file = folder / "call.mp3"
    stamp = LocalFile(file, file.stat(), ()).stamp
    (folder / "call.mp3").write_bytes(b"another call")
    assert client.run(asked("t1")) == (str(file.resolve()), stamp)
    assert client.run(asked("t2")) is None
    assert client.run(asked("t3")) is None


def test_recordings_are_found_without_a_key(client_of, settings, folder):
    assert set(transcripts(client_of(replace(settings, api_key=None)))) == {"call.mp3", "other.mp3"}
