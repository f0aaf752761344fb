import gc
from contextlib import asynccontextmanager
from uuid import uuid4

import httpx
import pytest
from pydantic import SecretStr
from tests.mcp_server.asgi.test_app import HEADERS, modern
from tests.mcp_server.conftest import ERAS, KEY, http_client

from assemblyai_mcp.asgi.api_key import ApiKeyMiddleware
from assemblyai_mcp.asgi.bearer import bearer_of

OTHER = "sk-another-account"


async def read(client, transcript_id="t1"):
    return await client.call_tool("get_transcript", {"transcript_id": transcript_id})


@pytest.mark.parametrize("mode", ERAS)
async def test_a_request_with_a_key_of_its_own_is_made_for_that_account_alone(served, account, mode):
    with served() as url:
        async with http_client(url, mode, bearer=OTHER) as guest, http_client(url, mode) as owner:
            for client in (guest, owner, guest):
                assert not (await read(client)).is_error
    assert account.keys == [OTHER, KEY, OTHER]


@pytest.mark.parametrize("mode", ERAS)
async def test_a_server_without_a_key_says_how_to_bring_one(served, account, mode):
    with served(api_key=None) as url:
        async with http_client(url, mode) as client:
            result = await read(client)
    assert (result.is_error, account.asked) == (True, [])
    assert result.content[0].text == (
        "This request brought no AssemblyAI API key, and the server has none. The person who set up this connection "
        "must send a valid AssemblyAI key with every request, as the header 'Authorization: Bearer KEY'."
    )


@pytest.mark.parametrize("mode", ERAS)
async def test_resources_and_completions_are_the_callers_too(served, account, mode):
    from mcp.types import ResourceTemplateReference  # noqa: PLC0415

    reference = ResourceTemplateReference(uri="assemblyai://transcripts/{transcript_id}/text")
    with served(api_key=None) as url:
        async with http_client(url, mode, bearer=OTHER) as client:
            await client.read_resource("assemblyai://transcripts/t1/text")
            found = await client.complete(reference, {"name": "transcript_id", "value": ""})
    assert found.completion.values == ["t1"]
    assert account.keys == [OTHER, OTHER]


async def test_a_caller_from_this_machine_may_use_the_allowed_files(served, tmp_path):
    (tmp_path / "a.wav").write_bytes(b"audio")
    with served() as url:
        async with http_client(url, bearer=OTHER) as client:
            result = await client.call_tool("upload_file", {"path": "a.wav"})
    assert "HTTP 404" in result.content[0].text, "the file was read; the stand-in has no upload"


async def test_a_stranger_with_a_key_of_their_own_reads_and_writes_no_files_here(served, account, tmp_path):
    (tmp_path / "a.wav").write_bytes(b"audio")
    # Whoever listens for others by name serves strangers, whatever the address it listens on.
    with served(api_key=None, allowed_hosts=("mcp.example.com",)) as url:
        async with http_client(url, bearer=OTHER) as client:
            uploaded = await client.call_tool("upload_file", {"path": str(tmp_path / "a.wav")})
            saved = await client.call_tool(
                "get_subtitles", {"transcript_id": "t1", "save_to": str(tmp_path / "new.srt")}
            )
    assert (uploaded.is_error, saved.is_error) == (True, True)
    assert uploaded.content[0].text.startswith(f"{tmp_path}/a.wav is outside the allowed folders.")
    assert not (tmp_path / "new.srt").exists()
    assert "POST" not in [method for _, method, _ in account.asked]


@pytest.mark.parametrize(
    ("tool", "arguments", "advice"),
    [
        (
            "get_transcript",
            {"transcript_id": "t1"},
            "must send a valid AssemblyAI key with every request, as the header 'Authorization: Bearer KEY'.",
        ),
        (
            "upload_file",
            {"path": "a.wav"},
            "Files of the server are not for its callers: give a public URL, and take texts and captions as results.",
        ),
    ],
)
async def test_a_guest_is_told_what_a_guest_can_do(served, account, tool, arguments, advice):
    account.echoes = True
    with served(api_key=None, allowed_hosts=("mcp.example.com",)) as url:
        async with http_client(url, bearer=OTHER) as client:
            result = await client.call_tool(tool, arguments)
    assert result.content[0].text.endswith(advice)
    assert "ASSEMBLYAI_" not in result.content[0].text


async def test_a_key_that_cannot_be_one_is_the_guests_to_mend(served, account):
    with served(api_key=None) as url:
        async with http_client(url, bearer='a"key') as client:
            result = await read(client)
    assert result.content[0].text.endswith("as the header 'Authorization: Bearer KEY'.")
    assert account.asked == []


async def test_a_guest_of_this_machine_is_told_which_folders_there_are(served, tmp_path):
    with served() as url:
        async with http_client(url, bearer=OTHER) as client:
            result = await client.call_tool("upload_file", {"path": "/etc/hosts"})
    assert str(tmp_path) in result.content[0].text


def holders_of(secret):
    """Whatever in this process has the text in one of its fields or items."""
    gc.collect()
    found = []
    for one in gc.get_objects():
        if isinstance(one, dict | list | tuple | set):
            items = [*one.values()] if isinstance(one, dict) else one
            found += [item for item in items if isinstance(item, str | bytes) and str(secret) in str(item)]
        elif isinstance(one, SecretStr) and secret in one.get_secret_value():
            found.append(one)
    return found


@pytest.mark.parametrize("mode", ERAS)
async def test_a_guests_key_is_kept_nowhere_not_even_by_an_open_session(served, account, mode):
    key = f"sk-{uuid4()}"
    with served() as url:
        async with open_session(url, mode, key) as session:
            assert key in account.keys
            account.asked.clear()
            session.forget()
            assert holders_of(key) == []


class Session:
    """A client without any SDK, which can forget its own key."""

    def __init__(self, url, mode, key):
        self.url, self.mode, self.headers = url, mode, {"Authorization": f"Bearer {key}"}

    def post(self, method, number=1, **params):
        headers, body = modern(method, params.get("name"), **params)
        if self.mode == "legacy":
            headers = dict(HEADERS)
            del body["params"]["_meta"]
        with httpx.Client(timeout=30) as http:
            return http.post(f"{self.url}/mcp", headers=headers | self.headers, json=body | {"id": number})

    def forget(self):
        self.headers.clear()


@asynccontextmanager
async def open_session(url, mode, key):
    session = Session(url, mode, key)
    if mode == "legacy":
        start = {
            "protocolVersion": "2025-11-25",
            "capabilities": {},
            "clientInfo": {"name": "t", "version": "1"},
        }
        begun = session.post("initialize", **start)
        session.headers["Mcp-Session-Id"] = begun.headers["mcp-session-id"]
    session.post("tools/call", 2, name="get_transcript", arguments={"transcript_id": "t1"})
    yield session


async def test_a_session_is_only_for_the_key_that_opened_it(served, account):
    with served() as url:
        async with open_session(url, "legacy", OTHER) as session:
            own = session.post("tools/list", 3)
            session.headers["Authorization"] = "Bearer sk-a-thief"
            stolen = session.post("tools/list", 4)
            del session.headers["Authorization"]
            bare = session.post("tools/list", 5)
    assert (own.status_code, stolen.status_code, bare.status_code) == (200, 404, 404)
    assert set(account.keys) == {OTHER}


@pytest.mark.parametrize(
    ("value", "token"),
    [
        ("Bearer abc", "abc"),
        ("bearer  abc ", "abc"),
        ("Basic abc", None),
        ("Bearer", None),
        ("Bearer  ", None),
        ("", None),
    ],
)
def test_a_bearer_token_is_taken_from_its_header(value, token):
    found = bearer_of({"authorization": value})
    assert (found.get_secret_value() if found else None) == token


async def test_what_is_no_request_passes_by_the_key_taker():
    seen = []

    async def app(scope, _receive, _send):
        seen.append(scope)

    await ApiKeyMiddleware(app)({"type": "lifespan"}, None, None)
    assert seen == [{"type": "lifespan"}]
