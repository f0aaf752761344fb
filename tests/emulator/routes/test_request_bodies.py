import pytest

from assemblyai_emulator.routes import request_bodies

TOO_DEEP = "The request body is nested more than 100 levels deep. Send it flatter."
HALF_A_PAIR = (
    "The request body holds half of a surrogate pair (an escape from \\ud800 to \\udfff on its own), "
    "which is no character. Send the whole character."
)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", "The request body is not valid JSON."),
        (b"{", "The request body is not valid JSON."),
        (b"\xff\xfe\xfd", "The request body is not valid JSON: it is not UTF-8 text."),
        (b'{"a": "\xed\xa0\x80"}', "The request body is not valid JSON: it is not UTF-8 text."),
        (b'{"a": NaN}', "The request body is not valid JSON: NaN is not a JSON number."),
        (b'{"a": -Infinity}', "The request body is not valid JSON: -Infinity is not a JSON number."),
        (b'{"a": 1e999}', "The request body holds a number that is too large: 1e999"),
        (
            b'{"a": ' + b"1" * 5000 + b"}",
            "The request body holds a number that is too large: 11111111111111111111...",
        ),
        (
            b'{"a": -9223372036854775808}',
            "The request body holds a number that is too large: -9223372036854775808",
        ),
        (b"[" * 200_000, TOO_DEEP),
        (b'{"a":' * 200_000, TOO_DEEP),
        (b'{"a":' + b"[" * 100 + b"]" * 100 + b"}", TOO_DEEP),
        (b'{"audio_url": "http://x/\\ud800"}', HALF_A_PAIR),
        (b'{"\\udfff": 1}', HALF_A_PAIR),
        (b"[1]", "The request body must be a JSON object."),
    ],
)
async def test_anything_but_a_json_object_is_refused(client, key, content, error):
    reply = await client.post("/v2/transcript", content=content, headers=key)
    assert (reply.status_code, reply.json()) == (400, {"error": error})


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf{}",
        b'{"a": "\\ud83d\\ude00", "a": 9223372036854775807, "b": -1.5e-400}',
        b'{"a":' + b"[" * 98 + b"]" * 98 + b"}",
    ],
)
async def test_unusual_but_valid_json_is_accepted(client, key, content):
    reply = await client.post("/v2/transcript", content=content, headers=key)
    assert reply.json() != {}
    assert "The request body" not in reply.json()["error"]


async def test_an_invalid_gateway_body_gets_the_gateways_error_format(client, key):
    reply = await client.post("/v1/chat/completions", content=b"[" * 200_000, headers=key)
    assert (reply.status_code, reply.json()["metadata"]) == (400, {"errors": [TOO_DEEP]})


async def test_the_content_type_does_not_matter(client, key):
    reply = await client.post("/v2/transcript", content=b"{}", headers={**key, "Content-Type": "text/plain"})
    assert reply.json() == {"error": "Transcript creation error, audio_url not found"}


async def test_a_body_that_is_too_large_is_refused(client, key, monkeypatch):
    monkeypatch.setattr(request_bodies, "_LARGEST_BYTES", 10)
    reply = await client.post("/v2/transcript", content=b" " * 11, headers=key)
    assert reply.status_code == 413
