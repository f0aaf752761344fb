from assemblyai_emulator.store import job_queue, transcripts


def status(connection, transcript_id):
    row = transcripts.get(connection, "me", transcript_id)
    return row.status, row.attempts


def test_a_job_can_be_claimed_once(connection, put):
    put("a")
    assert job_queue.claim(connection, "a").attempts == 1
    assert job_queue.claim(connection, "a") is None
    assert status(connection, "a") == ("processing", 1)


def test_a_job_that_was_deleted_is_no_longer_processing(connection, put):
    put("a")
    assert not job_queue.is_processing(connection, "a")
    job_queue.claim(connection, "a")
    assert job_queue.is_processing(connection, "a")
    job_queue.fail(connection, "a", "Deleted by user.")
    assert not job_queue.is_processing(connection, "a")


def test_a_retry_counts_as_an_attempt_and_a_release_does_not(connection, put):
    put("a")
    job_queue.claim(connection, "a")
    job_queue.retry(connection, "a")
    assert status(connection, "a") == ("queued", 1)
    job_queue.claim(connection, "a")
    job_queue.release(connection, "a")
    assert status(connection, "a") == ("queued", 1)


def test_interrupted_jobs_are_queued_again_oldest_first(connection, put):
    put("b", has_media=True)
    put("a")
    put("c")
    job_queue.claim(connection, "b")
    job_queue.fail(connection, "c", "no")
    job_queue.requeue_interrupted(connection)
    assert status(connection, "b") == ("queued", 1)
    assert job_queue.queued(connection) == [("me", "b", True), ("me", "a", False)]


def test_listing_the_queue_changes_nothing(connection, put):
    put("a")
    put("b")
    job_queue.claim(connection, "a")
    assert job_queue.queued(connection) == [("me", "b", False)]
    assert status(connection, "a") == ("processing", 1)


def test_a_completed_job_has_a_result(connection, put):
    put("a")
    job_queue.claim(connection, "a")
    assert job_queue.complete(connection, "a", '{"text": "Hi."}')
    row = transcripts.get(connection, "me", "a")
    assert (row.status, row.result, row.error) == ("completed", {"text": "Hi."}, None)
    assert row.completed


def test_a_failed_job_has_an_error(connection, put):
    put("a")
    job_queue.fail(connection, "a", "Audio duration is too short.")
    row = transcripts.get(connection, "me", "a")
    assert (row.status, row.result, row.error) == ("error", {}, "Audio duration is too short.")


def test_a_result_that_arrives_after_the_delete_is_dropped(connection, put):
    put("a")
    job_queue.claim(connection, "a")
    transcripts.delete(connection, "me", "a")
    assert not job_queue.complete(connection, "a", '{"text": "Secret."}')
    job_queue.fail(connection, "a", "Secret.")
    assert transcripts.get(connection, "me", "a").result == {"text": "Deleted by user."}


def test_downloaded_audio_is_recorded_unless_the_transcript_was_deleted(connection, put):
    put("a")
    assert job_queue.mark_downloaded(connection, "a")
    assert transcripts.get(connection, "me", "a").has_media
    transcripts.delete(connection, "me", "a")
    assert not job_queue.mark_downloaded(connection, "a")
    assert job_queue.get_queued(connection, "a") is None


def test_completed_ids_leaves_out_unfinished_deleted_and_unknown_transcripts(connection, put):
    for name in ("done", "gone", "waiting"):
        put(name)
    for name in ("done", "gone"):
        job_queue.claim(connection, name)
        job_queue.complete(connection, name, "{}")
    transcripts.delete(connection, "me", "gone")
    assert job_queue.completed_ids(connection, {"done", "gone", "waiting", "unknown"}) == {"done"}
