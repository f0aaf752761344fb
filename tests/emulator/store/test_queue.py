from assemblyai_emulator.store import queue, transcripts


def status(connection, transcript_id):
    row = transcripts.get(connection, "me", transcript_id)
    return row.status, row.attempts


def test_a_job_is_claimed_once(connection, put):
    put("a")
    assert queue.claim(connection, "a").attempts == 1
    assert queue.claim(connection, "a") is None
    assert status(connection, "a") == ("processing", 1)


def test_a_retry_counts_and_a_release_does_not(connection, put):
    put("a")
    queue.claim(connection, "a")
    queue.retry(connection, "a")
    assert status(connection, "a") == ("queued", 1)
    queue.claim(connection, "a")
    queue.release(connection, "a")
    assert status(connection, "a") == ("queued", 1)


def test_a_start_up_queues_what_was_being_processed_oldest_first(connection, put):
    put("b", has_media=True)
    put("a")
    put("c")
    queue.claim(connection, "b")
    queue.fail(connection, "c", "no")
    assert queue.unfinished(connection) == [("b", True), ("a", False)]
    assert status(connection, "b") == ("queued", 1)


def test_a_completed_job_has_its_result(connection, put):
    put("a")
    queue.claim(connection, "a")
    assert queue.complete(connection, "a", '{"text": "Hi."}')
    row = transcripts.get(connection, "me", "a")
    assert (row.status, row.result, row.error) == ("completed", {"text": "Hi."}, None)
    assert row.completed


def test_a_failed_job_has_its_reason(connection, put):
    put("a")
    queue.fail(connection, "a", "Audio duration is too short.")
    row = transcripts.get(connection, "me", "a")
    assert (row.status, row.result, row.error) == ("error", {}, "Audio duration is too short.")


def test_a_result_that_comes_after_the_delete_is_dropped(connection, put):
    put("a")
    queue.claim(connection, "a")
    transcripts.delete(connection, "me", "a")
    assert not queue.complete(connection, "a", '{"text": "Secret."}')
    queue.fail(connection, "a", "Secret.")
    assert transcripts.get(connection, "me", "a").result == {"text": "Deleted by user."}


def test_fetched_audio_is_noted_unless_nobody_wants_it(connection, put):
    put("a")
    assert queue.has_media(connection, "a")
    assert transcripts.get(connection, "me", "a").has_media
    transcripts.delete(connection, "me", "a")
    assert not queue.has_media(connection, "a")
    assert queue.waiting(connection, "a") is None


def test_of_some_transcripts_the_completed_ones_are_told(connection, put):
    for name in ("done", "gone", "waiting"):
        put(name)
    for name in ("done", "gone"):
        queue.claim(connection, name)
        queue.complete(connection, name, "{}")
    transcripts.delete(connection, "me", "gone")
    assert queue.completed(connection, {"done", "gone", "waiting", "unknown"}) == {"done"}
