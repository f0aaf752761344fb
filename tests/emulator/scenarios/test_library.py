import hashlib
import io
import json
import wave
from pathlib import Path

import numpy as np
import pytest
from tests.emulator.scenarios.conftest import CHAPTER, WORDS

from assemblyai_emulator.config import Settings
from assemblyai_emulator.errors import MediaError, SetupError
from assemblyai_emulator.scenarios.library import Scenarios
from assemblyai_emulator.store.transcripts import Transcript

EXAMPLES = Path(__file__).parents[3] / "examples" / "scenarios"
URL = "https://x.test/a.mp3"


def test_the_examples_are_valid_scenarios():
    assert Scenarios.load(EXAMPLES).of_url("https://example.com/standup.mp3").name == "standup.json"


def test_audio_is_looked_up_by_its_url_and_its_bytes(write, words, tmp_path):
    digest = hashlib.sha256(b"sound").hexdigest().upper()
    found = Scenarios.load(write(audio={"audio_url": URL, "audio_sha256": digest}, words=words))
    audio = tmp_path / "audio"
    audio.write_bytes(b"sound")
    assert found.of_file(audio) is found.of_url(URL) is not None
    audio.write_bytes(b"noise")
    assert found.of_file(audio) is None
    assert found.of_file(tmp_path / "gone") is None
    assert found.of_url("https://x.test/b.mp3") is None


def test_without_scenarios_no_audio_is_found(tmp_path):
    assert not Scenarios()
    assert Scenarios().of_file(tmp_path / "gone") is None


@pytest.mark.parametrize(
    ("audio", "sentence"),
    [
        ({}, r"meeting\.json: .*names no audio: give audio_url or audio_sha256"),
        ({"audio_url": "a.mp3"}, "meeting.json: audio_url: "),
        ({"audio_sha256": "abc"}, "meeting.json: audio_sha256: "),
        ({"audio_url": URL, "sound": 1}, "meeting.json: sound: Extra inputs are not permitted"),
    ],
)
def test_the_error_for_an_invalid_file_names_the_file_and_the_field(write, words, audio, sentence):
    with pytest.raises(SetupError, match=sentence):
        Scenarios.load(write(audio=audio, words=words))


def test_the_error_for_an_invalid_word_has_its_index(write, words):
    with pytest.raises(SetupError, match=r"transcript\.words\.1\.end: Input should be a valid number"):
        Scenarios.load(write(words=[words[0], {**words[1], "end": "700"}]))


def test_two_files_cannot_have_the_same_audio(write, words):
    write("a.json", words=words)
    with pytest.raises(SetupError, match=rf"b\.json and a\.json are scenarios for the same audio, {URL}"):
        Scenarios.load(write("b.json", words=words))


def test_a_folder_without_scenarios_is_an_error(tmp_path):
    with pytest.raises(SetupError, match="holds no scenario"):
        Scenarios.load(tmp_path)


def downloaded(**parameters) -> Transcript:
    return Transcript("t", "me", 1, "https://x.test/b.mp3", parameters)


def test_downloaded_audio_is_looked_up_by_its_bytes(write, words, tmp_path):
    digest = hashlib.sha256(b"sound").hexdigest()
    found = Scenarios.load(write(audio={"audio_sha256": digest}, words=words))
    media = tmp_path / "media"
    media.write_bytes(b"sound")
    assert found.result(downloaded(), media)["text"] == "Shall we? Yes."
    with pytest.raises(MediaError, match="does not hold what this request asks for: entities"):
        found.result(downloaded(entity_detection=True), media)
    media.write_bytes(b"noise")
    assert found.result(downloaded(), media) is None


def test_a_transcript_whose_scenario_is_gone_after_a_restart_fails(tmp_path):
    with pytest.raises(MediaError, match=r"old\.json is gone. Start the emulator with its folder"):
        Scenarios().result(downloaded(scenario="old.json"), tmp_path / "media")


@pytest.fixture
async def running(start, tmp_path, write, hello):
    """An emulator with two scenarios: one for a URL that does not exist, one for hello.flac."""
    digest = hashlib.sha256(hello.read_bytes()).hexdigest()
    write("address.json", words=WORDS, chapters=[CHAPTER])
    folder = write("hello.json", audio={"audio_sha256": digest}, words=WORDS[2:])
    async with start(Settings(data_dir=tmp_path / "data", scenarios=folder)) as client:
        yield client


@pytest.fixture
def create(running, key, ended):
    async def creating(audio_url: str, **parameters) -> dict:
        body = {"audio_url": audio_url, **parameters}
        reply = await running.post("/v2/transcript", json=body, headers=key)
        if reply.status_code != 200:
            return reply.json()
        assert reply.json()["status"] == "queued"
        return await ended(running, key, reply.json()["id"])

    return creating


async def test_a_url_that_does_not_exist_gets_its_scenario(running, key, create):
    done = await create(URL, auto_chapters=True, speaker_labels=True, language_code="fr")
    assert (done["status"], done["speech_model_used"]) == ("completed", "scenario:address.json")
    assert (done["auto_chapters"], done["speaker_labels"], done["language_code"]) == (True, True, "fr")
    assert [chapter["gist"] for chapter in done["chapters"]] == ["g"]
    assert done["metadata"]["warning"].startswith("This transcript was not decoded")
    path = f"/v2/transcript/{done['id']}"
    sentences = (await running.get(f"{path}/sentences", headers=key)).json()["sentences"]
    assert [(row["speaker"], row["text"]) for row in sentences] == [("A", "Shall we?"), ("B", "Yes.")]
    found = await running.get(f"{path}/word-search?words=yes", headers=key)
    assert json.loads(found.text)["total_count"] == 1
    assert "Shall we?" in (await running.get(f"{path}/srt", headers=key)).text


async def test_an_uploaded_file_gets_its_scenario(running, key, upload, create, hello):
    done = await create(await upload(running, key, hello.read_bytes()))
    assert (done["text"], done["speech_model_used"]) == ("Yes.", "scenario:hello.json")


async def test_another_file_is_decoded_with_the_usual_refusals(running, key, upload, create, wav):
    url = await upload(running, key, wav(0.5))
    assert (await create(url))["speech_model_used"].startswith("offline")
    assert "auto_chapters is not available" in (await create(url, auto_chapters=True))["error"]


async def test_a_request_for_a_result_that_is_not_in_the_file_is_refused(create):
    refused = await create(URL, iab_categories=True)
    assert "address.json does not hold what this request asks for" in refused["error"]
    assert "is not a parameter" in (await create(URL, auto_chapter=True))["error"]


async def test_a_scenario_can_be_a_failed_transcript(start, tmp_path, write, key, ended):
    folder = write(error="Audio duration is too short.")
    async with start(Settings(data_dir=tmp_path / "data", scenarios=folder)) as client:
        created = await client.post("/v2/transcript", json={"audio_url": URL}, headers=key)
        failed = await ended(client, key, created.json()["id"])
    assert (failed["status"], failed["error"]) == ("error", "Audio duration is too short.")


async def test_an_uploaded_file_gets_redacted_audio_from_its_scenarios_words(
    start, tmp_path, write, key, upload, ended, wav
):
    sound = wav(2, tone_hz=440)
    words = [
        {"text": text, "start": begin, "end": begin + 200}
        for text, begin in (("My", 0), ("name", 300), ("is", 600), ("John.", 1200))
    ]
    folder = write(audio={"audio_sha256": hashlib.sha256(sound).hexdigest()}, words=words)
    given = {
        "redact_pii": True,
        "redact_pii_policies": ["person_name"],
        "redact_pii_audio": True,
        "redact_pii_audio_quality": "wav",
        "redact_pii_audio_options": {"override_audio_redaction_method": "silence"},
    }
    async with start(Settings(data_dir=tmp_path / "data", scenarios=folder)) as client:
        body = {"audio_url": await upload(client, key, sound), **given}
        created = await client.post("/v2/transcript", json=body, headers=key)
        done = await ended(client, key, created.json()["id"])
        ready = await client.get(f"/v2/transcript/{done['id']}/redacted-audio", headers=key)
        audio = (await client.get(ready.json()["redacted_audio_url"])).content
    assert (done["text"], "hidden_spans" in done) == ("My name is ####.", False)
    with wave.open(io.BytesIO(audio)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    quiet = [
        np.abs(samples[at * 16 : (at + 50) * 16]).max() < 100 for at in (100, 700, 1000, 1250, 1440, 1600)
    ]
    assert quiet == [False, False, False, True, True, False]


async def test_audio_that_is_never_fetched_cannot_be_redacted(create):
    refused = await create(URL, redact_pii=True, redact_pii_policies=["date"], redact_pii_audio=True)
    assert "names it by its URL, which is never fetched" in refused["error"]


PASTED = {
    "id": "1f0c2e5a-0000-4000-8000-000000000000",
    "status": "completed",
    "audio_url": "https://cdn.test/a.mp3",
    "language_code": "en_us",
    "text": "Shall we  start?",
    "audio_duration": 1.5,
    "confidence": None,
    "words": [
        {"text": "Shall", "start": None, "end": None, "confidence": None, "speaker": None},
        {"text": "we", "start": 400.4, "end": 600, "confidence": 0.9, "speaker": "A", "mood": "calm"},
        {"text": "start?", "start": 600, "end": None, "confidence": 0.9, "speaker": "A"},
    ],
    "utterances": None,
    "chapters": [{"headline": "h", "summary": "s", "start": None, "end": 1500}],
    "iab_categories_result": {"status": "unavailable", "results": [], "summary": {}},
    "content_safety_labels": {},
    "metadata": {"warnings": None},
    "speaker_options": {"min_speakers_expected": 2},
    "something_new": [1],
}


async def test_whatever_the_api_returned_can_be_pasted(start, tmp_path, write, key, ended):
    folder = write(**PASTED)
    async with start(Settings(data_dir=tmp_path / "data", scenarios=folder)) as client:
        body = {"audio_url": URL, "auto_chapters": True}
        created = await client.post("/v2/transcript", json=body, headers=key)
        done = await ended(client, key, created.json()["id"])
        path = f"/v2/transcript/{done['id']}"
        sentences = (await client.get(f"{path}/sentences", headers=key)).json()["sentences"]
    assert (done["status"], done["text"], done["audio_duration"]) == ("completed", "Shall we  start?", 2)
    assert done["chapters"] == [{"headline": "h", "summary": "s", "start": None, "end": 1500}]
    assert [(row["start"], row["end"]) for row in done["words"]] == [(0, 400), (400, 600), (600, 1500)]
    assert [row["text"] for row in sentences] == ["Shall we start?"]
    assert "something_new" in done["metadata"]["warnings"][-1]["message"]
