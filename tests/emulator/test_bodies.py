import pytest

from assemblyai_emulator import bodies


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", "The request body is not valid JSON."),
        (b"{", "The request body is not valid JSON."),
        (b"\xff\xfe\xfd", "The request body is not valid JSON."),
        (b"[1]", "The request body must be a JSON object."),
    ],
)
async def test_what_is_no_json_object_is_refused(client, key, content, error):
    reply = await client.post("/v2/transcript", content=content, headers=key)
    assert (reply.status_code, reply.json()) == (400, {"error": error})


async def test_the_content_type_does_not_matter(client, key):
    reply = await client.post("/v2/transcript", content=b"{}", headers={**key, "Content-Type": "text/plain"})
    assert reply.json() == {"error": "Transcript creation error, audio_url not found"}


async def test_an_enormous_body_is_refused(client, key, monkeypatch):
    monkeypatch.setattr(bodies, "_LARGEST_BYTES", 10)
    reply = await client.post("/v2/transcript", content=b" " * 11, headers=key)
    assert reply.status_code == 413
