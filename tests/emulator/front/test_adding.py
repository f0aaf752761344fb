"""Files and URLs that are added on the page."""

import pytest

from assemblyai_emulator.config import Settings

SECRET = "the name of a file that nobody else is to see"


@pytest.fixture
def add(browser):
    async def adding(content: bytes, **options):
        uploaded = await browser.post("/_page/uploads", content=content)
        assert uploaded.status_code == 200, uploaded.text
        body = {"audio_url": uploaded.json()["upload_url"], **options}
        return await browser.post("/_page/recordings", json=body)

    return adding


async def test_a_file_keeps_its_name_and_belongs_to_the_key_of_the_examples(
    browser, client, add, ended, seen, shown, hello
):
    reply = await add(hello.read_bytes(), name="hello.flac")
    found = reply.json()["id"]
    done = await ended(client, {"Authorization": "any"}, found)
    assert (done["status"], done["text"][:11]) == ("completed", "The weather")
    row = await seen(browser, found)
    assert row["title"] == "hello.flac"
    assert (await shown(browser, row["link"]))["title"] == "hello.flac"


async def test_a_url_is_called_by_the_end_of_its_path(browser, client, seen, ended):
    body = {"audio_url": "http://127.0.0.1:9/calls/may%20call.mp3?x=1", "speaker_labels": False}
    found = (await browser.post("/_page/recordings", json=body)).json()["id"]
    assert (await seen(browser, found))["title"] == "may call.mp3"
    await ended(client, {"Authorization": "any"}, found)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("<img src=x onerror=alert(1)>.mp3", "<img src=x onerror=alert(1)>.mp3"),
        ("a\nb\u202egpj.mp3\x00", "abgpj.mp3"),
        ("x" * 1000, "x" * 255),
        (" \t ", "Uploaded recording"),
        (7, "Uploaded recording"),
        (None, "Uploaded recording"),
    ],
)
async def test_any_name_is_a_text_that_can_be_seen(browser, add, seen, wav, name, title):
    reply = await add(wav(0.3), name=name)
    assert (await seen(browser, reply.json()["id"]))["title"] == title


async def test_what_the_emulator_refuses_is_said_in_its_words(browser, add, wav):
    refused = await add(wav(0.3), language_code="de")
    assert (refused.status_code, "knows English only" in refused.json()["error"]) == (400, True)
    no_url = await browser.post("/_page/recordings", json={"audio_url": "call.mp3"})
    assert no_url.json() == {"error": "audio_url should start with http"}
    assert (await browser.post("/_page/uploads", content=b"")).status_code == 422


async def test_only_what_the_page_offers_can_be_ordered(browser, client, add, ended, wav):
    reply = await add(wav(0.3), webhook_url="http://127.0.0.1:9/", speaker_labels=False)
    done = await ended(client, {"Authorization": "any"}, reply.json()["id"])
    assert done["webhook_url"] is None


async def test_a_name_is_erased_with_its_transcript(start, tmp_path, visit, wav, ended):
    async with (
        start(Settings(data_dir=tmp_path)) as client,
        visit(client, Origin="http://127.0.0.1:8787") as browser,
    ):
        url = (await browser.post("/_page/uploads", content=wav(0.3))).json()["upload_url"]
        body = {"audio_url": url, "name": SECRET}
        found = (await browser.post("/_page/recordings", json=body)).json()["id"]
        await ended(client, {"Authorization": "any"}, found)
        await client.delete(f"/v2/transcript/{found}", headers={"Authorization": "any"})
        folder = tmp_path / "assemblyai-emulator-data"
        assert not any(SECRET.encode() in path.read_bytes() for path in folder.rglob("*") if path.is_file())
