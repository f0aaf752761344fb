import asyncio

import pytest
from pydantic import SecretStr
from tests.mcp_server.conftest import ERAS, KEY, OTHER_KEY, http_client
from tests.mcp_server.raw_requests import modern, post

from assemblyai_mcp.callers import _request_key, key_of_this_request, outliving
from assemblyai_mcp.request_key import RequestKey


async def read(client, transcript_id="t1"):
    return await client.call_tool("get_transcript", {"transcript_id": transcript_id})


@pytest.mark.parametrize("mode", ERAS)
async def test_a_request_with_its_own_key_is_for_that_account_only(served, account, mode):
    with served() as url:
        async with http_client(url, mode, bearer=OTHER_KEY) as guest, http_client(url, mode) as owner:
            for client in (guest, owner, guest):
                assert not (await read(client)).is_error
    assert account.keys == [OTHER_KEY, KEY, OTHER_KEY]


@pytest.mark.parametrize("mode", ERAS)
async def test_a_server_without_a_key_says_how_to_send_one(served, account, mode):
    with served(api_key=None) as url:
        async with http_client(url, mode) as client:
            result = await read(client)
    assert (result.is_error, account.asked) == (True, [])
    assert result.content[0].text == (
        "This request brought no AssemblyAI API key, and the server has none. The person who set up this connection "
        "must send a valid AssemblyAI key with every request, as the header 'Authorization: Bearer KEY'."
    )


@pytest.mark.parametrize("mode", ERAS)
async def test_resources_and_completions_use_the_callers_account_too(served, account, mode):
    from mcp.types import ResourceTemplateReference  # noqa: PLC0415

    reference = ResourceTemplateReference(uri="assemblyai://transcripts/{transcript_id}/text")
    with served(api_key=None) as url:
        async with http_client(url, mode, bearer=OTHER_KEY) as client:
            await client.read_resource("assemblyai://transcripts/t1/text")
            found = await client.complete(reference, {"name": "transcript_id", "value": ""})
    assert found.completion.values == ["t1"]
    assert account.keys == [OTHER_KEY, OTHER_KEY]


async def test_a_caller_from_this_machine_may_use_the_allowed_files(served, tmp_path):
    (tmp_path / "a.wav").write_bytes(b"audio")
    with served() as url:
        async with http_client(url, bearer=OTHER_KEY) as client:
            result = await client.call_tool("upload_file", {"path": "a.wav"})
    assert "HTTP 404" in result.content[0].text, "the file was read; the stand-in has no upload"


async def test_a_remote_caller_with_their_own_key_reads_and_writes_no_files_here(served, account, tmp_path):
    (tmp_path / "a.wav").write_bytes(b"audio")
    # A server with an allowed host serves other machines, even if it listens on a loopback address.
    with served(api_key=None, allowed_hosts=("mcp.example.com",)) as url:
        async with http_client(url, bearer=OTHER_KEY) as client:
            uploaded = await client.call_tool("upload_file", {"path": str(tmp_path / "a.wav")})
            saved = await client.call_tool(
                "get_subtitles", {"transcript_id": "t1", "save_to": str(tmp_path / "new.srt")}
            )
    assert (uploaded.is_error, saved.is_error) == (True, True)
    assert uploaded.content[0].text.startswith(f"{tmp_path}/a.wav is outside the allowed folders, ")
    assert not (tmp_path / "new.srt").exists()
    assert "POST" not in [method for _, method, _ in account.asked]


@pytest.mark.parametrize(
    ("tool", "arguments", "advice"),
    [
        (
            "get_transcript",
            {"transcript_id": "t1"},
            "the header 'Authorization: Bearer KEY'.",
        ),
        (
            "find_recordings",
            {},
            "Callers cannot use the files of this server: give a public URL, and take texts and captions as results.",
        ),
        (
            "upload_file",
            {"path": "a.wav"},
            "Callers cannot use the files of this server: give a public URL, and take texts and captions as results.",
        ),
    ],
)
async def test_a_guest_gets_a_next_step_that_a_guest_can_take(served, account, tool, arguments, advice):
    account.echoes = True
    with served(api_key=None, allowed_hosts=("mcp.example.com",)) as url:
        async with http_client(url, bearer=OTHER_KEY) as client:
            result = await client.call_tool(tool, arguments)
    assert result.content[0].text.endswith(advice)
    assert "ASSEMBLYAI_" not in result.content[0].text


async def test_a_malformed_key_is_an_error_that_says_how_to_send_a_valid_one(served, account):
    with served(api_key=None) as url:
        async with http_client(url, bearer='a"key') as client:
            result = await read(client)
    assert result.content[0].text.endswith("as the header 'Authorization: Bearer KEY'.")
    assert account.asked == []


async def test_a_guest_on_this_machine_gets_the_allowed_folders_in_the_error(served, tmp_path):
    with served() as url:
        async with http_client(url, bearer=OTHER_KEY) as client:
            result = await client.call_tool("upload_file", {"path": "/etc/hosts"})
    assert str(tmp_path) in result.content[0].text


async def test_work_that_outlives_its_request_keeps_the_key_and_the_request_loses_it():
    held = RequestKey(SecretStr(OTHER_KEY))
    token = _request_key.set(held)
    seen, go_on = [], asyncio.Event()

    async def work():
        await go_on.wait()
        seen.append(key_of_this_request())

    try:
        with outliving():
            working = asyncio.create_task(work())
        held.key = None
        assert key_of_this_request() is None
        go_on.set()
        await working
    finally:
        _request_key.reset(token)
    assert seen == [SecretStr(OTHER_KEY)]


async def test_an_account_is_known_once_the_service_has_answered_it(served, account):
    """A task for a question is given to known accounts only."""
    headers, body = modern(
        "tools/call", "purge_request_data", name="purge_request_data", arguments={"request_id": "r1"}
    )
    body["params"]["_meta"]["io.modelcontextprotocol/clientCapabilities"] = {
        "elicitation": {"form": {}},
        "extensions": {"io.modelcontextprotocol/tasks": {}},
    }
    headers["Authorization"] = f"Bearer {OTHER_KEY}"
    with served(api_key=None) as url:
        before = post(url, headers, body).json()["result"]["resultType"]
        async with http_client(url, bearer=OTHER_KEY) as client:
            assert not (await read(client)).is_error
        after = post(url, headers, body).json()["result"]["resultType"]
    assert (before, after) == ("input_required", "task")
