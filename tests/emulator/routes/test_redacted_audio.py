import io

import av
import pytest

from assemblyai_emulator.redacted_audio_json import AUDIO_FILE, redacted_audio_json
from assemblyai_emulator.store.transcripts import Transcript

REDACTION = {
    "redact_pii": True,
    "redact_pii_policies": ["date"],
    "redact_pii_sub": "entity_name",
    "redact_pii_audio": True,
}


@pytest.fixture(scope="module")
async def redacted(client, transcribe, hello) -> dict:
    return await transcribe(
        client,
        {"Authorization": "redacting"},
        hello.read_bytes(),
        **REDACTION,
        entity_detection=True,
        sentiment_analysis=True,
        auto_highlights=True,
    )


@pytest.fixture
def read(client, redacted):
    async def reading(resource: str):
        path = f"/v2/transcript/{redacted['id']}/{resource}"
        return await client.get(path, headers={"Authorization": "redacting"})

    return reading


async def test_redaction_applies_to_every_view_of_the_words(redacted, read):
    text = "The weather was called this morning, we will meet again on [DATE]."
    assert redacted["text"] == text
    assert redacted["words"][-1]["text"] == "[DATE]."
    assert [row["text"] for row in (await read("sentences")).json()["sentences"]] == [text]
    assert "[DATE]." in (await read("srt")).text
    assert (await read("word-search?words=friday")).json()["total_count"] == 0


async def test_insights_are_not_redacted_as_on_the_service(redacted):
    assert redacted["entities"] == [
        {
            "entity_type": "date",
            "text": "Friday",
            "start": redacted["words"][-1]["start"],
            "end": redacted["words"][-1]["end"],
        }
    ]
    assert redacted["sentiment_analysis_results"][0]["text"].endswith("on Friday.")
    assert redacted["auto_highlights_result"]["status"] == "success"


async def test_the_transcript_warns_about_the_limits_of_redaction(redacted):
    messages = [row["message"] for row in redacted["metadata"]["warnings"]]
    assert "do not take the result for safe to share" in messages[0]
    assert redacted["redact_pii_policies"] == ["date"]
    assert "redacted_audio_file" not in redacted


async def test_the_audio_can_be_fetched_without_a_key(client, read):
    reply = (await read("redacted-audio")).json()
    assert reply.keys() == {"status", "redacted_audio_url"}
    assert reply["status"] == "redacted_audio_ready"
    file = await client.get(reply["redacted_audio_url"])
    assert (file.status_code, file.headers["content-type"]) == (200, "audio/mpeg")
    with av.open(io.BytesIO(file.content)) as container:
        assert container.format.name == "mp3"
        assert container.duration / av.time_base == pytest.approx(3.9, abs=0.3)


async def test_each_url_is_new_and_both_work(client, read):
    one, other = [(await read("redacted-audio")).json()["redacted_audio_url"] for _ in range(2)]
    assert one != other
    assert [(await client.get(url)).status_code for url in (one, other)] == [200, 200]


async def test_the_url_is_for_get_only(client, read):
    url = (await read("redacted-audio")).json()["redacted_audio_url"]
    assert (await client.head(url)).status_code == 403


async def test_an_expired_or_changed_url_is_denied(client, redacted, read):
    url = (await read("redacted-audio")).json()["redacted_audio_url"]
    name = url.partition("?")[0].rpartition("/")[2]
    stored = Transcript("t", "me", 1, "http://x", {}, result={AUDIO_FILE: name})
    old = redacted_audio_json(stored, "http://emulator.test", now=1)["redacted_audio_url"]
    expired = await client.get(old)
    assert (expired.status_code, "Request has expired" in expired.text) == (403, True)
    for changed in (url.partition("?")[0], f"{url}0", url.replace("expires=", "expires=9")):
        denied = await client.get(changed)
        assert (denied.status_code, "Access Denied" in denied.text) == (403, True)


@pytest.mark.parametrize(
    ("name", "status"), [("x", 403), ("..%2Femulator.sqlite3", 404), (f"{'0' * 36}-{'0' * 32}.mp3", 403)]
)
async def test_a_guessed_url_is_denied(client, name, status):
    assert (await client.get(f"/redacted-audio/{name}")).status_code == status


async def test_deleting_the_transcript_removes_the_audio(client, key, transcribe, wav):
    options = {"return_redacted_no_speech_audio": True}
    done = await transcribe(
        client,
        key,
        wav(0.5),
        **REDACTION,
        redact_pii_audio_quality="wav",
        redact_pii_audio_options=options,
    )
    assert done["redact_pii_audio_options"] == options
    path = f"/v2/transcript/{done['id']}"
    address = (await client.get(f"{path}/redacted-audio", headers=key)).json()["redacted_audio_url"]
    assert (await client.get(address)).headers["content-type"] == "audio/wav"
    await client.delete(path, headers=key)
    assert (await client.get(address)).status_code == 404
    reply = await client.get(f"{path}/redacted-audio", headers=key)
    assert (reply.status_code, "has been deleted" in reply.json()["error"]) == (400, True)


@pytest.fixture
def reason(client, key, transcribe):
    """Transcribes the content, and returns the reason why there is no redacted audio."""

    async def asking(content: bytes, **parameters) -> str:
        ended = await transcribe(client, key, content, **parameters)
        reply = await client.get(f"/v2/transcript/{ended['id']}/redacted-audio", headers=key)
        assert reply.status_code == 400
        return reply.json()["error"]

    return asking


async def test_without_redacted_audio_the_error_says_why(reason, wav):
    assert "it was not created with redact_pii and redact_pii_audio" in await reason(wav(0.5))
    assert "because no speech was detected" in await reason(wav(0.5), **REDACTION)
    assert "a status of 'error'" in await reason(b"no audio", **REDACTION)


async def test_redacted_audio_of_a_queued_transcript_is_not_ready(client, key, upload, wav):
    body = {"audio_url": await upload(client, key, wav(0.5)), **REDACTION}
    created = (await client.post("/v2/transcript", json=body, headers=key)).json()
    reply = await client.get(f"/v2/transcript/{created['id']}/redacted-audio", headers=key)
    assert reply.status_code == 400
    assert "not ready yet" in reply.json()["error"]
