import re

from assemblyai_emulator.routes import uploads


async def test_an_upload_gets_a_url_on_the_host_that_the_client_used(client, key):
    reply = await client.post("/v2/upload", content=b"bytes", headers={**key, "Host": "localhost:1234"})
    assert reply.status_code == 200
    assert re.fullmatch(
        r"http://localhost:1234/upload/[0-9a-f]{32}/[0-9a-f-]{36}", reply.json()["upload_url"]
    )


async def test_an_empty_upload_is_refused_in_plain_text(client, key):
    reply = await client.post("/v2/upload", content=b"", headers=key)
    assert (reply.status_code, reply.headers["content-type"]) == (422, "text/plain; charset=utf-8")
    assert reply.text == (
        "Upload failed, please try again. "
        "If you continue to have issues please reach out to support@assemblyai.com"
    )


async def test_a_chunked_upload_without_a_content_type_is_stored_completely(client, key):
    async def chunks():
        for _ in range(30):
            yield b"x" * 100_000

    reply = await client.post("/v2/upload", content=chunks(), headers=key)
    upload_id = reply.json()["upload_url"].rpartition("/")[2]
    assert client.app.state.services.files.upload(upload_id).stat().st_size == 3_000_000


async def test_an_upload_that_is_too_large_leaves_nothing_on_disk(client, key, monkeypatch, files):
    before = files()
    monkeypatch.setattr(uploads, "LARGEST_BYTES", 10)
    reply = await client.post("/v2/upload", content=b"x" * 11, headers=key)
    assert reply.status_code == 413
    assert files() == before


async def test_an_upload_url_cannot_be_fetched(client, key, upload):
    reply = await client.get(await upload(client, key, b"secret"), headers=key)
    assert (reply.status_code, reply.json()) == (403, {"error": "Cannot access uploaded file"})


async def test_the_upload_of_another_key_cannot_be_transcribed(client, key, upload):
    url = await upload(client, {"Authorization": "someone-else"}, b"secret")
    reply = await client.post("/v2/transcript", json={"audio_url": url}, headers=key)
    assert (reply.status_code, reply.json()) == (403, {"error": "Cannot access uploaded file"})


async def test_an_upload_url_works_with_any_name_of_the_host(client, key, upload):
    url = (await upload(client, key, b"text")).replace("emulator.test", "localhost:8787")
    reply = await client.post("/v2/transcript", json={"audio_url": url}, headers=key)
    assert reply.status_code == 200


async def test_an_unknown_upload_url_on_this_host_is_refused_rather_than_downloaded(client, key):
    url = f"http://emulator.test/upload/{'0' * 32}/00000000-0000-0000-0000-000000000000"
    reply = await client.post("/v2/transcript", json={"audio_url": url}, headers=key)
    assert reply.status_code == 403
