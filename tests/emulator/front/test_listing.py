"""The list: newest first, a hundred at a time, and cheap to ask for again and again."""

from assemblyai_emulator.config import Settings
from assemblyai_emulator.store.job_queue import claim, fail


async def test_recordings_of_all_keys_are_listed_where_any_key_will_do(
    browser, client, transcribe, seen, wav
):
    for key in ("one", "another"):
        done = await transcribe(client, {"Authorization": key}, wav(0.3))
        row = await seen(browser, done["id"])
        assert (row["state"], row["title"]) == ("completed", "Uploaded recording")
        assert row["created"] <= row["ended"]
        assert (row["share"], row["began"]) == (None, None)


async def test_many_recordings_come_in_pages_of_a_hundred(start, tmp_path, visit, store):
    async with start(Settings(data_dir=tmp_path)) as client, visit(client) as browser:
        for number in range(250):
            await store(client, number, status="error")
        sizes, older, names = [], None, []
        while True:
            page = (await browser.get("/_page/recordings", params={"before": older} if older else {})).json()
            sizes.append(len(page["recordings"]))
            names += [row["title"] for row in page["recordings"]]
            older = page["older"]
            if older is None:
                break
    assert sizes == [100, 100, 50]
    assert names == [f"{number}.mp3" for number in reversed(range(250))]
    assert page["counts"] == {"error": 250}


async def test_an_error_is_listed_without_the_keys_in_its_addresses(start, tmp_path, visit, store):
    async with start(Settings(data_dir=tmp_path)) as client, visit(client) as browser:
        url = "https://user:s3cr3t@example.com/a.mp3?sig=s3cr3t"
        failed = await store(client, 1, audio_url=url)
        error = f"Download error, unable to download {url}."
        await client.app.state.services.database.run(fail, failed, error)
        listed = (await browser.get("/_page/recordings")).json()
    assert "s3cr3t" not in str(listed)
    assert listed["recordings"][0]["error"] == (
        "Download error, unable to download https://example.com/a.mp3."
    )


async def test_a_deleted_recording_is_not_counted_as_failed(start, tmp_path, visit, store):
    async with start(Settings(data_dir=tmp_path)) as client, visit(client) as browser:
        for number in range(3):
            found = await store(client, number, status="error")
        await client.delete(f"/v2/transcript/{found}", headers={"Authorization": "any"})
        listed = (await browser.get("/_page/recordings")).json()
    assert listed["counts"] == {"error": 2, "deleted": 1}


async def test_what_is_at_work_is_listed_on_every_page(start, tmp_path, visit, store):
    async with start(Settings(data_dir=tmp_path)) as client, visit(client) as browser:
        oldest = await store(client, 0)
        for number in range(1, 102):
            await store(client, number)
        await client.app.state.services.database.run(claim, oldest)
        newest = (await browser.get("/_page/recordings")).json()
        last = (await browser.get("/_page/recordings", params={"before": newest["older"]})).json()
    assert [(row["id"], row["state"]) for row in newest["at_work"]] == [(oldest, "processing")]
    assert last["at_work"] == []
    assert oldest in {row["id"] for row in last["recordings"]}


async def test_an_unchanged_list_is_not_sent_again(start, tmp_path, visit, store):
    async with start(Settings(data_dir=tmp_path)) as client, visit(client) as browser:
        await store(client, 1)
        tag = (await browser.get("/_page/recordings")).headers["etag"]
        same = await browser.get("/_page/recordings", headers={"If-None-Match": tag})
        await store(client, 2)
        other = await browser.get("/_page/recordings", headers={"If-None-Match": tag})
    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag)
    assert (other.status_code, len(other.json()["recordings"])) == (200, 2)


async def test_the_progress_of_a_job_is_in_its_row(
    browser, client, key, upload, ended, hello, seen, eventually
):
    url = await upload(client, key, hello.read_bytes())
    found = (await client.post("/v2/transcript", json={"audio_url": url}, headers=key)).json()["id"]
    jobs = client.app.state.services.jobs
    await eventually(lambda: jobs.began(found) is not None)
    row = await seen(browser, found)
    assert row["state"] == "processing"
    assert 0 <= row["share"] <= 1
    assert row["created"] <= row["began"]
    await ended(client, key, found)
    assert jobs.began(found) is None


async def test_an_id_that_is_not_there_is_a_bad_request(browser):
    assert (await browser.get("/_page/recordings", params={"before": "x"})).status_code == 400
