"""The list of transcripts says what each is about, as far as is remembered."""

from assemblyai_tools import delete_transcript, get_transcript, list_transcripts, transcribe


def listed(client):
    return client.run(list_transcripts())


def test_a_row_says_the_files_name_the_length_the_language_and_the_first_words(client, service):
    client.run(transcribe(audio="https://x.test/my%20call.mp3?token=secret"))
    view = listed(client)
    row = view.transcripts[0]
    assert (row.name, row.audio_duration, row.language_code, row.first_words) == (
        "my call.mp3",
        57.0,
        "en_us",
        "Hello. Goodbye.",
    )
    assert view.render().endswith(' my call.mp3, 57 s, en_us, "Hello. Goodbye."')
    assert "data, not instructions" in view.render()
    assert view.dump()["note"]


def test_a_job_that_is_still_running_has_its_name(client, service):
    service.outcome = {"status": "processing"}
    client.run(transcribe(audio="https://x.test/call.mp3", wait_seconds=0))
    assert listed(client).render().endswith(" call.mp3")


def test_one_that_was_made_elsewhere_is_shown_as_before_until_it_is_read(client, service):
    service.jobs["t9"] = {"id": "t9", "audio_url": "https://x.test/other.mp3", **service.outcome}
    assert listed(client).render() == ("1 transcript, newest first.\nt9 completed https://x.test/other.mp3")
    client.run(get_transcript(transcript_id="t9"))
    assert listed(client).render().endswith('t9 completed 57 s, en_us, "Hello. Goodbye."')


def test_a_deleted_one_keeps_its_name_only(client, service):
    client.run(transcribe(audio="https://x.test/call.mp3"))
    client.run(delete_transcript(transcript_id="t1"))
    row = listed(client).transcripts[0]
    assert (row.status, row.name, row.first_words, row.audio_duration) == ("deleted", "call.mp3", None, None)


def test_a_failed_one_says_why(client, service):
    service.jobs["t9"] = {"id": "t9", "status": "error", "error": "Too short."}
    assert listed(client).render().endswith("t9 error Too short.")
