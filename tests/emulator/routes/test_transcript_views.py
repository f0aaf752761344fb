import pytest


@pytest.fixture
def read(client, readers_key, finished):
    async def reading(resource: str):
        return await client.get(f"/v2/transcript/{finished['id']}/{resource}", headers=readers_key)

    return reading


@pytest.mark.parametrize("resource", ["sentences", "paragraphs"])
async def test_sentences_and_paragraphs_contain_every_word(read, finished, resource):
    body = (await read(resource)).json()
    parts = body.pop(resource)
    names = ("id", "confidence", "audio_duration", "speech_model_used")
    assert body == {name: finished[name] for name in names}
    assert [word for part in parts for word in part["words"]] == finished["words"]
    assert " ".join(part["text"] for part in parts) == finished["text"]
    assert ("speaker" in parts[0]) == (resource == "sentences")


async def test_subtitles_are_plain_text(read):
    srt = await read("srt?chars_per_caption=32")
    assert srt.headers["content-type"].startswith("text/plain")
    lines = srt.text.splitlines()
    assert lines[0] == "1"
    assert " --> " in lines[1]
    assert all(len(line) <= 32 for line in lines)
    assert (await read("vtt")).text.startswith("WEBVTT\n")


async def test_an_unknown_subtitle_format_is_a_404_in_html(read):
    reply = await read("ass")
    assert (reply.status_code, reply.text) == (404, "404: Not Found")
    assert reply.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("value", ["0", "-3", "wide"])
async def test_an_invalid_caption_width_is_refused(read, value):
    assert (await read(f"srt?chars_per_caption={value}")).status_code == 400


async def test_word_search_is_json_with_an_html_content_type(read, finished):
    reply = await read("word-search?words=WEATHER,meet+again,absent")
    assert reply.headers["content-type"] == "text/html; charset=UTF-8"
    words = finished["words"]
    assert reply.json() == {
        "id": finished["id"],
        "total_count": 2,
        "matches": [
            {
                "text": "weather",
                "count": 1,
                "timestamps": [[words[1]["start"], words[1]["end"]]],
                "indexes": [1],
            },
            {
                "text": "meet again",
                "count": 1,
                "timestamps": [[words[8]["start"], words[9]["end"]]],
                "indexes": [8],
            },
        ],
    }


@pytest.mark.parametrize("query", ["", "?words=", "?words=one+two+three+four+five+six"])
async def test_a_search_without_terms_or_with_too_long_a_phrase_is_refused(read, query):
    assert (await read(f"word-search{query}")).status_code == 400


@pytest.mark.parametrize("resource", ["sentences", "paragraphs", "srt", "vtt", "word-search?words=a"])
async def test_a_failed_or_deleted_transcript_cannot_be_read(client, key, transcribe, resource):
    failed = await transcribe(client, key, b"no audio")
    path = f"/v2/transcript/{failed['id']}"
    reply = await client.get(f"{path}/{resource}", headers=key)
    assert reply.status_code == 400
    assert "This transcript has a status of 'error'." in reply.json()["error"]
    await client.delete(path, headers=key)
    assert "has been deleted" in (await client.get(f"{path}/{resource}", headers=key)).json()["error"]


async def test_silence_has_no_subtitles_and_an_empty_list_of_sentences(client, key, transcribe, wav):
    silent = await transcribe(client, key, wav(0.5))
    path = f"/v2/transcript/{silent['id']}"
    reply = await client.get(f"{path}/srt", headers=key)
    assert (reply.status_code, reply.json()) == (400, {"error": "Transcript text is empty"})
    assert (await client.get(f"{path}/sentences", headers=key)).json()["sentences"] == []


@pytest.mark.parametrize("resource", ["sentences", "paragraphs", "srt", "word-search?words=a"])
async def test_an_unknown_id_gets_the_apis_error(client, key, resource):
    reply = await client.get(f"/v2/transcript/nothing/{resource}", headers=key)
    assert (reply.status_code, reply.json()) == (
        400,
        {"error": "Transcript lookup error, transcript id not found"},
    )
