import anyio
import pytest


async def test_real_speech_is_transcribed(finished):
    assert finished["status"] == "completed"
    assert finished["text"] == "The weather was called this morning, we will meet again on Friday."
    assert finished["text"] == " ".join(word["text"] for word in finished["words"])
    confidences = [word["confidence"] for word in finished["words"]]
    assert finished["confidence"] == pytest.approx(sum(confidences) / len(confidences))
    assert (finished["audio_duration"], finished["utterances"]) == (4, None)
    assert finished["speech_model_used"] == "offline-whisper-tiny.en"


async def test_two_channels_are_two_speakers(client, key, transcribe, two_channels):
    done = await transcribe(client, key, two_channels.read_bytes(), multichannel=True)
    assert (done["audio_channels"], done["multichannel"]) == (2, True)
    assert [(turn["speaker"], turn["channel"]) for turn in done["utterances"]] == [("1", "1"), ("2", "2")]
    assert [turn["text"] for turn in done["utterances"]] == [
        "Good morning, where is the report?",
        "Yes, I will send the report on Monday morning.",
    ]
    assert [word for turn in done["utterances"] for word in turn["words"]] == done["words"]


async def test_silence_is_completed_with_an_empty_text(client, key, transcribe, wav):
    done = await transcribe(client, key, wav(1.0))
    names = ("status", "text", "words", "confidence", "audio_duration")
    assert [done[name] for name in names] == ["completed", "", [], 0.0, 1]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (
            b"<html>no</html>",
            "File does not appear to contain audio. File type is text/html (HTML document).",
        ),
        (b'{"no": "audio"}', "Transcoding failed. File type application/json."),
    ],
)
async def test_a_file_without_audio_fails_with_the_apis_error_text(client, key, transcribe, content, error):
    failed = await transcribe(client, key, content)
    assert (failed["status"], failed["text"]) == ("error", None)
    assert failed["error"].startswith(f"{error} Container: ")


async def test_audio_that_is_too_short_fails_with_the_apis_error_text(client, key, transcribe, wav):
    failed = await transcribe(client, key, wav(0.1))
    assert failed["status"] == "error"
    assert failed["error"].startswith("Audio duration is too short. Length: ")


async def test_an_unreachable_url_fails_with_the_apis_error_text(client, key, ended):
    body = {"audio_url": "http://127.0.0.1:9/a.mp3"}
    created = (await client.post("/v2/transcript", json=body, headers=key)).json()
    assert created["status"] == "queued"
    assert (await ended(client, key, created["id"]))["error"] == (
        "Download error, unable to download http://127.0.0.1:9/a.mp3. "
        "Please make sure the file exists and is accessible from the internet."
    )


async def test_a_refused_request_creates_no_transcript(client, key):
    body = {"audio_url": "http://127.0.0.1:9/a.mp3", "language_code": "fr"}
    reply = await client.post("/v2/transcript", json=body, headers=key)
    assert reply.status_code == 400
    assert (await client.get("/v2/transcript", headers=key)).json()["transcripts"] == []


async def test_the_transcript_of_another_key_is_an_unknown_id(client, key, finished):
    for method in ("GET", "DELETE"):
        reply = await client.request(method, f"/v2/transcript/{finished['id']}", headers=key)
        assert (reply.status_code, reply.json()) == (
            400,
            {"error": "Transcript lookup error, transcript id not found"},
        )


async def test_deleting_scrubs_the_transcript_and_removes_the_audio(client, key, transcribe, wav, files):
    done = await transcribe(client, key, wav(0.5))
    upload_id = done["audio_url"].rpartition("/")[2]
    assert upload_id in files()
    reply = await client.delete(f"/v2/transcript/{done['id']}", headers=key)
    assert reply.status_code == 200
    assert upload_id not in files()
    scrubbed = {
        "audio_url": "http://deleted_by_user",
        "webhook_url": "http://deleted_by_user",
        "text": "Deleted by user.",
        "words": None,
        "confidence": None,
        "is_deleted": True,
        "audio_duration": done["audio_duration"],
        "status": "completed",
        "punctuate": None,
        "content_safety_labels": None,
        "speech_model_used": None,
    }
    left = reply.json()
    assert {name: left[name] for name in scrubbed} == scrubbed
    assert (await client.get(f"/v2/transcript/{done['id']}", headers=key)).json() == left
    listed = (await client.get("/v2/transcript", headers=key)).json()["transcripts"]
    assert [row["audio_url"] for row in listed] == ["http://deleted_by_user"]


async def test_deleting_one_of_two_transcripts_of_an_upload_leaves_the_other(client, key, upload, ended, wav):
    url = await upload(client, key, wav(0.5))
    one, two = [
        (await client.post("/v2/transcript", json={"audio_url": url}, headers=key)).json() for _ in range(2)
    ]
    await client.delete(f"/v2/transcript/{one['id']}", headers=key)
    assert (await ended(client, key, two["id"]))["status"] == "completed"


async def test_deleting_a_transcript_while_it_is_decoded_ends_it(client, key, upload, hello, transcribe):
    url = await upload(client, key, hello.read_bytes())
    created = (await client.post("/v2/transcript", json={"audio_url": url}, headers=key)).json()
    path = f"/v2/transcript/{created['id']}"
    with anyio.fail_after(30):
        while True:
            reply = await client.get(path, headers=key)
            if "x-emulator-progress" in reply.headers:
                break
    assert 0 <= float(reply.headers["x-emulator-progress"]) <= 1
    assert (await client.delete(path, headers=key)).json()["status"] == "error"
    # The killed worker is replaced: the next job is decoded.
    assert (await transcribe(client, key, hello.read_bytes()))["status"] == "completed"
    assert (await client.get(path, headers=key)).json()["error"] == "Deleted by user."


async def test_deleted_speech_is_gone_from_disk(client, key, transcribe, two_channels, on_disk):
    spelling = [{"from": ["report"], "to": "memorandum"}]
    done = await transcribe(client, key, two_channels.read_bytes(), custom_spelling=spelling)
    assert "memorandum?" in done["text"]
    assert on_disk(b"memorandum?")
    await client.delete(f"/v2/transcript/{done['id']}", headers=key)
    assert not on_disk(b"memorandum?")
