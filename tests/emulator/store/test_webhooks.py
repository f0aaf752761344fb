import pytest

from assemblyai_emulator.store import job_queue, transcripts, webhooks

HOOKED = {"webhook_url": "http://x/hook", "webhook_auth_header_name": "X-Secret"}


@pytest.fixture
def add(connection, put):
    def adding(transcript_id: str, **parameters) -> None:
        transcript = put(transcript_id, parameters={**HOOKED, **parameters})
        webhooks.insert(connection, transcript, "http://emulator", "secret")

    return adding


def test_an_unfinished_transcript_has_no_messages_to_send(connection, add):
    add("a")
    assert webhooks.transcripts_with_messages(connection) == []
    job_queue.fail(connection, "a", "no")
    assert webhooks.transcripts_with_messages(connection) == ["a"]


def test_a_delivery_has_its_transcript_and_its_header(connection, add):
    add("a")
    job_queue.fail(connection, "a", "no")
    delivery = webhooks.next_message(connection, "a")
    assert (delivery.transcript.status, delivery.message) == ("error", "transcript")
    assert (delivery.origin, delivery.header_value, delivery.tries) == ("http://emulator", "secret", 0)


def test_a_try_is_counted_and_the_last_one_deletes_the_header(connection, add):
    add("a")
    job_queue.fail(connection, "a", "no")
    webhooks.record_try(connection, webhooks.next_message(connection, "a"), 500, ended=False)
    again = webhooks.next_message(connection, "a")
    assert (again.tries, again.header_value) == (1, "secret")
    assert transcripts.get(connection, "me", "a").webhook_status_code == 500
    webhooks.record_try(connection, again, 200, ended=True)
    assert webhooks.next_message(connection, "a") is None
    assert transcripts.get(connection, "me", "a").webhook_status_code == 200
    assert connection.execute("SELECT header_value FROM webhooks").fetchone()[0] is None


def test_redacted_audio_is_a_second_message(connection, add):
    add("a", redact_pii_audio=True)
    first = webhooks.next_message(connection, "a")
    webhooks.record_try(connection, first, 200, ended=True)
    second = webhooks.next_message(connection, "a")
    assert (first.message, second.message, second.header_value) == ("transcript", "redacted_audio", "secret")
    webhooks.record_try(connection, second, 404, ended=True)
    assert transcripts.get(connection, "me", "a").webhook_status_code == 200


def test_a_deleted_transcript_has_no_messages_and_no_webhook_url(connection, add):
    add("a")
    job_queue.fail(connection, "a", "no")
    tombstone = transcripts.delete(connection, "me", "a")
    assert tombstone.parameters == {"webhook_url": "http://deleted_by_user"}
    assert webhooks.transcripts_with_messages(connection) == []
    assert webhooks.next_message(connection, "a") is None
