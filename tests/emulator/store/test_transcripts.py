from dataclasses import replace

import pytest

from assemblyai_emulator.errors import UnknownTranscriptError
from assemblyai_emulator.store import job_queue, transcripts


def test_a_stored_transcript_is_read_back(connection, put):
    stored = put("a", upload_id="u", has_media=True)
    assert transcripts.get(connection, "me", "a") == stored


@pytest.mark.parametrize(("account", "transcript_id"), [("me", "b"), ("other", "a")])
def test_another_accounts_transcript_is_an_unknown_id(connection, put, account, transcript_id):
    put("a")
    for operation in (transcripts.get, transcripts.delete):
        with pytest.raises(UnknownTranscriptError):
            operation(connection, account, transcript_id)


def test_deleting_leaves_a_tombstone(connection, put):
    put("a", upload_id="u")
    job_queue.claim(connection, "a")
    job_queue.complete(
        connection, "a", '{"text": "Hi.", "words": [], "audio_duration": 3, "audio_channels": 1}'
    )
    before = transcripts.get(connection, "me", "a")
    assert transcripts.delete(connection, "me", "a") == replace(
        before,
        deleted=True,
        audio_url="http://deleted_by_user",
        upload_id=None,
        parameters={"webhook_url": "http://deleted_by_user"},
        result={"text": "Deleted by user.", "audio_duration": 3, "audio_channels": 1},
    )


def test_a_second_delete_is_an_unknown_id(connection, put):
    put("a")
    transcripts.delete(connection, "me", "a")
    with pytest.raises(UnknownTranscriptError):
        transcripts.delete(connection, "me", "a")


def test_deleting_an_unfinished_transcript_ends_it_with_an_error(connection, put):
    put("a")
    tombstone = transcripts.delete(connection, "me", "a")
    assert (tombstone.status, tombstone.error) == ("error", "Deleted by user.")
    assert job_queue.claim(connection, "a") is None


def test_deleting_scrubs_what_was_asked_for_except_the_switches(connection, put):
    put("a", parameters={"prompt": "Ada's call", "redact_pii": True, "redact_static_entities": {"a": ["b"]}})
    tombstone = transcripts.delete(connection, "me", "a")
    assert tombstone.parameters == {"redact_pii": True, "webhook_url": "http://deleted_by_user"}
